package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalField;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Interval;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Literals of intervals and moments, and zones, as the grammar finds them.
public final class IntervalSyntax {
    public static final SqlBinaryOperator AT_TIME_ZONE = TemporalOperators.AT_TIME_ZONE;
    public static final SqlPostfixOperator AT_LOCAL = TemporalOperators.AT_LOCAL;

    private static final int WEEK = 7;
    private static final int QUARTER = 3;

    private IntervalSyntax() {}

    /// `INTERVAL [+ | -] 'text' [fields]`.
    public static SqlNode literal(SqlParserPos pos, int sign, String text, @Nullable SqlIntervalQualifier fields) {
        try {
            Interval interval = fields == null ? IntervalText.parse(text) : parse(text, fields);
            return constant(sign < 0 ? times(interval, -1) : interval, pos);
        } catch (CalendarText.InvalidException e) {
            throw new EngineException(
                    ErrorCode.INVALID_DATETIME,
                    "not an INTERVAL: '" + text + "' (" + e.getMessage() + ")",
                    Positions.of(pos),
                    "write it as INTERVAL '1 year 2 days 03:04:05' or INTERVAL '1-2' YEAR TO MONTH",
                    e);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE, "out of range for INTERVAL: '" + text + "'", Positions.of(pos), null, e);
        }
    }

    private static Interval parse(String text, SqlIntervalQualifier fields) throws CalendarText.InvalidException {
        TimeUnit first = fields.getStartUnit();
        return switch (first) {
            case WEEK -> times(IntervalText.parse(text, IntervalField.DAY, IntervalField.DAY), WEEK);
            case QUARTER -> times(IntervalText.parse(text, IntervalField.MONTH, IntervalField.MONTH), QUARTER);
            default -> IntervalText.parse(text, field(first), field(last(fields)));
        };
    }

    private static TimeUnit last(SqlIntervalQualifier fields) {
        TimeUnit last = fields.timeUnitRange.endUnit;
        return last == null ? fields.getStartUnit() : last;
    }

    private static IntervalField field(TimeUnit unit) {
        return switch (unit) {
            case YEAR -> IntervalField.YEAR;
            case MONTH -> IntervalField.MONTH;
            case DAY -> IntervalField.DAY;
            case HOUR -> IntervalField.HOUR;
            case MINUTE -> IntervalField.MINUTE;
            default -> IntervalField.SECOND;
        };
    }

    private static Interval times(Interval interval, int factor) {
        return new Interval(
                Math.multiplyExact(interval.months(), factor),
                Math.multiplyExact(interval.days(), factor),
                Math.multiplyExact(interval.micros(), factor));
    }

    private static SqlNode constant(Interval interval, SqlParserPos pos) {
        SqlNode text = SqlLiteral.createCharString(IntervalText.of(interval), pos);
        return interval.micros() == 0
                ? TemporalOperators.INTERVAL_OF_DAYS.createCall(pos, text)
                : TemporalOperators.INTERVAL.createCall(pos, text);
    }

    /// `INTERVAL expression unit`.
    public static SqlNode multiple(SqlParserPos pos, SqlNode count, SqlIntervalQualifier unit) {
        return SqlStdOperatorTable.MULTIPLY.createCall(pos, literal(pos, 1, "1", unit), count);
    }

    public static SqlTypeNameSpec type(SqlParserPos pos) {
        return new IntervalName(pos);
    }

    /// A literal of a date or time, in a form that Calcite reads, too; that of a moment depends on the zone of the
    /// session and is a cast.
    public static SqlNode dateTime(SqlLiteral literal) {
        if (!(literal instanceof SqlUnknownLiteral unknown)) {
            return literal;
        }
        if (unknown.tag.equals("TIMESTAMP") || unknown.tag.equals("TIME")) {
            return SqlLiteral.createUnknown(
                    unknown.tag, withSeconds(unknown.tag, unknown.getValue()), literal.getParserPosition());
        }
        if (unknown.tag.startsWith("TIMESTAMP WITH")) {
            SqlParserPos pos = literal.getParserPosition();
            return SqlStdOperatorTable.CAST.createCall(
                    pos,
                    SqlLiteral.createCharString(unknown.getValue(), pos),
                    new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_TZ, pos), pos));
        }
        return literal;
    }

    private static String withSeconds(String tag, String text) {
        try {
            return tag.equals("TIME")
                    ? CalendarText.time(CalendarText.parseTime(text))
                    : CalendarText.timestamp(CalendarText.parseTimestamp(text));
        } catch (CalendarText.InvalidException | ArithmeticException e) {
            // Validation will say what is wrong, and where.
            return text;
        }
    }
}
