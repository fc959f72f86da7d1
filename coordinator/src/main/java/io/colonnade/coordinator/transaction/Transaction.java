package io.colonnade.coordinator.transaction;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.meta.PinnedSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Statements that become visible at once or not at all. All of them see the base, which is pinned, and what those
/// before them staged; nobody else sees that.
///
/// ```text
/// begin -> hold() for each statement -> stage() what it did -> commit()     one command of the metadata log
///                                                           -> rollback()   staged segments are discarded
/// ```
///
/// *Outcome*: staged segments are removed only when it is known that no commit lists them, and nothing reads them;
/// after an error of the log itself they stay, since the commit may have been written.
/// *Thread safety*: statements run one after the other; what holds a snapshot may let go of it on any thread.
public final class Transaction {
    private final Database database;
    private final TransactionIds ids;
    private final RunningLabels labels;
    private volatile boolean readOnly;
    private final long beganMillis;
    private final PinnedSnapshot pin;
    private final StagedCommit staged;
    private @Nullable CatalogSnapshot view;

    // Guarded by `this`. The transaction itself holds its snapshot until it ends.
    private final List<SegmentEntry> unwanted = new ArrayList<>();
    private final List<Consumer<Outcome>> endings = new ArrayList<>();
    private int holds = 1;
    private boolean ended;
    private boolean failed;
    private boolean takesMore;
    private long changes;

    /// What became of a transaction: of one that is `FORGOTTEN` it is known that nothing was committed.
    public enum Outcome {
        COMMITTED,
        FORGOTTEN,
        UNKNOWN
    }

    Transaction(Database database, TransactionIds ids, RunningLabels labels, boolean readOnly, long beganMillis) {
        this.beganMillis = beganMillis;
        this.database = database;
        this.ids = ids;
        this.labels = labels;
        this.readOnly = readOnly;
        this.pin = database.metaLog().pin();
        this.staged = new StagedCommit(database, pin.snapshot());
        this.view = pin.snapshot();
    }

    /// When it began, in milliseconds since 1970.
    public long beganMillis() {
        return beganMillis;
    }

    private MetaLog log() {
        return database.metaLog();
    }

    /// What the next statement sees.
    public CatalogSnapshot snapshot() {
        CatalogSnapshot known = view;
        if (known == null) {
            known = log().staged(pin.snapshot(), staged.commit(1, pin.snapshot().version()));
            view = known;
        }
        return known;
    }

    /// The snapshot, which stays readable until this is closed, also after the end of the transaction.
    public HeldSnapshot hold() {
        CatalogSnapshot current = snapshot();
        synchronized (this) {
            holds++;
        }
        return new HeldSnapshot(current, pin.snapshot(), this::release);
    }

    /// Refuses statements that write if the transaction only reads.
    public void checkWritable() {
        if (readOnly) {
            throw new EngineException(
                    ErrorCode.READ_ONLY_TRANSACTION,
                    "a read-only transaction cannot change anything",
                    null,
                    "begin it without READ ONLY",
                    null);
        }
    }

