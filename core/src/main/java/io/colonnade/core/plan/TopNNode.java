package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// The rows from `offset` on, at most `limit` of them, of all rows in order.
public record TopNNode(int id, PlanNode input, List<SortKey> keys, long offset, long limit) implements PlanNode {
    public TopNNode {
        keys = List.copyOf(keys);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return input.outputTypes();
    }
}
