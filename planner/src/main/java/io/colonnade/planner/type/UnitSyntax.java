package io.colonnade.planner.type;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.IntervalSyntax;
import io.colonnade.planner.syntax.Positions;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Functions that name a unit of time, in words of ours.
///
/// ```text
/// EXTRACT(SECONDS FROM t)              SecondsOperator('SECOND', t)
/// TIMESTAMPADD(SQL_TSI_DAY, 2, t)      t + INTERVAL '1' DAY * 2
/// TIMESTAMPDIFF(MINUTE, a, b)          whole minutes from a to b
/// ```
final class UnitSyntax {
    private static final String JDBC = "SQL_TSI_";
    private static final Map<TimeUnit, Integer> SECONDS = Map.of(
            TimeUnit.SECOND, 1,
            TimeUnit.MINUTE, 60,
            TimeUnit.HOUR, 3600,
            TimeUnit.DAY, 86_400,
            TimeUnit.WEEK, 604_800);
    private static final Map<TimeUnit, Integer> MONTHS =
            Map.of(TimeUnit.MONTH, 1, TimeUnit.QUARTER, 3, TimeUnit.YEAR, 12);

    private UnitSyntax() {}

    /// The same call in other words; null if it is none of these functions.
    static @Nullable SqlNode of(SqlBasicCall call) {
        if (call.operandCount() == 0 || !(call.operand(0) instanceof SqlIntervalQualifier field)) {
            return null;
        }
        if (call.getOperator() == SqlStdOperatorTable.EXTRACT) {
            call.setOperand(0, new SqlIntervalQualifier(unit(field), null, field.getParserPosition()));
            return SecondsOperator.inPlaceOf(call);
        }
        SqlParserPos pos = call.getParserPosition();
        if (call.getOperator() == SqlStdOperatorTable.TIMESTAMP_ADD) {
            SqlIntervalQualifier unit = new SqlIntervalQualifier(unit(field), null, field.getParserPosition());
            return SqlStdOperatorTable.PLUS.createCall(
                    pos, call.operand(2), IntervalSyntax.multiple(pos, call.operand(1), unit));
        }
        return call.getOperator() == SqlStdOperatorTable.TIMESTAMP_DIFF
                ? between(field, call.operand(1), call.operand(2), pos)
                : null;
    }

    private static TimeUnit unit(SqlIntervalQualifier field) {
        if (field.timeFrameName == null) {
            return field.getStartUnit();
        }
        String name = field.timeFrameName.toUpperCase(Locale.ROOT);
        name = name.startsWith(JDBC) ? name.substring(JDBC.length()) : name;
        for (TimeUnit unit : TimeUnit.values()) {
            if (name.equals(unit.name()) || name.equals(unit.name() + "S")) {
                return unit;
            }
        }
        return switch (name) {
            case "CENTURIES" -> TimeUnit.CENTURY;
            case "MILLENNIA", "MILLENNIUMS" -> TimeUnit.MILLENNIUM;
            default ->
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "the field " + field.timeFrameName + " of a time is not supported yet",
                        Positions.of(field),
                        null,
                        null);
        };
    }

    /// As many units as pass wholly from one time to the other.
    private static SqlNode between(SqlIntervalQualifier field, SqlNode from, SqlNode to, SqlParserPos pos) {
        TimeUnit unit = unit(field);
        SqlNode units;
        if (SECONDS.containsKey(unit)) {
            SqlNode passed = SqlStdOperatorTable.MINUS.createCall(pos, epoch(to, pos), epoch(from, pos));
            units = divided(passed, SECONDS.get(unit), pos);
        } else if (MONTHS.containsKey(unit)) {
            SqlNode age = Operators.named("age").createCall(pos, to, from);
            SqlNode years = SqlStdOperatorTable.MULTIPLY.createCall(
                    pos, extract(TimeUnit.YEAR, age, pos), SqlLiteral.createExactNumeric("12", pos));
            SqlNode months = SqlStdOperatorTable.PLUS.createCall(pos, years, extract(TimeUnit.MONTH, age, pos));
            units = divided(months, MONTHS.get(unit), pos);
        } else {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "TIMESTAMPDIFF of " + unit + " is not supported yet",
                    Positions.of(field),
                    null,
                    null);
        }
        return ConstantSyntax.cast(units, Type.BIGINT);
    }

    private static SqlNode divided(SqlNode number, int by, SqlParserPos pos) {
        return Operators.named("div").createCall(pos, number, SqlLiteral.createExactNumeric(Integer.toString(by), pos));
    }

    private static SqlNode extract(TimeUnit unit, SqlNode of, SqlParserPos pos) {
        return SqlStdOperatorTable.EXTRACT.createCall(pos, new SqlIntervalQualifier(unit, null, pos), of);
    }

    private static SqlNode epoch(SqlNode time, SqlParserPos pos) {
        return SecondsOperator.call("EPOCH", ConstantSyntax.cast(time, Type.TIMESTAMP), pos);
    }
}