    /// Refuses statements that write from now on.
    public void onlyReads() {
        readOnly = true;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    /// It may have more than one statement.
    public synchronized void expectMore() {
        takesMore = true;
    }

    /// Refuses a statement that cannot be rolled back with others.
    public synchronized void checkAlone(String statement) {
        if (takesMore) {
            throw new EngineException(
                    ErrorCode.TRANSACTION_ACTIVE,
                    statement + " cannot run within a transaction or a batch",
                    null,
                    "end the transaction first, and run it with autocommit on",
                    null);
        }
    }

    /// Keeps a label of a load for this transaction until it is over. *Errors*: CONFLICT if another has it.
    public void claimLabel(String label) {
        labels.claim(label);
        atEnd(outcome -> labels.release(label));
    }

    /// Does something when the transaction is over, the last first.
    public synchronized void atEnd(Consumer<Outcome> ending) {
        endings.add(ending);
    }

    /// Takes over what a statement did. It may fail with what the commit would fail with, and then nothing but a
    /// rollback is of use.
    public void stage(StatementChanges changes, KeyChecks keys) throws InterruptedException {
        if (changes.isEmpty()) {
            return;
        }
        view = null;
        staged.add(changes);
        countChange();
        changes.definitions().forEach(this::forgetNumbersOf);
        discard(staged.takeDropped());
        Map<Long, Set<Long>> written = changes.written().stream()
                .collect(Collectors.groupingBy(
                        SegmentEntry::tableId, TreeMap::new, Collectors.mapping(SegmentEntry::id, Collectors.toSet())));
        for (Map.Entry<Long, Set<Long>> entry : written.entrySet()) {
            TableDefinition table = definition(entry.getKey());
            if (!table.primaryKey().isEmpty()) {
                keys.checkPrimaryKey(table, entry.getValue(), snapshot(), null);
                staged.primaryKeyChecked(table.id());
            }
        }
    }

    private synchronized void countChange() {
        changes++;
    }

    /// Statements that changed something.
    synchronized long changes() {
        return changes;
    }

    private void forgetNumbersOf(CatalogChange change) {
        if (change instanceof CatalogChange.CreateTable create) {
            atEnd(outcome -> {
                if (outcome == Outcome.FORGOTTEN) {
                    database.identities().forget(create.definition().id());
                }
            });
        }
    }

    private TableDefinition definition(long tableId) {
        return (staged.changesDefinitions() ? snapshot() : pin.snapshot())
                .table(tableId)
                .orElseThrow(() -> EngineException.internal("rows were written to no table"));
    }

    /// Segments that were written and that no commit will list.
    public synchronized void discard(List<SegmentEntry> segments) {
        unwanted.addAll(segments);
    }

    /// Deletes rows, so that another transaction may be in its way where running it again helps.
    public boolean deletesRows() {
        return staged.deletesRows() && !staged.changesDefinitions();
    }

    /// Whether a statement failed, so that there is no way but back.
    public synchronized boolean isFailed() {
        return failed;
    }

    public synchronized void fail() {
        failed = true;
    }

    /// Makes everything visible; the transaction is over, whatever comes of it.
    public void commit(KeyChecks keys) throws InterruptedException {
        Outcome outcome = Outcome.UNKNOWN;
        try {
            if (!staged.isEmpty()) {
                submit(keys);
            }
            outcome = Outcome.COMMITTED;
        } catch (EngineException e) {
            outcome = e.code() == ErrorCode.IO ? Outcome.UNKNOWN : Outcome.FORGOTTEN;
            throw e;
        } catch (InterruptedException e) {
            outcome = Outcome.FORGOTTEN;
            throw e;
        } finally {
            end(outcome);
        }
    }

    /// Whenever rows came to a table whose keys were checked, they are checked among those that are new; each time
    /// another transaction got further.
    private void submit(KeyChecks keys) throws InterruptedException {
        staged.settleNumbers();
        long id = ids.next();
        long checked = pin.snapshot().version();
        CatalogSnapshot seen = staged.primaryKeys().isEmpty() ? pin.snapshot() : snapshot();
        while (!isAccepted(staged.commit(id, checked))) {
            try (PinnedSnapshot latest = log().pin()) {
                checked = latest.snapshot().version();
                CatalogSnapshot rows = log().staged(latest.snapshot(), staged.commit(id, checked));
                for (long tableId : staged.primaryKeys()) {
                    Optional<TableDefinition> table = rows.table(tableId);
                    if (table.isPresent()) {
                        keys.checkPrimaryKey(table.get(), staged.adds(tableId), rows, seen);
                    }
                }
                seen = rows;
            }
        }
    }

    /// False if keys have to be checked again.
    private boolean isAccepted(MetaCommand.Commit commit) {
        try {
            log().submit(commit);
            return true;
        } catch (EngineException e) {
            if (e.code() == ErrorCode.KEYS_UNCHECKED) {
                return false;
            }
            throw e.code() == ErrorCode.IO ? unknown(e) : e;
        }
    }

    private static EngineException unknown(EngineException e) {
        return new EngineException(
                ErrorCode.IO,
                "it is unknown whether the transaction was committed: " + e.message(),
                null,
                "open the database again and look: it is there as a whole or not at all",
                e);
    }

    /// Forgets all that was staged. Without effect after the end.
    public void rollback() {
        end(Outcome.FORGOTTEN);
    }

    private void end(Outcome outcome) {
        List<Consumer<Outcome>> last;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (outcome == Outcome.FORGOTTEN) {
                unwanted.addAll(staged.adds());
            }
            last = endings.reversed();
        }
        release();
        last.forEach(ending -> ending.accept(outcome));
    }

    private void release() {
        List<SegmentEntry> free;
        synchronized (this) {
            if (--holds > 0) {
                return;
            }
            free = List.copyOf(unwanted);
        }
        pin.close();
        Map<Integer, List<SegmentEntry>> byNode = free.stream().collect(Collectors.groupingBy(SegmentEntry::node));
        byNode.forEach((node, segments) -> database.node(node).discard(segments));
    }
}
