package io.colonnade.planner.validate;

import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.OutputColumn;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/// A checked query as relational algebra, not yet improved.
public record Algebra(RelNode root, List<OutputColumn> columns, List<Type> parameterTypes) {
    public Algebra {
        columns = List.copyOf(columns);
        parameterTypes = List.copyOf(parameterTypes);
    }
}
