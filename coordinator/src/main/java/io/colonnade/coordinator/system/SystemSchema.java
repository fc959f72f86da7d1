package io.colonnade.coordinator.system;

import static io.colonnade.coordinator.system.SystemTable.row;

import io.colonnade.coordinator.system.QueryLog.QueryRecord;
import io.colonnade.coordinator.system.Relation.RelationColumn;
import io.colonnade.coordinator.system.SystemTable.Columns;
import io.colonnade.coordinator.transaction.OpenTransaction;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.function.Determinism;
import io.colonnade.core.function.FunctionRegistry;
import io.colonnade.core.function.ScalarFunction;
import io.colonnade.core.function.Signature;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.text.DatumText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tables of the schema `system`: what there is and what happens in this database.
final class SystemSchema {
    private static final long LAST_ID = -200;
    private static final double NANOS_A_MILLI = 1e6;
    private static final long MICROS_A_MILLI = 1000;

    private SystemSchema() {}

    static List<SystemTable> tables() {
        return new SystemTable.Schema("system", LAST_ID)
                .add(
                        "columns",
                        new Columns()
                                .text("table_schema", "table_name", "column_name")
                                .number("position")
                                .text("type")
                                .truth("nullable")
                                .textOrNull("column_default", "min_value", "max_value")
                                .numberOrNull("null_count")
                                .add(Type.DOUBLE, true, "distinct_count"),
                        SystemSchema::columns)
                .add(
                        "functions",
                        new Columns()
                                .text("name")
                                .textOrNull("alias_of")
                                .text("category", "arguments", "result", "nulls")
                                .truth("deterministic")
                                .text("description", "example", "answer"),
                        SystemSchema::functions)
                .add(
                        "nodes",
                        new Columns()
                                .number("node")
                                .truth("coordinator", "holds_data")
                                .number("segments", "live_rows", "file_bytes", "image_bytes"),
                        SystemSchema::nodes)
                .add(
                        "plans",
                        new Columns().text("kind").number("hits"),
                        view -> view.plans().stream()
                                .map(plans -> row(plans.kind(), plans.hits()))
                                .toList())
                .add(
                        "queries",
                        new Columns()
                                .number("id", "connection")
                                .text("state", "text")
                                .add(Type.TIMESTAMP, false, "started")
                                .add(Type.TIMESTAMP, true, "ended")
                                .add(Type.DOUBLE, false, "elapsed_ms", "planning_ms")
                                .number("result_rows", "rows_read", "bytes_read", "spilled_bytes", "peak_bytes")
                                .textOrNull("sqlstate", "error"),
                        SystemSchema::queries)
                .add(
                        "segments",
                        new Columns()
                                .text("table_schema", "table_name")
                                .number("segment", "node")
                                .numberOrNull("slot")
                                .textOrNull("table_partition")
                                .number("stored_rows", "deleted_rows")
                                .truth("sorted", "inline")
                                .number("file_bytes", "image_bytes"),
                        SystemSchema::segments)
                .add("settings", new Columns().text("name", "value", "scope", "description"), SystemSchema::settings)
                .add(
                        "tables",
                        new Columns()
                                .text("table_schema", "table_name", "table_type")
                                .numberOrNull("live_rows", "segments", "file_bytes", "image_bytes")
                                .textOrNull("sort_key", "distribution")
                                .numberOrNull("partitions")
                                .textOrNull("definition"),
                        SystemSchema::relations)
                .add(
                        "transactions",
                        new Columns()
                                .number("id", "connection")
                                .text("state")
                                .truth("read_only")
                                .add(Type.TIMESTAMP, false, "began")
                                .number("changes"),
                        view -> view.transactions().stream()
                                .map(SystemSchema::transaction)
                                .toList())
                .tables();
    }

    private static List<List<Datum>> queries(SystemView now) {
        return now.queries().records().stream().map(SystemSchema::query).toList();
    }

    private static List<Datum> query(QueryRecord query) {
        Long ended = query.ended();
        return row(
                query.id(),
                query.connection(),
                query.state(),
                query.text(),
                query.started() * MICROS_A_MILLI,
                ended == null ? null : (Long) (ended * MICROS_A_MILLI),
                query.statistics().elapsedNanos() / NANOS_A_MILLI,
                query.statistics().planningNanos() / NANOS_A_MILLI,
                query.rows(),
                query.statistics().rowsScanned(),
                query.statistics().bytesRead(),
                query.statistics().spilledBytes(),
                query.statistics().peakBytes(),
                query.sqlState(),
                query.error());
    }

    private static List<Datum> transaction(OpenTransaction transaction) {
        return row(
                transaction.id(),
                transaction.connection(),
                transaction.failed() ? "failed" : "open",
                transaction.readOnly(),
                transaction.beganMillis() * MICROS_A_MILLI,
                transaction.changes());
    }

    private static List<List<Datum>> settings(SystemView now) {
        return now.settings().stream()
                .sorted(Comparator.comparing(SystemView.SettingValue::name))
                .map(setting -> row(setting.name(), setting.value(), setting.scope(), setting.description()))
                .toList();
    }

    private static List<List<Datum>> functions(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (ScalarFunction function : FunctionRegistry.all()) {
            rows.add(functionRow(function.name(), null, function));
            function.aliases().forEach(alias -> rows.add(functionRow(alias, function.name(), function)));
        }
        return rows;
    }

