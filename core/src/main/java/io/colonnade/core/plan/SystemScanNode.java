package io.colonnade.core.plan;

import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.type.Type;
import java.util.List;

/// Reads a table whose rows the coordinator makes when a statement begins, of the snapshot of the statement.
///
/// ```text
/// plan      SystemScan system.tables: table_name, rows      kept for later runs
/// task      Values ('t', 3), ('u', 0)                       the rows of this run
/// ```
///
/// Nodes never get to see one: a {@link ValuesNode} takes its place before a task is made, the same for all nodes.
public record SystemScanNode(int id, long tableId, String tableName, List<ScanColumn> columns) implements PlanNode {
    public SystemScanNode {
        columns = List.copyOf(columns);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public List<Type> outputTypes() {
        return columns.stream().map(ScanColumn::type).toList();
    }
}
