package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// All rows in order; rows equal in all keys come in any order.
public record SortNode(int id, PlanNode input, List<SortKey> keys) implements PlanNode {
    public SortNode {
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
