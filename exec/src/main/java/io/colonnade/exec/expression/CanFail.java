package io.colonnade.exec.expression;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Type;

/// Whether evaluating an expression can raise an error for some row. May err towards true.
public final class CanFail {
    private CanFail() {}

    public static boolean test(Expression expression) {
        boolean self = switch (expression) {
            case Expression.Arithmetic e -> true;
            case Expression.Cast e -> cast(e.value().type(), e.type());
            case Expression.Call e -> call(e.function());
            case Expression.Literal e -> false;
            case Expression.ColumnReference e -> false;
            case Expression.Parameter e -> false;
            case Expression.Comparison e -> false;
            case Expression.Logical e -> false;
            case Expression.Not e -> false;
            case Expression.IsNull e -> false;
            case Expression.InList e -> false;
            case Expression.Like e -> false;
            case Expression.Case e -> false;
        };
        return self || expression.operands().stream().anyMatch(CanFail::test);
    }

    private static boolean cast(Type from, Type to) {
        boolean widens = from.isInteger()
                && to.isInteger()
                && from.layout().bytes() <= to.layout().bytes();
        return !(to.isString() || to.equals(from) || (widens && !to.equals(Type.SMALLINT) && !to.equals(Type.TINYINT)));
    }

    private static boolean call(Function function) {
        return switch (function) {
            case LOWER, UPPER, CHAR_LENGTH, TRIM, LTRIM, RTRIM, CONCAT, POSITION, REPLACE -> false;
            case EXTRACT_YEAR, EXTRACT_QUARTER, EXTRACT_MONTH, EXTRACT_WEEK, EXTRACT_DAY -> false;
            case EXTRACT_DAY_OF_WEEK, EXTRACT_DAY_OF_YEAR, EXTRACT_HOUR, EXTRACT_MINUTE, EXTRACT_SECOND -> false;
            case MOMENT_TEXT, INTERVAL_TOTAL, INTERVAL_MONTHS, INTERVAL_DAYS, INTERVAL_MICROS -> false;
            default -> true;
        };
    }
}
