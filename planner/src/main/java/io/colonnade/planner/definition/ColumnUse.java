package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/// What in definitions needs a column, so that it cannot go.
final class ColumnUse {
    private ColumnUse() {}

    /// The reason why it must stay, or null.
    static @Nullable String of(ColumnDefinition column, TableDefinition table, CatalogSnapshot snapshot) {
        int id = column.id();
        if (table.columns().size() == 1) {
            return "it is the only one";
        }
        if (table.primaryKey().contains(id)) {
            return "it is part of the primary key";
        }
        if (table.sortKey().contains(id)) {
            return "the table is sorted by it";
        }
        if (table.distribution() instanceof Distribution.Hashed hashed
                && hashed.columnIds().contains(id)) {
            return "the rows are distributed by it";
        }
        Partition.Scheme partitioning = table.partitioning();
        if (partitioning != null && partitioning.columnId() == id) {
            return "the table is partitioned by it";
        }
        for (ForeignKey key : table.foreignKeys()) {
            if (key.columnIds().contains(id)) {
                return "it is part of the foreign key " + key.name();
            }
        }
        for (TableDefinition other : snapshot.tables()) {
            for (ForeignKey key : other.foreignKeys()) {
                if (key.referencedTableId() == table.id()
                        && key.referencedColumnIds().contains(id)) {
                    return "the foreign key " + key.name() + " of \"" + other.name() + "\" refers to it";
                }
            }
        }
        return null;
    }
}
