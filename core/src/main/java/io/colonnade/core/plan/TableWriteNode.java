package io.colonnade.core.plan;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Type;
import java.util.List;

/// Writes its input, one column for each column of the table in the table's order, into new segments of the task's
/// node. It is the root of its fragment and produces no rows: the segments come back with the end of the task and
/// become visible by a commit. NOT NULL is checked here.
public record TableWriteNode(int id, PlanNode input, TableDefinition table) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return List.of();
    }
}
