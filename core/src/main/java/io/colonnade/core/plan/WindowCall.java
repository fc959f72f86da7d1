package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One window function. Arguments are columns of the input or literals; the value of LEAD, LAG and the like
/// and what stands in its place have the type of the call, and so have MIN and MAX. SUM has the types of an
/// {@link AggregateCall}.
///
/// `aggregate` is there for AGGREGATE only: its columns are positions in `arguments`, all of which are
/// columns then.
///
/// Rows equal in the first `partitionKeys` keys of the node's order are a partition, those equal in the `orderKeys`
/// keys behind them too are peers.
public record WindowCall(
        WindowFunction function,
        List<Expression> arguments,
        boolean ignoresNulls,
        int partitionKeys,
        int orderKeys,
        WindowFrame frame,
        Type type,
        @Nullable AggregateCall aggregate) {
    /// A call that is no AGGREGATE.
    public WindowCall(
            WindowFunction function,
            List<Expression> arguments,
            boolean ignoresNulls,
            int partitionKeys,
            int orderKeys,
            WindowFrame frame,
            Type type) {
        this(function, arguments, ignoresNulls, partitionKeys, orderKeys, frame, type, null);
    }

    public WindowCall {
        arguments = List.copyOf(arguments);
        boolean computed = arguments.stream()
                .anyMatch(argument ->
                        !(argument instanceof Expression.ColumnReference) && !(argument instanceof Expression.Literal));
        if (computed
                || !function.takes(arguments.size())
                || ignoresNulls && !function.mayIgnoreNulls()
                || partitionKeys < 0
                || orderKeys < 0) {
            throw new IllegalArgumentException(function + " of " + arguments + " over " + partitionKeys + " and "
                    + orderKeys + " keys, ignoring nulls: " + ignoresNulls);
        }
        int width = arguments.size();
        if (function == WindowFunction.AGGREGATE
                && (aggregate == null
                        || !arguments.stream().allMatch(Expression.ColumnReference.class::isInstance)
                        || aggregate.columns().stream().anyMatch(column -> column < 0 || column >= width))) {
            throw new IllegalArgumentException(function + " as " + aggregate + " of " + arguments);
        }
    }
}
