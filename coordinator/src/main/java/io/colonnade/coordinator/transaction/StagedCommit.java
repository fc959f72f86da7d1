package io.colonnade.coordinator.transaction;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.meta.LoadLabel;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The commit of a transaction as its statements add to it.
///
/// ```text
///                                   a segment of the base          a segment of its own
/// rows are deleted                  a Deletion in the commit       the entry says so; without rows it is dropped
/// it is removed (TRUNCATE)          a RemovedSegment               it is dropped
/// its table or partition is gone    nothing: the change says it    it is dropped
/// ```
///
/// *Thread safety*: one thread at a time.
final class StagedCommit {
    private final MetaLog log;
    private final IdentityNumbers identities;
    /// The tables it creates that number their rows.
    private final Set<Long> numbered = new TreeSet<>();
    private final CatalogSnapshot base;
    private final List<CatalogChange> changes = new ArrayList<>();
    private final Map<Long, SegmentEntry> adds = new TreeMap<>();
    private final Map<Long, MetaCommand.Deletion> deletes = new TreeMap<>();
    private final Map<Long, MetaCommand.RemovedSegment> removes = new TreeMap<>();
    private final Map<Long, Set<String>> checkedKeys = new HashMap<>();
    private final Set<Long> primaryKeys = new TreeSet<>();
    private final List<SegmentEntry> dropped = new ArrayList<>();
    /// Tables of which the statement took rows away that this transaction had written.
    private final Set<Long> shrunk = new TreeSet<>();
    private @Nullable LoadLabel label;

    StagedCommit(Database database, CatalogSnapshot base) {
        this.log = database.metaLog();
        this.identities = database.identities();
        this.base = base;
    }

    void add(StatementChanges statement) {
        statement.deletes().forEach(this::delete);
        statement.removed().forEach(this::remove);
        if (!statement.definitions().isEmpty()) {
            statement.definitions().forEach(this::noteValidation);
            statement.definitions().forEach(this::noteNumbers);
            changes.addAll(statement.definitions());
            dropWhatIsGone();
        }
        for (SegmentEntry segment : statement.written()) {
            adds.put(segment.id(), segment);
            checkedKeys.computeIfPresent(segment.tableId(), (table, known) -> common(known, statement.checkedKeys()));
            checkedKeys.putIfAbsent(segment.tableId(), statement.checkedKeys());
        }
        if (statement.label() != null) {
            if (label != null) {
                throw EngineException.notSupported("more than one COPY with a LABEL in a transaction");
            }
            label = statement.label();
        }
        if (!shrunk.isEmpty()) {
            forgetReferences();
            shrunk.clear();
        }
    }

    /// The log does not hear of rows that come and go within a transaction, but a foreign key may have been
    /// checked in between.
    private void forgetReferences() {
        CatalogSnapshot now = log.staged(base, commit(1, base.version()));
        for (TableDefinition table : now.tables()) {
            List<ForeignKey> keys = new ArrayList<>();
            for (ForeignKey key : table.foreignKeys()) {
                boolean lost = shrunk.contains(key.referencedTableId());
                if (lost) {
                    checkedKeys.computeIfPresent(table.id(), (id, known) -> without(known, key.name()));
                }
                keys.add(lost && key.validated() && !wasValidated(table.id(), key) ? key.with(false) : key);
            }
            if (!keys.equals(table.foreignKeys())) {
                changes.add(new CatalogChange.AlterTable(table, table.withForeignKeys(keys)));
            }
        }
    }

    private static Set<String> without(Set<String> names, String name) {
        Set<String> rest = new HashSet<>(names);
        rest.remove(name);
        return rest;
    }

    private boolean wasValidated(long tableId, ForeignKey key) {
        return base.table(tableId).stream()
                .anyMatch(table -> table.foreignKeys().contains(key));
    }

    private static Set<String> common(Set<String> left, Set<String> right) {
        Set<String> both = new HashSet<>(left);
        both.retainAll(right);
        return both;
    }

    /// Whoever validates a foreign key has checked the rows of this transaction, too.
    private void noteValidation(CatalogChange change) {
        if (change instanceof CatalogChange.AlterTable alter) {
            checkedKeys.computeIfPresent(alter.after().id(), (table, known) -> {
                Set<String> more = new HashSet<>(known);
                alter.after().foreignKeys().stream()
                        .filter(key ->
                                key.validated() && !alter.before().foreignKeys().contains(key))
                        .map(ForeignKey::name)
                        .forEach(more::add);
                return more;
            });
        }
    }

    private void noteNumbers(CatalogChange change) {
        if (change instanceof CatalogChange.CreateTable create
                && create.definition().identityPosition() >= 0
                && numbered.add(create.definition().id())) {
            identities.begin(create.definition().id());
        }
    }

    /// No more numbers are given to rows of the tables that it creates.
    void settleNumbers() {
        numbered.forEach(identities::settle);
    }

