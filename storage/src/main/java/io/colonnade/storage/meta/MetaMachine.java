package io.colonnade.storage.meta;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The state machine: state and command in, state out, nothing else read or changed. A command that is refused
/// throws and leaves no trace, so only those that were accepted are written to a log.
final class MetaMachine {
    private MetaMachine() {}

    /// The new state, the answer, and the segments that are no longer listed.
    record Applied(MetaState state, MetaResult result, List<SegmentEntry> removed) {}

    static Applied apply(MetaState state, MetaCommand command) {
        return switch (command) {
            case MetaCommand.ReserveIds reserve -> reserve(state, reserve);
            case MetaCommand.Commit commit -> commit(state, commit);
        };
    }

    private static Applied reserve(MetaState state, MetaCommand.ReserveIds command) {
        if (command.count() < 1) {
            throw EngineException.internal(command.count() + " ids wanted");
        }
        long tables = state.nextTableId();
        long segments = state.nextSegmentId();
        long transactions = state.nextTransactionId();
        long first = switch (command.kind()) {
            case TABLE -> tables;
            case SEGMENT -> segments;
            case TRANSACTION -> transactions;
        };
        long next = Math.addExact(first, command.count());
        MetaState after = new MetaState(
                state.version(),
                state.definitionVersion(),
                state.statisticsVersion(),
                state.nodeCount(),
                command.kind() == MetaCommand.IdKind.TABLE ? next : tables,
                command.kind() == MetaCommand.IdKind.SEGMENT ? next : segments,
                command.kind() == MetaCommand.IdKind.TRANSACTION ? next : transactions,
                state.tables());
        return new Applied(after, new MetaResult(state.version(), first), List.of());
    }

    private static Applied commit(MetaState state, MetaCommand.Commit commit) {
        Map<Long, TableState> tables = new TreeMap<>();
        state.tables().forEach(table -> tables.put(table.definition().id(), table));
        List<SegmentEntry> removed = new ArrayList<>();
        for (CatalogChange change : commit.changes()) {
            switch (change) {
                case CatalogChange.CreateTable create -> create(state, create.definition(), tables);
                case CatalogChange.DropTable drop -> drop(drop.tableId(), tables, removed);
            }
        }
        remove(commit.removes(), tables, removed);
        add(state, commit.adds(), tables);
        boolean drifted = false;
        for (Map.Entry<Long, TableState> entry : tables.entrySet()) {
            TableState table = entry.getValue();
            if (table.hasDrifted()) {
                drifted = true;
                entry.setValue(new TableState(table.definition(), table.segments(), table.rowCount()));
            }
        }
        MetaState after = new MetaState(
                state.version() + 1,
                state.definitionVersion() + (commit.changes().isEmpty() ? 0 : 1),
                state.statisticsVersion() + (drifted ? 1 : 0),
                state.nodeCount(),
                state.nextTableId(),
                state.nextSegmentId(),
                state.nextTransactionId(),
                List.copyOf(tables.values()));
        return new Applied(after, new MetaResult(after.version(), 0), removed);
    }

    private static void create(MetaState state, TableDefinition table, Map<Long, TableState> tables) {
        if (table.id() < 1 || table.id() >= state.nextTableId() || tables.containsKey(table.id())) {
            throw EngineException.internal("table id " + table.id() + " was not reserved");
        }
        for (TableState other : tables.values()) {
            if (other.definition().schema().equalsIgnoreCase(table.schema())
                    && other.definition().name().equalsIgnoreCase(table.name())) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_TABLE,
                        "table " + table.schema() + "." + table.name() + " exists already",
                        null,
                        "use another name, CREATE TABLE IF NOT EXISTS, or DROP TABLE first",
                        null);
            }
        }
        Set<Integer> ids = new HashSet<>();
        for (ColumnDefinition column : table.columns()) {
            if (!ids.add(column.id())) {
                throw EngineException.internal("column id " + column.id() + " is used twice");
            }
        }
        tables.put(table.id(), new TableState(table, List.of(), 0));
    }

    private static void drop(long tableId, Map<Long, TableState> tables, List<SegmentEntry> removed) {
        TableState table = tables.remove(tableId);
        if (table == null) {
            throw new EngineException(ErrorCode.CONFLICT, "the table was dropped by another statement");
        }
        removed.addAll(table.segments());
        // A foreign key is a statement about two tables; it goes with either.
        tables.replaceAll((id, other) -> withoutReferencesTo(tableId, other));
    }

    private static TableState withoutReferencesTo(long tableId, TableState table) {
        TableDefinition definition = table.definition();
        List<ForeignKey> kept = definition.foreignKeys().stream()
                .filter(key -> key.referencedTableId() != tableId)
                .toList();
        if (kept.size() == definition.foreignKeys().size()) {
            return table;
        }
        TableDefinition changed = new TableDefinition(
                definition.id(),
                definition.schema(),
                definition.name(),
                definition.columns(),
                definition.sortKey(),
                definition.distribution(),
                definition.primaryKey(),
                kept);
        return new TableState(changed, table.segments(), table.plannedRows());
    }

    private static void remove(
            List<MetaCommand.RemovedSegment> removes, Map<Long, TableState> tables, List<SegmentEntry> removed) {
        for (MetaCommand.RemovedSegment remove : removes) {
            TableState table = tables.get(remove.tableId());
            SegmentEntry gone = table == null
                    ? null
                    : table.segments().stream()
                            .filter(segment -> segment.id() == remove.segmentId())
                            .findFirst()
                            .orElse(null);
            if (table == null || gone == null) {
                throw new EngineException(
                        ErrorCode.CONFLICT,
                        "another statement changed the same rows first",
                        null,
                        "run the statement again",
                        null);
            }
            removed.add(gone);
            List<SegmentEntry> left =
                    table.segments().stream().filter(segment -> segment != gone).toList();
            tables.put(remove.tableId(), new TableState(table.definition(), left, table.plannedRows()));
        }
    }

    private static void add(MetaState state, List<SegmentEntry> adds, Map<Long, TableState> tables) {
        Map<Long, List<SegmentEntry>> byTable = new TreeMap<>();
        Set<Long> ids = new HashSet<>();
        for (SegmentEntry segment : adds) {
            if (segment.id() < 1
                    || segment.id() >= state.nextSegmentId()
                    || segment.node() < 0
                    || segment.node() >= state.nodeCount()
                    || segment.rowCount() < 1
                    || !ids.add(segment.id())) {
                throw EngineException.internal("segment " + segment.id() + " of table " + segment.tableId()
                        + " on node " + segment.node() + " was not reserved");
            }
            byTable.computeIfAbsent(segment.tableId(), id -> new ArrayList<>()).add(segment);
        }
        byTable.forEach((id, segments) -> {
            TableState table = tables.get(id);
            if (table == null) {
                throw new EngineException(ErrorCode.CONFLICT, "the table was dropped while rows were written to it");
            }
            List<SegmentEntry> all = new ArrayList<>(table.segments());
            if (all.stream().anyMatch(segment -> ids.contains(segment.id()))) {
                throw EngineException.internal("a segment is listed already");
            }
            all.addAll(segments);
            all.sort(Comparator.comparingLong(SegmentEntry::id));
            tables.put(id, new TableState(table.definition(), all, table.plannedRows()));
        });
    }
}
