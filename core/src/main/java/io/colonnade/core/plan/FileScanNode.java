package io.colonnade.core.plan;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.type.Type;
import java.util.List;

/// Reads the files of a COPY; which files a task reads stands in its TaskSpec.
///
/// `columns` are those of the target table in the order in which the file has them; `tableName` is for messages. A
/// bad row ends the statement with file, row, column and value.
public record FileScanNode(int id, String tableName, List<ColumnDefinition> columns, FileOptions options)
        implements PlanNode {
    public FileScanNode {
        columns = List.copyOf(columns);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public List<Type> outputTypes() {
        return columns.stream().map(ColumnDefinition::type).toList();
    }
}
