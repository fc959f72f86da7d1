package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;

/// Keeps the rows for which the predicate is true (not false, not NULL).
public record FilterNode(int id, PlanNode input, Expression predicate) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return input.outputTypes();
    }
}
