package io.colonnade.core.catalog;

import java.util.List;

/// Files as a table: their absolute paths, the columns that they have in common, in the order of the first
/// file, and how they are to be read. `rows` is an estimate.
public record FileTable(List<String> files, List<ColumnDefinition> columns, FileOptions options, double rows) {
    public FileTable {
        files = List.copyOf(files);
        columns = List.copyOf(columns);
    }
}
