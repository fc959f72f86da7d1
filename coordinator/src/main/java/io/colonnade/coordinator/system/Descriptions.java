package io.colonnade.coordinator.system;

import io.colonnade.coordinator.care.CareRows;
import io.colonnade.coordinator.care.CareRows.CareColumn;
import io.colonnade.coordinator.system.Relation.RelationColumn;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What DESCRIBE, SHOW CREATE and ANALYZE answer.
public final class Descriptions {
    /// Of DESCRIBE, for each column of a table or query. `key` is PRI for a column of the primary key, MUL
    /// for one of a foreign key.
    public static final List<CareColumn> COLUMNS = List.of(
            new CareColumn("column_name", Type.VARCHAR, false),
            new CareColumn("column_type", Type.VARCHAR, false),
            new CareColumn("null", Type.VARCHAR, false),
            new CareColumn("key", Type.VARCHAR, true),
            new CareColumn("default", Type.VARCHAR, true),
            new CareColumn("extra", Type.VARCHAR, true));

    /// Of SHOW CREATE.
    public static final List<CareColumn> DEFINITION =
            List.of(new CareColumn("name", Type.VARCHAR, false), new CareColumn("definition", Type.VARCHAR, false));

    /// Of ANALYZE, for each table.
    public static final List<CareColumn> STATISTICS = List.of(
            new CareColumn("table_schema", Type.VARCHAR, false),
            new CareColumn("table_name", Type.VARCHAR, false),
            new CareColumn("live_rows", Type.BIGINT, false),
            new CareColumn("deleted_rows", Type.BIGINT, false),
            new CareColumn("segments", Type.BIGINT, false),
            new CareColumn("statistics", Type.VARCHAR, false));

    private Descriptions() {}

    /// The columns of a table or view that is there.
    public static CareRows columns(TableName name, SystemView now) {
        Relation relation = find(name, now);
        List<List<Datum>> rows = new ArrayList<>();
        for (RelationColumn column : relation.columns()) {
            rows.add(row(
                    column.name(),
                    column.type().sql(),
                    column.nullable(),
                    relation.table() == null ? null : key(column.id(), relation.table()),
                    column.defaultText(),
                    column.byDefault() instanceof ColumnDefault.Identity identity
                            ? "identity " + (identity.always() ? "always" : "by default")
                            : null));
        }
        return new CareRows(COLUMNS, rows);
    }

    private static @Nullable String key(int columnId, TableDefinition table) {
        if (table.primaryKey().contains(columnId)) {
            return "PRI";
        }
        return table.foreignKeys().stream().map(ForeignKey::columnIds).anyMatch(ids -> ids.contains(columnId))
                ? "MUL"
                : null;
    }

    /// The columns of a query.
    public static CareRows columns(List<OutputColumn> columns) {
        return new CareRows(
                COLUMNS,
                columns.stream()
                        .map(column -> row(column.name(), column.type().sql(), column.nullable(), null, null, null))
                        .toList());
    }

    private static List<Datum> row(
            String name,
            String type,
            boolean nullable,
            @Nullable String key,
            @Nullable String byDefault,
            @Nullable String extra) {
        return SystemTable.row(name, type, nullable ? "YES" : "NO", key, byDefault, extra);
    }

    /// The statement that makes a table or view.
    public static CareRows definition(TableName name, SystemView now) {
        Relation relation = find(name, now);
        TableDefinition table = relation.table();
        ViewDefinition view = relation.view();
        if (table != null && table.isSystem()) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "\"" + name + "\" is made by the engine, and by no statement",
                    name.position(),
                    null,
                    null);
        }
        String sql = view != null
                ? DefinitionText.create(view)
                : table != null ? DefinitionText.create(table, now.snapshot()) : "";
        return new CareRows(DEFINITION, List.of(SystemTable.row(relation.name(), sql)));
    }

    private static Relation find(TableName name, SystemView now) {
        String schema = name.schemaName(now.snapshot());
        return Relation.all(now).stream()
                .filter(relation -> relation.schema().equalsIgnoreCase(schema)
                        && relation.name().equalsIgnoreCase(name.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no table " + name));
    }

    /// How good statistics are. Each commit brings those of its rows: there is nothing to compute, but rows
    /// that were deleted count until their segment is written again.
    public static CareRows statistics(List<TableDefinition> tables, SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (TableDefinition table : tables) {
            List<SegmentEntry> segments = now.snapshot().segments(table.id());
            long deleted = segments.stream()
                    .mapToLong(entry -> entry.deleted().count())
                    .sum();
            rows.add(SystemTable.row(
                    table.schema(),
                    table.name(),
                    now.snapshot().statistics(table.id()).rowCount(),
                    deleted,
                    segments.size(),
                    deleted == 0 ? "up to date" : "count deleted rows until OPTIMIZE TABLE"));
        }
        return new CareRows(STATISTICS, rows);
    }
}
