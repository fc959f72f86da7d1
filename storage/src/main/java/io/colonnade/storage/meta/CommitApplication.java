package io.colonnade.storage.meta;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One commit on its way into a state: definitions first, then removes, deletes and adds; at the end what the
/// change means for foreign keys and statistics.
final class CommitApplication {
    private final MetaState state;
    private final MetaCommand.Commit commit;
    private final long version;
    private final Definitions definitions;
    private final Map<Long, TableState> tables;
    private final List<SegmentEntry> removed = new ArrayList<>();

    CommitApplication(MetaState state, MetaCommand.Commit commit) {
        this.state = state;
        this.commit = commit;
        this.version = state.version() + 1;
        this.tables = new TreeMap<>();
        state.tables().forEach(table -> tables.put(table.definition().id(), table));
        this.definitions = new Definitions(state, commit.baseVersion(), tables, removed);
    }

    MetaMachine.Applied apply() {
        checkKeys();
        commit.changes().forEach(definitions::apply);
        commit.removes().forEach(this::remove);
        commit.deletes().forEach(this::delete);
        add();
        if (!commit.rewrite()) {
            forgetUncheckedReferences();
        }
        boolean drifted = false;
        for (Map.Entry<Long, TableState> entry : tables.entrySet()) {
            if (!commit.rewrite() && entry.getValue().hasDrifted()) {
                drifted = true;
                entry.setValue(entry.getValue().planned());
            }
        }
        MetaState after = new MetaState(
                version,
                state.definitionVersion() + (definitionsChanged() ? 1 : 0),
                state.statisticsVersion() + (drifted ? 1 : 0),
                state.nodeCount(),
                state.nextTableId(),
                state.nextSegmentId(),
                state.nextTransactionId(),
                definitions.schemas(),
                List.copyOf(tables.values()),
                definitions.views(),
                labels());
        return new MetaMachine.Applied(after, new MetaResult(version, 0), removed);
    }

    /// Which foreign keys may be relied on is part of a plan.
    private boolean definitionsChanged() {
        if (!commit.changes().isEmpty()) {
            return true;
        }
        return state.tables().stream().anyMatch(before -> {
            TableState after = tables.get(before.definition().id());
            return after == null
                    || !after.definition()
                            .foreignKeys()
                            .equals(before.definition().foreignKeys());
        });
    }

    private void checkKeys() {
        for (MetaCommand.KeyCheck check : commit.checks()) {
            TableState table = tables.get(check.tableId());
            if (check.primaryKey() && table != null && table.addedAt() > check.version()) {
                throw new EngineException(
                        ErrorCode.KEYS_UNCHECKED,
                        "rows came to table " + table.definition().name() + " while others were written to it",
                        null,
                        "run the transaction again",
                        null);
            }
        }
    }

    private TableState table(long id) {
        TableState table = tables.get(id);
        if (table == null) {
            throw new EngineException(
                    ErrorCode.CONFLICT,
                    "the table was dropped while rows were written to it",
                    null,
                    "run the statement again",
                    null);
        }
        return table;
    }

    private static EngineException changedFirst(TableState table) {
        return new EngineException(
                ErrorCode.CONFLICT,
                "another transaction changed the same rows of table "
                        + table.definition().name() + " first",
                null,
                "run the transaction again",
                null);
    }

    private static SegmentEntry segment(TableState table, long segmentId) {
        SegmentEntry found = table.segment(segmentId);
        if (found == null) {
            throw changedFirst(table);
        }
        return found;
    }

    private void remove(MetaCommand.RemovedSegment remove) {
        TableState table = table(remove.tableId());
        SegmentEntry gone = segment(table, remove.segmentId());
        if (gone.deleted().count() != remove.deletedCount()) {
            throw changedFirst(table);
        }
        removed.add(gone);
        List<SegmentEntry> left =
                table.segments().stream().filter(segment -> segment != gone).toList();
        replace(table.with(left), false);
    }

