package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// At most `limit` rows after the first `offset`; keeps the order of its input if that has one. Without a limit
/// `limit` is Long.MAX_VALUE.
public record LimitNode(int id, PlanNode input, long offset, long limit) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return input.outputTypes();
    }
}
