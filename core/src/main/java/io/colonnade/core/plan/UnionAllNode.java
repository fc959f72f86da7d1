package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// The rows of all inputs, whose columns have the same types.
public record UnionAllNode(int id, List<PlanNode> inputs, List<Type> outputTypes) implements PlanNode {
    public UnionAllNode {
        inputs = List.copyOf(inputs);
        outputTypes = List.copyOf(outputTypes);
    }
}
