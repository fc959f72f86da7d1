package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Schemas, tables and views of a commit on its way.
final class Definitions {
    private final MetaState state;
    private final long baseVersion;
    private final Map<Long, TableState> tables;
    private final List<SegmentEntry> removed;
    private final List<String> schemas;
    private final List<ViewDefinition> views;

    /// Changes `tables`, and adds segments that go to `removed`.
    Definitions(MetaState state, long baseVersion, Map<Long, TableState> tables, List<SegmentEntry> removed) {
        this.state = state;
        this.baseVersion = baseVersion;
        this.tables = tables;
        this.removed = removed;
        this.schemas = new ArrayList<>(state.schemas());
        this.views = new ArrayList<>(state.views());
    }

    List<String> schemas() {
        return schemas.stream().sorted().toList();
    }

    List<ViewDefinition> views() {
        return views.stream()
                .sorted(Comparator.comparingLong(ViewDefinition::id))
                .toList();
    }

    void apply(CatalogChange change) {
        switch (change) {
            case CatalogChange.CreateTable create -> create(create.definition());
            case CatalogChange.AdvanceIdentity advance ->
                tables.computeIfPresent(advance.tableId(), (id, table) -> table.withIdentity(advance.next()));
            case CatalogChange.DropTable drop -> drop(drop.tableId());
            case CatalogChange.AlterTable alter -> alter(alter.before(), alter.after());
            case CatalogChange.CreateSchema create -> createSchema(create.name());
            case CatalogChange.DropSchema drop -> dropSchema(drop.name());
            case CatalogChange.CreateView create -> createView(create.definition(), create.replace());
            case CatalogChange.DropView drop -> {
                if (!views.removeIf(view -> view.id() == drop.viewId())) {
                    throw conflict("the view was dropped by another statement");
                }
            }
        }
    }

    private static EngineException conflict(String message) {
        return new EngineException(ErrorCode.CONFLICT, message, null, "run the statement again", null);
    }

    private void checkFree(String schema, String name) {
        if (schemas.stream().noneMatch(schema::equalsIgnoreCase)) {
            throw new EngineException(ErrorCode.UNKNOWN_SCHEMA, "schema \"" + schema + "\" does not exist");
        }
        boolean isTable = tables.values().stream()
                .map(TableState::definition)
                .anyMatch(table ->
                        table.schema().equalsIgnoreCase(schema) && table.name().equalsIgnoreCase(name));
        boolean isView = views.stream()
                .anyMatch(view ->
                        view.schema().equalsIgnoreCase(schema) && view.name().equalsIgnoreCase(name));
        if (isTable || isView) {
            throw new EngineException(
                    ErrorCode.DUPLICATE_TABLE,
                    (isTable ? "table " : "view ") + schema + "." + name + " exists already",
                    null,
                    isTable ? "use another name, CREATE TABLE IF NOT EXISTS, or DROP TABLE first" : "use another name",
                    null);
        }
    }

    private void create(TableDefinition table) {
        checkId(table.id());
        checkFree(table.schema(), table.name());
        checkColumns(table);
        tables.put(table.id(), TableState.empty(table));
    }

    private void checkId(long id) {
        if (id < 1
                || id >= state.nextTableId()
                || tables.containsKey(id)
                || views.stream().anyMatch(view -> view.id() == id)) {
            throw EngineException.internal("table id " + id + " was not reserved");
        }
    }

    private static void checkColumns(TableDefinition table) {
        Set<Integer> ids = new HashSet<>();
        for (ColumnDefinition column : table.columns()) {
            if (!ids.add(column.id()) || column.id() >= table.nextColumnId()) {
                throw EngineException.internal("column id " + column.id() + " is used twice or not reserved");
            }
        }
    }

    private void drop(long tableId) {
        TableState table = tables.remove(tableId);
        if (table == null) {
            throw conflict("the table was dropped by another statement");
        }
        removed.addAll(table.segments());
        // A foreign key is a statement about two tables; it goes with either.
        tables.replaceAll((id, other) -> withoutReferencesTo(tableId, other));
    }

    private static TableState withoutReferencesTo(long tableId, TableState table) {
        List<ForeignKey> keys = table.definition().foreignKeys();
        List<ForeignKey> kept =
                keys.stream().filter(key -> key.referencedTableId() != tableId).toList();
        return kept.size() == keys.size()
                ? table
                : table.with(table.definition().withForeignKeys(kept));
    }

