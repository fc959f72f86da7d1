package io.colonnade.coordinator.system;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table, a view or a table of the engine, as far as they are alike.
record Relation(
        String schema,
        String name,
        Kind kind,
        @Nullable TableDefinition table,
        @Nullable ViewDefinition view,
        List<RelationColumn> columns) {
    /// What it is; the names are those of the standard.
    enum Kind {
        TABLE("BASE TABLE"),
        VIEW("VIEW"),
        SYSTEM("SYSTEM TABLE");

        final String standardName;

        Kind(String standardName) {
            this.standardName = standardName;
        }
    }

    /// A column; `id` is that of the table, 0 in a view.
    record RelationColumn(int id, String name, Type type, boolean nullable, ColumnDefault byDefault) {
        /// Its default as SQL text, if it has one that is a constant.
        @Nullable
        String defaultText() {
            return byDefault instanceof ColumnDefault.Constant constant
                            && !constant.value().isNull()
                    ? DefinitionText.literal(constant.value(), type)
                    : null;
        }
    }

    /// All of a snapshot, ordered by schema and name.
    static List<Relation> all(SystemView now) {
        CatalogSnapshot snapshot = now.snapshot();
        List<Relation> all = new ArrayList<>();
        snapshot.tables().forEach(table -> all.add(of(table, Kind.TABLE)));
        snapshot.views().forEach(view -> all.add(of(view, now)));
        snapshot.systemTables().forEach(table -> all.add(of(table, Kind.SYSTEM)));
        all.sort(Comparator.comparing(Relation::schema).thenComparing(Relation::name));
        return all;
    }

    private static Relation of(TableDefinition table, Kind kind) {
        List<RelationColumn> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            columns.add(new RelationColumn(
                    column.id(), column.name(), column.type(), column.nullable(), column.byDefault()));
        }
        return new Relation(table.schema(), table.name(), kind, table, null, columns);
    }

    private static Relation of(ViewDefinition view, SystemView now) {
        List<RelationColumn> columns = now.columns(view).stream()
                .map(column ->
                        new RelationColumn(0, column.name(), column.type(), column.nullable(), ColumnDefault.NONE))
                .toList();
        return new Relation(view.schema(), view.name(), Kind.VIEW, null, view, columns);
    }
}
