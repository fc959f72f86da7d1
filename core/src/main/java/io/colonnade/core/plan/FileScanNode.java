package io.colonnade.core.plan;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.List;

/// Reads files: those of a COPY, which stand in the TaskSpec of a task alone, or `files` that a query reads
/// as a table, which are dealt to the nodes.
///
/// `columns` are what is read: of CSV all fields in their order, else those of these names. `tableName` is
/// that of the table to fill, for messages, and empty in a query. A bad row ends the statement with file,
/// row, column and value. Parts of a file of which it is known that no row meets all `conjuncts` may be left
/// out; others are read as a whole.
public record FileScanNode(
        int id,
        String tableName,
        List<String> files,
        List<ColumnDefinition> columns,
        FileOptions options,
        List<Expression> conjuncts)
        implements PlanNode {
    public FileScanNode {
        files = List.copyOf(files);
        columns = List.copyOf(columns);
        conjuncts = List.copyOf(conjuncts);
    }

    /// The files of a COPY.
    public FileScanNode(int id, String tableName, List<ColumnDefinition> columns, FileOptions options) {
        this(id, tableName, List.of(), columns, options, List.of());
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
