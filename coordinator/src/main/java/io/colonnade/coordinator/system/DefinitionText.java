package io.colonnade.coordinator.system;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.parse.Words;
import io.colonnade.storage.ingest.text.DatumText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Definitions as the statements that make them anew.
final class DefinitionText {
    private DefinitionText() {}

    /// A constant as it is written in SQL.
    static String literal(Datum value, Type type) {
        if (value.isNull()) {
            return "NULL";
        }
        String text = DatumText.of(value, type);
        boolean bare = type.isNumeric() || type instanceof Type.BooleanType;
        return bare && !(value instanceof Datum.Real) ? text : "'" + text.replace("'", "''") + "'";
    }

    private static String names(List<Integer> columnIds, TableDefinition table) {
        return columnIds.stream()
                .map(id -> Words.identifier(table.column(id).name()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String create(ViewDefinition view) {
        String columns = view.columns().isEmpty()
                ? ""
                : view.columns().stream().map(Words::identifier).collect(Collectors.joining(", ", " (", ")"));
        return "CREATE VIEW " + Words.identifier(view.schema()) + "." + Words.identifier(view.name()) + columns + " AS "
                + view.sql();
    }

    static String create(TableDefinition table, CatalogSnapshot snapshot) {
        List<String> elements = new ArrayList<>();
        table.columns().forEach(column -> elements.add(column(column)));
        if (!table.primaryKey().isEmpty()) {
            elements.add("PRIMARY KEY " + names(table.primaryKey(), table));
        }
        for (ForeignKey key : table.foreignKeys()) {
            snapshot.table(key.referencedTableId())
                    .ifPresent(referenced -> elements.add("CONSTRAINT " + Words.identifier(key.name()) + " FOREIGN KEY "
                            + names(key.columnIds(), table) + " REFERENCES " + Words.identifier(referenced.schema())
                            + "."
                            + Words.identifier(referenced.name()) + " "
                            + names(key.referencedColumnIds(), referenced)));
        }
        StringBuilder text = new StringBuilder("CREATE TABLE ")
                .append(Words.identifier(table.schema()))
                .append('.')
                .append(Words.identifier(table.name()))
                .append(" (\n  ")
                .append(String.join(",\n  ", elements))
                .append("\n)");
        if (!table.sortKey().isEmpty()) {
            text.append("\nORDER BY ").append(names(table.sortKey(), table));
        }
        String distribution = distribution(table);
        if (!distribution.isEmpty()) {
            text.append('\n').append(distribution);
        }
        Partition.Scheme scheme = table.partitioning();
        if (scheme != null) {
            text.append('\n').append(partitions(scheme, table));
        }
        return text.toString();
    }

    private static String column(ColumnDefinition column) {
        StringBuilder text = new StringBuilder(Words.identifier(column.name()))
                .append(' ')
                .append(column.type().sql());
        switch (column.byDefault()) {
            case ColumnDefault.Identity numbers ->
                text.append(" GENERATED ")
                        .append(numbers.always() ? "ALWAYS" : "BY DEFAULT")
                        .append(" AS IDENTITY (START WITH ")
                        .append(numbers.start())
                        .append(" INCREMENT BY ")
                        .append(numbers.increment())
                        .append(')');
            case ColumnDefault.Constant constant -> {
                if (!constant.value().isNull()) {
                    text.append(" DEFAULT ").append(literal(constant.value(), column.type()));
                }
            }
        }
        return column.nullable() ? text.toString() : text.append(" NOT NULL").toString();
    }

    private static String distribution(TableDefinition table) {
        return switch (table.distribution()) {
            case Distribution.Replicated r -> "REPLICATED";
            case Distribution.Hashed hashed ->
                hashed.columnIds().isEmpty()
                        ? ""
                        : "DISTRIBUTE BY HASH" + names(hashed.columnIds(), table) + " INTO " + hashed.slots()
                                + " SLOTS";
        };
    }

    private static String partitions(Partition.Scheme scheme, TableDefinition table) {
        Type type = table.column(scheme.columnId()).type();
        return scheme.partitions().stream()
                .map(partition -> "PARTITION " + Words.identifier(partition.name()) + " VALUES LESS THAN "
                        + (partition.below().isNull() ? "MAXVALUE" : "(" + literal(partition.below(), type) + ")"))
                .collect(Collectors.joining(
                        ", ", "PARTITION BY RANGE " + names(List.of(scheme.columnId()), table) + " (", ")"));
    }
}
