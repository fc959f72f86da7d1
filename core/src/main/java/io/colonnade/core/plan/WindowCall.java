package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;

/// One window function. Arguments are columns of the input or literals; the value of LEAD, LAG and the like
/// and what stands in its place have the type of the call, and so have MIN and MAX. SUM has the types of an
/// {@link AggregateCall}.
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
        Type type) {
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
    }
}