    private List<CatalogChange> changesWithNumbers() {
        List<CatalogChange> all = new ArrayList<>(changes);
        for (long table : numbered) {
            if (identities.next(table) > 1) {
                all.add(new CatalogChange.AdvanceIdentity(table, identities.next(table)));
            }
        }
        return all;
    }

    private void delete(MetaCommand.Deletion deletion) {
        SegmentEntry own = adds.get(deletion.segmentId());
        if (own == null) {
            deletes.merge(
                    deletion.segmentId(),
                    deletion,
                    (old, more) ->
                            new MetaCommand.Deletion(old.tableId(), old.segmentId(), union(old.rows(), more.rows())));
            return;
        }
        shrunk.add(own.tableId());
        SegmentEntry left = own.with(union(own.deleted(), deletion.rows()));
        if (left.liveRows() == 0) {
            drop(own);
        } else {
            adds.put(own.id(), left);
        }
    }

    private static DeletedRows union(DeletedRows left, DeletedRows right) {
        PositionSet all = PositionSet.of(left);
        all.addAll(PositionSet.of(right));
        return all.toDeletedRows();
    }

    private void remove(SegmentEntry segment) {
        if (adds.containsKey(segment.id())) {
            drop(segment);
            return;
        }
        MetaCommand.Deletion own = deletes.remove(segment.id());
        int ownCount = own == null ? 0 : own.rows().count();
        removes.put(
                segment.id(),
                new MetaCommand.RemovedSegment(
                        segment.tableId(), segment.id(), segment.deleted().count() - ownCount));
    }

    private void drop(SegmentEntry segment) {
        shrunk.add(segment.tableId());
        adds.remove(segment.id());
        dropped.add(segment);
    }

    /// Rows of a table or partition go with it.
    private void dropWhatIsGone() {
        if (adds.isEmpty() && !deletesRows()) {
            return;
        }
        CatalogSnapshot left = log.staged(base, new MetaCommand.Commit(1, base.version(), changes, List.of()));
        List.copyOf(adds.values()).stream()
                .filter(segment -> !hasPlace(left, segment))
                .forEach(this::drop);
        deletes.values().removeIf(deletion -> isGone(left, deletion.tableId(), deletion.segmentId()));
        removes.values().removeIf(removal -> isGone(left, removal.tableId(), removal.segmentId()));
        checkedKeys.keySet().removeIf(table -> left.table(table).isEmpty());
        primaryKeys.removeIf(table -> left.table(table).isEmpty());
    }

    private static boolean hasPlace(CatalogSnapshot left, SegmentEntry segment) {
        return left.table(segment.tableId())
                .map(TableDefinition::partitioning)
                .map(scheme -> has(scheme, segment.partition()))
                .orElseGet(() -> left.table(segment.tableId()).isPresent() && segment.partition() == Partition.NONE);
    }

    private static boolean has(Partition.Scheme scheme, int partition) {
        return scheme.partitions().stream().anyMatch(one -> one.id() == partition);
    }

    private static boolean isGone(CatalogSnapshot left, long tableId, long segmentId) {
        return left.segments(tableId).stream().noneMatch(segment -> segment.id() == segmentId);
    }

    boolean isEmpty() {
        return changes.isEmpty() && adds.isEmpty() && deletes.isEmpty() && removes.isEmpty() && label == null;
    }

    boolean deletesRows() {
        return !deletes.isEmpty() || !removes.isEmpty();
    }

    boolean changesDefinitions() {
        return !changes.isEmpty();
    }

    /// The segments that are written and still wanted.
    List<SegmentEntry> adds() {
        return List.copyOf(adds.values());
    }

    /// Written segments that nobody will see; each is given once.
    List<SegmentEntry> takeDropped() {
        List<SegmentEntry> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
    }

    /// The primary keys of all rows that were written to a table were checked.
    void primaryKeyChecked(long tableId) {
        primaryKeys.add(tableId);
    }

    /// The tables whose primary keys were checked.
    Set<Long> primaryKeys() {
        return Set.copyOf(primaryKeys);
    }

    /// The segments written to a table and still wanted.
    Set<Long> adds(long tableId) {
        return adds.values().stream()
                .filter(segment -> segment.tableId() == tableId)
                .map(SegmentEntry::id)
                .collect(Collectors.toSet());
    }

    /// The command, whose primary keys were checked among the rows of snapshot `checkedVersion`.
    MetaCommand.Commit commit(long transactionId, long checkedVersion) {
        List<MetaCommand.KeyCheck> checks = new ArrayList<>();
        checkedKeys.forEach((table, names) -> {
            if (!names.isEmpty()) {
                checks.add(new MetaCommand.KeyCheck(table, base.version(), false, List.copyOf(names)));
            }
        });
        primaryKeys.forEach(table -> checks.add(new MetaCommand.KeyCheck(table, checkedVersion, true, List.of())));
        return new MetaCommand.Commit(
                transactionId,
                base.version(),
                false,
                changesWithNumbers(),
                adds(),
                List.copyOf(deletes.values()),
                List.copyOf(removes.values()),
                checks,
                label);
    }
}
