package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Type;
import java.util.List;

/// SUM and AVG of intervals: each of the three parts of an interval is summed for itself.
///
/// ```text
/// SUM(i)    INTERVAL_OF(SUM(months of i), SUM(days of i), SUM(micros of i))
/// AVG(i)    the same / COUNT(i)
/// ```
final class IntervalSums {
    private IntervalSums() {}

    static boolean isInterval(Expression value) {
        return value.type().equals(Type.INTERVAL);
    }

    /// Months, days and microseconds of an interval, numbers of which SUM has types that {@link #whole} takes.
    static List<Expression> parts(Expression interval) {
        List<Expression> argument = List.of(interval);
        return List.of(
                new Call(Function.INTERVAL_MONTHS, argument, Type.INTEGER),
                new Call(Function.INTERVAL_DAYS, argument, Type.INTEGER),
                new Call(Function.INTERVAL_MICROS, argument, Type.BIGINT));
    }

    /// The interval of the sums of its {@link #parts}.
    static Expression whole(List<Expression> sums) {
        return new Call(Function.INTERVAL_OF, sums.subList(0, 3), Type.INTERVAL);
    }

    static Expression average(List<Expression> sums, Expression count) {
        Expression divisor = Operands.cast(count, Type.DOUBLE);
        return new Call(Function.INTERVAL_DIVIDE, List.of(whole(sums), divisor), Type.INTERVAL);
    }
}