    private static List<Datum> functionRow(String name, @Nullable String aliasOf, ScalarFunction function) {
        ScalarFunction.Example example = function.examples().getFirst();
        return row(
                name,
                aliasOf,
                function.group().title(),
                function.signatures().stream().map(Signature::text).collect(Collectors.joining(" | ")),
                function.signatures().stream()
                        .map(signature -> signature.result().text())
                        .distinct()
                        .collect(Collectors.joining(" | ")),
                function.nulls().text(),
                function.determinism() == Determinism.ALWAYS,
                function.description(),
                example.expression(),
                example.answer());
    }

    private static List<List<Datum>> nodes(SystemView now) {
        List<SegmentEntry> segments = now.snapshot().tables().stream()
                .flatMap(table -> now.snapshot().segments(table.id()).stream())
                .toList();
        List<Integer> numbers = new ArrayList<>(now.dataNodes());
        if (!numbers.contains(now.coordinator())) {
            numbers.add(now.coordinator());
        }
        List<List<Datum>> rows = new ArrayList<>();
        for (int node : numbers) {
            List<SegmentEntry> own =
                    segments.stream().filter(entry -> entry.node() == node).toList();
            rows.add(row(
                    node,
                    node == now.coordinator(),
                    now.dataNodes().contains(node),
                    own.size(),
                    own.stream().mapToLong(SegmentEntry::liveRows).sum(),
                    own.stream().mapToLong(SegmentEntry::fileBytes).sum(),
                    own.stream().mapToLong(SegmentEntry::imageBytes).sum()));
        }
        return rows;
    }

    private static List<List<Datum>> segments(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (TableDefinition table : now.snapshot().tables()) {
            for (SegmentEntry entry : now.snapshot().segments(table.id())) {
                rows.add(row(
                        table.schema(),
                        table.name(),
                        entry.id(),
                        entry.node(),
                        entry.slot() < 0 ? null : entry.slot(),
                        partition(table, entry.partition()),
                        entry.rowCount(),
                        entry.deleted().count(),
                        entry.sorted(),
                        entry.isInline(),
                        entry.fileBytes(),
                        entry.imageBytes()));
            }
        }
        return rows;
    }

    private static @Nullable String partition(TableDefinition table, int id) {
        Partition.Scheme scheme = table.partitioning();
        return scheme == null
                ? null
                : scheme.partitions().stream()
                        .filter(partition -> partition.id() == id)
                        .map(Partition::name)
                        .findFirst()
                        .orElse(null);
    }

    private static List<List<Datum>> relations(SystemView now) {
        return Relation.all(now).stream()
                .map(relation -> relation(relation, now.snapshot()))
                .toList();
    }

    private static List<Datum> relation(Relation relation, CatalogSnapshot snapshot) {
        String type = relation.kind().standardName;
        TableDefinition table = relation.table();
        if (table == null || table.isSystem()) {
            String definition = relation.view() == null ? null : DefinitionText.create(relation.view());
            return row(relation.schema(), relation.name(), type, null, null, null, null, null, null, null, definition);
        }
        List<SegmentEntry> segments = snapshot.segments(table.id());
        Partition.Scheme scheme = table.partitioning();
        return row(
                relation.schema(),
                relation.name(),
                type,
                snapshot.statistics(table.id()).rowCount(),
                segments.size(),
                segments.stream().mapToLong(SegmentEntry::fileBytes).sum(),
                segments.stream().mapToLong(SegmentEntry::imageBytes).sum(),
                table.sortKey().isEmpty() ? null : names(table.sortKey(), table),
                distribution(table),
                scheme == null ? null : scheme.partitions().size(),
                DefinitionText.create(table, snapshot));
    }

    private static String names(List<Integer> columnIds, TableDefinition table) {
        return columnIds.stream().map(id -> table.column(id).name()).collect(Collectors.joining(", "));
    }

    private static String distribution(TableDefinition table) {
        return switch (table.distribution()) {
            case Distribution.Replicated r -> "replicated";
            case Distribution.Hashed hashed ->
                "hash(" + names(hashed.columnIds(), table) + ") into " + hashed.slots() + " slots";
        };
    }

    private static List<List<Datum>> columns(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (Relation relation : Relation.all(now)) {
            int position = 0;
            for (RelationColumn column : relation.columns()) {
                rows.add(column(relation, column, ++position, now.snapshot()));
            }
        }
        return rows;
    }

    private static List<Datum> column(
            Relation relation, RelationColumn column, int position, CatalogSnapshot snapshot) {
        TableDefinition table = relation.table();
        ColumnStatistics statistics = table == null || table.isSystem()
                ? null
                : snapshot.statistics(table.id()).column(column.id()).orElse(null);
        return row(
                relation.schema(),
                relation.name(),
                column.name(),
                position,
                column.type().sql(),
                column.nullable(),
                column.defaultText(),
                statistics == null ? null : text(statistics.min(), column.type()),
                statistics == null ? null : text(statistics.max(), column.type()),
                statistics == null ? null : statistics.nullCount(),
                statistics == null ? null : statistics.distinctCount());
    }

    private static @Nullable String text(Datum value, Type type) {
        return value.isNull() ? null : DatumText.of(value, type);
    }
}
