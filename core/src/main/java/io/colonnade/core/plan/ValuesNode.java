package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;

/// Rows of constant expressions (literals, parameters and calls on them). With no columns it still has rows.
public record ValuesNode(int id, List<Type> outputTypes, List<List<Expression>> rows) implements PlanNode {
    public ValuesNode {
        outputTypes = List.copyOf(outputTypes);
        rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }
}
