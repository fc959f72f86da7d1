package io.colonnade.core.catalog;

import java.util.List;

/// A table: `id` is never used again. Column lists are column ids.
///
/// The primary key (empty: none) is recorded; NOT NULL is enforced.
public record TableDefinition(
        long id,
        String schema,
        String name,
        List<ColumnDefinition> columns,
        List<Integer> sortKey,
        Distribution distribution,
        List<Integer> primaryKey,
        List<ForeignKey> foreignKeys) {
    /// The schema of tables named without one.
    public static final String DEFAULT_SCHEMA = "main";

    public TableDefinition {
        columns = List.copyOf(columns);
        sortKey = List.copyOf(sortKey);
        primaryKey = List.copyOf(primaryKey);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /// The position of a column by its id.
    public int position(int columnId) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == columnId) {
                return i;
            }
        }
        throw new IllegalArgumentException("table " + name + " has no column with id " + columnId);
    }

    public ColumnDefinition column(int columnId) {
        return columns.get(position(columnId));
    }
}
