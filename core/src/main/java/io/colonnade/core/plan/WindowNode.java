package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Computes window functions: each row stays and gets a column per call.
///
/// ```text
/// order    [city, day]                 calls    SUM(amount) of partitions by city, peers by day
///          the rows are sorted by it            RANK() of the same; COUNT(*) of partitions by city, no peers
/// outputs  [0, 2, 3]                   positions of the columns of the input followed by the calls
/// ```
///
/// All calls take their partitions and peers from the front of one order, so that rows are sorted once. With
/// several nodes, rows equal in the first {@link #partitionKeys} keys must be on the same one. Rows come out
/// in any order.
public record WindowNode(int id, PlanNode input, List<SortKey> order, List<WindowCall> calls, List<Integer> outputs)
        implements PlanNode {
    public WindowNode {
        order = List.copyOf(order);
        calls = List.copyOf(calls);
        outputs = List.copyOf(outputs);
    }

    /// How many keys at the front of the order all partitions have in common.
    public int partitionKeys() {
        return calls.stream().mapToInt(WindowCall::partitionKeys).min().orElse(0);
    }

    /// The columns of the common partition keys.
    public List<Integer> partitionColumns() {
        return order.subList(0, partitionKeys()).stream().map(SortKey::column).toList();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> row = new ArrayList<>(input.outputTypes());
        calls.forEach(call -> row.add(call.type()));
        return outputs.stream().map(row::get).toList();
    }
}
