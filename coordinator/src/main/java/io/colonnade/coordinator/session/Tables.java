package io.colonnade.coordinator.session;

import io.colonnade.coordinator.result.TypeNames;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.planner.QueryPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalog in the words of JDBC.
final class Tables {
    private Tables() {}

    static List<TableDescription> of(CatalogSnapshot snapshot, QueryPlanner planner) {
        List<TableDescription> all = new ArrayList<>();
        snapshot.tables().forEach(table -> all.add(describe(table, "TABLE", snapshot)));
        snapshot.systemTables().forEach(table -> all.add(describe(table, "SYSTEM TABLE", snapshot)));
        snapshot.views().forEach(view -> all.add(describe(view, columns(view, snapshot, planner))));
        return all;
    }

    private static TableDescription describe(ViewDefinition view, List<ColumnDescription> columns) {
        return new TableDescription(view.schema(), view.name(), "VIEW", "", 0, columns, null, List.of(), List.of());
    }

    /// None of a view that cannot be used, since what it reads is gone.
    private static List<ColumnDescription> columns(
            ViewDefinition view, CatalogSnapshot snapshot, QueryPlanner planner) {
        try {
            return planner.columns(view, snapshot).stream()
                    .map(column -> new ColumnDescription(
                            column.name(),
                            column.name(),
                            view.name(),
                            TypeNames.of(column.type()),
                            column.nullable(),
                            false))
                    .toList();
        } catch (EngineException e) {
            return List.of();
        }
    }

    private static TableDescription describe(TableDefinition table, String type, CatalogSnapshot snapshot) {
        List<ColumnDescription> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            columns.add(new ColumnDescription(
                    column.name(),
                    column.name(),
                    table.name(),
                    TypeNames.of(column.type()),
                    column.nullable(),
                    column.byDefault() instanceof ColumnDefault.Identity));
        }
        return new TableDescription(
                table.schema(),
                table.name(),
                type,
                "",
                table.isSystem() ? -1 : snapshot.statistics(table.id()).rowCount(),
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