    private void alter(TableDefinition before, TableDefinition after) {
        TableState table = tables.get(before.id());
        if (table == null || !withoutValidation(table.definition()).equals(withoutValidation(before))) {
            throw conflict("another transaction changed table " + before.name() + " first");
        }
        boolean renamed = !before.schema().equalsIgnoreCase(after.schema())
                || !before.name().equalsIgnoreCase(after.name());
        if (renamed) {
            checkFree(after.schema(), after.name());
        }
        checkColumns(after);
        checkNoNulls(table, after);
        List<ForeignKey> keys = after.foreignKeys().stream()
                .map(key -> validated(table, before, key))
                .toList();
        tables.put(before.id(), withoutLostPartitions(table.with(after.withForeignKeys(keys))));
    }

    /// That no row has NULL in a column which must have none from now on was found of the rows at the base.
    private void checkNoNulls(TableState table, TableDefinition after) {
        if (table.addedAt() <= baseVersion) {
            return;
        }
        for (ColumnDefinition column : after.columns()) {
            boolean isOld = table.definition().columns().stream().anyMatch(old -> old.id() == column.id());
            boolean wasNullable = isOld
                    ? table.definition().column(column.id()).nullable()
                    : column.initial().isNull();
            if (!column.nullable() && wasNullable) {
                throw conflict("rows were written to table " + after.name() + " while column " + column.name()
                        + " became NOT NULL");
            }
        }
    }

    /// Rows that were made for an older definition may lack values that the table must have by now.
    void checkValues(TableDefinition table, SegmentEntry segment) {
        for (ColumnDefinition column : table.columns()) {
            if (!column.nullable() && hasNulls(column, segment)) {
                throw conflict("column " + column.name() + " of table " + table.name()
                        + " became NOT NULL while rows without a value for it were written");
            }
        }
    }

    private static boolean hasNulls(ColumnDefinition column, SegmentEntry segment) {
        for (ColumnStatistics stored : segment.columns()) {
            if (stored.columnId() == column.id()) {
                return stored.nullCount() > 0;
            }
        }
        return column.initial().isNull();
    }

    private static TableDefinition withoutValidation(TableDefinition table) {
        return table.withForeignKeys(
                table.foreignKeys().stream().map(key -> key.with(false)).toList());
    }

    /// A key that this change validates holds if no rows came and none went since the base; of any other holds
    /// what is known by now, whatever was known at the base.
    private ForeignKey validated(TableState table, TableDefinition before, ForeignKey key) {
        if (!key.validated()) {
            return key;
        }
        if (before.foreignKeys().contains(key)) {
            return table.definition().foreignKeys().contains(key) ? key : key.with(false);
        }
        TableState other = tables.get(key.referencedTableId());
        if (table.addedAt() > baseVersion || other == null || other.deletedAt() > baseVersion) {
            throw conflict("rows were written to table " + table.definition().name() + " or went from the one that "
                    + key.name() + " refers to while it was validated");
        }
        return key;
    }

    private TableState withoutLostPartitions(TableState table) {
        List<SegmentEntry> kept = new ArrayList<>();
        for (SegmentEntry segment : table.segments()) {
            (hasPartition(table.definition(), segment) ? kept : removed).add(segment);
        }
        return kept.size() == table.segments().size() ? table : table.with(kept).rowsWent(state.version() + 1);
    }

    private static boolean hasPartition(TableDefinition table, SegmentEntry segment) {
        Partition.Scheme scheme = table.partitioning();
        return scheme == null
                ? segment.partition() == Partition.NONE
                : scheme.partitions().stream().anyMatch(partition -> partition.id() == segment.partition());
    }

    /// A segment that is added belongs to a partition that is still there.
    void checkPartition(TableDefinition table, SegmentEntry segment) {
        if (!hasPartition(table, segment)) {
            throw conflict("a partition of table " + table.name() + " was dropped while rows were written to it");
        }
    }

    private void createSchema(String name) {
        if (schemas.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new EngineException(
                    ErrorCode.DUPLICATE_SCHEMA,
                    "schema \"" + name + "\" exists already",
                    null,
                    "use another name or CREATE SCHEMA IF NOT EXISTS",
                    null);
        }
        schemas.add(name);
    }

    private void dropSchema(String name) {
        boolean used = tables.values().stream()
                        .anyMatch(table -> table.definition().schema().equalsIgnoreCase(name))
                || views.stream().anyMatch(view -> view.schema().equalsIgnoreCase(name));
        if (used || !schemas.removeIf(name::equalsIgnoreCase)) {
            throw conflict("schema \"" + name + "\" was dropped or used by another statement");
        }
    }

    private void createView(ViewDefinition view, boolean replace) {
        checkId(view.id());
        if (replace) {
            views.removeIf(old ->
                    old.schema().equalsIgnoreCase(view.schema()) && old.name().equalsIgnoreCase(view.name()));
        }
        checkFree(view.schema(), view.name());
        views.add(Objects.requireNonNull(view));
    }
}
