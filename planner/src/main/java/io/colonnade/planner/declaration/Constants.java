package io.colonnade.planner.declaration;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.syntax.ParsedQuery;
import io.colonnade.planner.syntax.Positions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;

/// Constants of definitions: a default, the bound of a partition.
///
/// A literal, with a sign if it is a number, becomes a value of the column's type as an INSERT would store
/// it: decimals are rounded, text is read as what the column is. *Errors*: with the place of the constant.
final class Constants {
    private static final int MICROS_DIGITS = 6;
    private static final int DATE_LENGTH = "2024-02-29".length();

    private Constants() {}

    /// `what` says what the constant is for: `the default of column "c"`.
    static Datum of(QueryBody body, Type type, String what) {
        SqlNode node = ((ParsedQuery) body).copy();
        try {
            return value(node, type, what);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(ErrorCode.INVALID_TEXT, node, what + " is no " + type.sql());
        }
    }

    private static Datum value(SqlNode node, Type type, String what) {
        SqlNode written = TypedText.of(node, type);
        if (written != node) {
            return value(written, type, what);
        }
        boolean negative = node.getKind() == SqlKind.MINUS_PREFIX;
        SqlNode operand = negative || node.getKind() == SqlKind.PLUS_PREFIX ? ((SqlCall) node).operand(0) : node;
        if (operand != node && !(operand instanceof SqlNumericLiteral) || !(operand instanceof SqlLiteral literal)) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    what + " is not a constant",
                    Positions.of(node),
                    "write a literal, such as 0, 'x' or DATE '2024-02-29'",
                    null);
        }
        if (SqlUtil.isNullLiteral(literal, false)) {
            return Datum.NULL;
        }
        if (literal instanceof SqlNumericLiteral number) {
            BigDecimal value = number.bigDecimalValue();
            if (value == null) {
                throw new NumberFormatException(number.toString());
            }
            return number(negative ? value.negate() : value, number.toString(), type, node, what);
        }
        SqlTypeName kind = literal.getTypeName();
        if (kind == SqlTypeName.BOOLEAN && type.equals(Type.BOOLEAN)) {
            return Datum.of(literal.booleanValue());
        }
        if (literal instanceof SqlCharStringLiteral) {
            return text(literal.getValueAs(NlsString.class).getValue(), type, node, what);
        }
        // DATE '...' and TIMESTAMP '...', which validation would tell apart.
        if (literal instanceof SqlUnknownLiteral time
                && (type.equals(Type.DATE) || type.equals(Type.TIMESTAMP) || type.equals(Type.TIME))) {
            return text(time.getValue(), type, node, what);
        }
        throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
    }

    private static Datum number(BigDecimal value, String written, Type type, SqlNode node, String what) {
        return switch (type) {
            case Type.TinyintType t -> Datum.of(within(value, Byte.MIN_VALUE, Byte.MAX_VALUE, type, node, what));
            case Type.SmallintType t -> Datum.of(within(value, Short.MIN_VALUE, Short.MAX_VALUE, type, node, what));
            case Type.IntegerType t -> Datum.of(within(value, Integer.MIN_VALUE, Integer.MAX_VALUE, type, node, what));
            case Type.BigintType t -> Datum.of(within(value, Long.MIN_VALUE, Long.MAX_VALUE, type, node, what));
            case Type.RealType t -> real(value.floatValue(), type, node, what);
            case Type.DoubleType t -> Datum.of(value.doubleValue());
            case DecimalType t -> {
                BigDecimal scaled = value.setScale(t.scale(), RoundingMode.HALF_UP);
                if (scaled.precision() > t.precision()) {
                    throw wrong(ErrorCode.OUT_OF_RANGE, node, what + " is out of range for " + type.sql());
                }
                yield t.precision() <= DecimalType.PRECISION_INT64_MAX
                        ? Datum.of(scaled.unscaledValue().longValueExact())
                        : new Datum.Wide(scaled.unscaledValue());
            }
            case Type.CharType t -> fitted(written, t.length(), node, what);
            case Type.VarcharType t -> fitted(written, t.length(), node, what);
            case Type.BooleanType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
            case Type.DateType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
            case Type.TimeType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
            case Type.TimestampType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
            case Type.ZonedTimestampType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
            case Type.IntervalType t -> throw wrong(ErrorCode.TYPE_MISMATCH, node, what + " is no " + type.sql());
        };
    }

    private static Datum real(float value, Type type, SqlNode node, String what) {
        if (Float.isInfinite(value)) {
            throw wrong(ErrorCode.OUT_OF_RANGE, node, what + " is out of range for " + type.sql());
        }
        return Datum.of(value);
    }

    private static long within(BigDecimal value, long least, long most, Type type, SqlNode node, String what) {
        BigDecimal whole = value.setScale(0, RoundingMode.HALF_UP);
        if (whole.compareTo(BigDecimal.valueOf(least)) < 0 || whole.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw wrong(ErrorCode.OUT_OF_RANGE, node, what + " is out of range for " + type.sql());
        }
        return whole.longValueExact();
    }

    private static Datum text(String text, Type type, SqlNode node, String what) {
        return switch (type) {
            case Type.TimeType t -> moment(text, type);
            case Type.ZonedTimestampType t -> moment(text, type);
            case Type.IntervalType t -> moment(text, type);
            case Type.RealType t -> Datum.of(Float.parseFloat(text.strip()));
            case Type.TinyintType t -> number(new BigDecimal(text.strip()), text, type, node, what);
            case Type.CharType t -> fitted(text.replaceFirst(" +$", ""), t.length(), node, what);
            case Type.VarcharType t -> fitted(text, t.length(), node, what);
            case Type.DateType t -> Datum.of(new DateString(text.strip()).getDaysSinceEpoch());
            case Type.TimestampType t -> Datum.of(micros(text.strip()));
            case Type.BooleanType t ->
                switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "t" -> Datum.TRUE;
                    case "false", "f" -> Datum.FALSE;
                    default -> throw new IllegalArgumentException(text);
                };
            case Type.SmallintType t -> number(new BigDecimal(text.strip()), text, type, node, what);
            case Type.IntegerType t -> number(new BigDecimal(text.strip()), text, type, node, what);
            case Type.BigintType t -> number(new BigDecimal(text.strip()), text, type, node, what);
            case DecimalType t -> number(new BigDecimal(text.strip()), text, type, node, what);
            case Type.DoubleType t -> Datum.of(Double.parseDouble(text.strip()));
        };
    }

    /// A default of the catalog means the same in every session: a moment without a zone is in UTC.
    private static Datum moment(String text, Type type) {
        try {
            return switch (type) {
                case Type.TimeType t -> Datum.of(CalendarText.parseTime(text));
                case Type.ZonedTimestampType t -> Datum.of(ZonedText.parse(text, ZoneOffset.UTC));
                default -> new Datum.Wide(IntervalText.parse(text).number());
            };
        } catch (CalendarText.InvalidException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static long micros(String text) {
        if (text.length() == DATE_LENGTH) {
            return new DateString(text).getMillisSinceEpoch() * 1000;
        }
        int point = text.indexOf('.');
        String seconds = point < 0 ? text : text.substring(0, point);
        String digits = point < 0 ? "" : text.substring(point + 1);
        if (digits.length() > MICROS_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(text);
        }
        String fraction = digits + "0".repeat(MICROS_DIGITS - digits.length());
        return new TimestampString(seconds).getMillisSinceEpoch() * 1000 + Long.parseLong(fraction);
    }

    private static Datum fitted(String text, int length, SqlNode node, String what) {
        if (text.codePointCount(0, text.length()) > length) {
            throw wrong(ErrorCode.STRING_TOO_LONG, node, what + " is longer than " + length + " characters");
        }
        return Datum.of(text);
    }

    private static EngineException wrong(ErrorCode code, SqlNode node, String message) {
        return new EngineException(code, message, Positions.of(node), null, null);
    }
}