    private void delete(MetaCommand.Deletion deletion) {
        TableState table = table(deletion.tableId());
        SegmentEntry segment = segment(table, deletion.segmentId());
        PositionSet all = PositionSet.of(segment.deleted());
        if (all.addAll(PositionSet.of(deletion.rows())) > 0) {
            throw changedFirst(table);
        }
        DeletedRows deleted = all.toDeletedRows();
        if (deleted.count() > segment.rowCount()) {
            throw EngineException.internal("more rows deleted than segment " + segment.id() + " has");
        }
        List<SegmentEntry> segments = new ArrayList<>(table.segments());
        if (deleted.count() == segment.rowCount()) {
            segments.remove(segment);
            removed.add(segment);
        } else {
            segments.set(segments.indexOf(segment), segment.with(deleted));
        }
        replace(table.with(segments), false);
    }

    private void replace(TableState table, boolean came) {
        TableState changed = commit.rewrite() ? table : came ? table.rowsCame(version) : table.rowsWent(version);
        tables.put(table.definition().id(), changed);
    }

    private void add() {
        Map<Long, List<SegmentEntry>> byTable = new TreeMap<>();
        Set<Long> ids = new HashSet<>();
        for (SegmentEntry segment : commit.adds()) {
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
            TableState table = table(id);
            List<SegmentEntry> all = new ArrayList<>(table.segments());
            for (SegmentEntry segment : segments) {
                definitions.checkPartition(table.definition(), segment);
                if (!commit.rewrite()) {
                    definitions.checkValues(table.definition(), segment);
                }
            }
            for (SegmentEntry segment : segments) {
                if (table.segment(segment.id()) != null) {
                    throw EngineException.internal("a segment is listed already");
                }
            }
            boolean ascending =
                    all.isEmpty() || all.getLast().id() < segments.getFirst().id();
            all.addAll(segments);
            if (!ascending || segments.size() > 1) {
                all.sort(Comparator.comparingLong(SegmentEntry::id));
            }
            replace(table.with(all), true);
        });
    }

    /// A foreign key is no longer validated when rows came that were not checked, or when rows that may be
    /// referred to went.
    private void forgetUncheckedReferences() {
        for (Map.Entry<Long, TableState> entry : tables.entrySet()) {
            TableState table = entry.getValue();
            TableDefinition definition = table.definition();
            List<ForeignKey> keys = new ArrayList<>();
            for (ForeignKey key : definition.foreignKeys()) {
                TableState other = tables.get(key.referencedTableId());
                boolean unchecked = table.addedAt() == version && !isChecked(definition.id(), key, other);
                boolean went = other == null || other.deletedAt() == version;
                keys.add(key.validated() && (unchecked || went) ? key.with(false) : key);
            }
            if (!keys.equals(definition.foreignKeys())) {
                entry.setValue(table.with(definition.withForeignKeys(keys)));
            }
        }
    }

    /// What was checked among rows of which some went meanwhile is not worth much.
    private boolean isChecked(long tableId, ForeignKey key, @Nullable TableState other) {
        return commit.checks().stream()
                .anyMatch(check -> check.tableId() == tableId
                        && check.foreignKeys().contains(key.name())
                        && (other == null || other.deletedAt() <= check.version()));
    }

    private List<LoadLabel> labels() {
        LoadLabel label = commit.label();
        if (label == null) {
            return state.labels();
        }
        if (state.labels().stream().anyMatch(known -> known.label().equals(label.label()))) {
            throw new EngineException(
                    ErrorCode.CONFLICT,
                    "a load with the label '" + label.label() + "' was committed meanwhile",
                    null,
                    "nothing was loaded twice: look at the rows of that load",
                    null);
        }
        List<LoadLabel> labels = new ArrayList<>(state.labels());
        labels.add(label);
        labels.removeIf(known -> known.wallMillis() < label.wallMillis() - LoadLabel.KEPT_MILLIS);
        return labels.subList(Math.max(0, labels.size() - LoadLabel.KEPT), labels.size());
    }
}
