package io.colonnade.core.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table: `id` is never used again. Column lists are column ids.
///
/// `nextColumnId` is greater than the id of every column it has or ever had. The primary key (empty: none) and
/// NOT NULL are enforced by every commit.
public record TableDefinition(
        long id,
        String schema,
        String name,
        List<ColumnDefinition> columns,
        int nextColumnId,
        List<Integer> sortKey,
        Distribution distribution,
        Partition.@Nullable Scheme partitioning,
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

    /// A table without partitions, whose columns are the first that it has.
    public TableDefinition(
            long id,
            String schema,
            String name,
            List<ColumnDefinition> columns,
            List<Integer> sortKey,
            Distribution distribution,
            List<Integer> primaryKey,
            List<ForeignKey> foreignKeys) {
        this(
                id,
                schema,
                name,
                columns,
                columns.stream().mapToInt(ColumnDefinition::id).max().orElse(0) + 1,
                sortKey,
                distribution,
                null,
                primaryKey,
                foreignKeys);
    }

    /// The same columns, order and places of rows, without keys, as a table of another id and name.
    public TableDefinition unkeyed(long newId, String newSchema, String newName) {
        return new TableDefinition(
                newId,
                newSchema,
                newName,
                columns,
                nextColumnId,
                sortKey,
                distribution,
                partitioning,
                List.of(),
                List.of());
    }

    public TableDefinition named(String newSchema, String newName) {
        return new TableDefinition(
                id,
                newSchema,
                newName,
                columns,
                nextColumnId,
                sortKey,
                distribution,
                partitioning,
                primaryKey,
                foreignKeys);
    }

    /// With other columns; `next` is the id of the next one that is added.
    public TableDefinition withColumns(List<ColumnDefinition> newColumns, int next) {
        return new TableDefinition(
                id, schema, name, newColumns, next, sortKey, distribution, partitioning, primaryKey, foreignKeys);
    }

    public TableDefinition withPartitions(Partition.@Nullable Scheme scheme) {
        return new TableDefinition(
                id, schema, name, columns, nextColumnId, sortKey, distribution, scheme, primaryKey, foreignKeys);
    }

    public TableDefinition withForeignKeys(List<ForeignKey> keys) {
        return new TableDefinition(
                id, schema, name, columns, nextColumnId, sortKey, distribution, partitioning, primaryKey, keys);
    }

    /// Whether the engine makes its rows, and nobody writes to it.
    public boolean isSystem() {
        return id < 0;
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

    /// The position of the column that takes identity numbers, -1 if there is none.
    public int identityPosition() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).byDefault() instanceof ColumnDefault.Identity) {
                return i;
            }
        }
        return -1;
    }
}
