package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;

/// How tables are called in messages.
final class TableNames {
    private TableNames() {}

    static String of(CatalogSnapshot snapshot, long tableId) {
        return snapshot.table(tableId)
                .map(table -> table.schema() + "." + table.name())
                .orElse("table " + tableId);
    }
}
