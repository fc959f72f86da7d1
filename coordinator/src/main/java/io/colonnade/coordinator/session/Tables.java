package io.colonnade.coordinator.session;

import io.colonnade.coordinator.query.TypeNames;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalog in the words of JDBC.
final class Tables {
    private Tables() {}

    static List<TableDescription> of(CatalogSnapshot snapshot) {
        return snapshot.tables().stream()
                .map(table -> describe(table, snapshot))
                .toList();
    }

    private static TableDescription describe(TableDefinition table, CatalogSnapshot snapshot) {
        List<ColumnDescription> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            columns.add(new ColumnDescription(
                    column.name(), column.name(), table.name(), TypeNames.of(column.type()), column.nullable()));
        }
        return new TableDescription(
                table.schema(),
                table.name(),
                "TABLE",
                "",
                snapshot.statistics(table.id()).rowCount(),
                columns,
                primaryKey(table),
                foreignKeys(table, snapshot),
                names(table, table.sortKey()));
    }

    private static TableDescription.@Nullable PrimaryKey primaryKey(TableDefinition table) {
        return table.primaryKey().isEmpty()
                ? null
                : new TableDescription.PrimaryKey(table.name() + "_pkey", names(table, table.primaryKey()));
    }

    private static List<TableDescription.ForeignKey> foreignKeys(TableDefinition table, CatalogSnapshot snapshot) {
        List<TableDescription.ForeignKey> keys = new ArrayList<>();
        for (ForeignKey key : table.foreignKeys()) {
            Optional<TableDefinition> referenced = snapshot.table(key.referencedTableId());
            if (referenced.isPresent()) {
                List<String> columns = names(table, key.columnIds());
                keys.add(new TableDescription.ForeignKey(
                        key.name(),
                        columns,
                        referenced.get().schema(),
                        referenced.get().name(),
                        names(referenced.get(), key.referencedColumnIds())));
            }
        }
        return keys;
    }

    private static List<String> names(TableDefinition table, List<Integer> columnIds) {
        return columnIds.stream().map(id -> table.column(id).name()).toList();
    }
}
