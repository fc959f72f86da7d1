package io.colonnade.core.catalog;

import java.util.List;
import java.util.Optional;

/// What is known of a table at a snapshot.
public record TableStatistics(long rowCount, List<ColumnStatistics> columns) {
    public static final TableStatistics EMPTY = new TableStatistics(0, List.of());

    public TableStatistics {
        columns = List.copyOf(columns);
    }

    public Optional<ColumnStatistics> column(int columnId) {
        return columns.stream().filter(column -> column.columnId() == columnId).findFirst();
    }
}
