package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;

/// Computes one column per expression.
public record ProjectNode(int id, PlanNode input, List<Expression> expressions) implements PlanNode {
    public ProjectNode {
        expressions = List.copyOf(expressions);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return expressions.stream().map(Expression::type).toList();
    }
}
