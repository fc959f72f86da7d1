package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata log of a single process: in memory, or in a file that is synced before anything becomes visible.
///
/// ```text
/// submit --> state machine --> waiting --> log file, one fsync for all that wait --> visible
///                                                                                     `-> segments removed, when no
///                                                                                         older snapshot is pinned
/// ```
///
/// Commands are accepted on the state that those before them lead to, synced or not. If the file fails, none of
/// those that wait has happened.
public final class LocalMetaLog implements MetaLog {
    static final RecordCodec<MetaCommand> CODEC = new RecordCodec<>(MetaCommand.class);

    private final @Nullable LogFile file;
    private final Consumer<List<SegmentEntry>> released;
    private final Object writing = new Object();

    // Guarded by `this`.
    private final TreeMap<Long, Integer> pins = new TreeMap<>();
    private final Deque<Removed> removed = new ArrayDeque<>();
    private List<Waiting> waiting = new ArrayList<>();
    private final Rewrites rewrites = new Rewrites();
    private MetaState accepted;
    private volatile CatalogView view;
    private volatile Consumer<MetaCommand.Commit> listener = commit -> {};

    /// Segments that snapshots from `version` on do not list.
    private record Removed(long version, List<SegmentEntry> segments) {}

    /// An accepted command that is not visible yet.
    private static final class Waiting {
        private final byte[] payload;
        private final MetaMachine.Applied applied;
        private boolean done;
        private @Nullable EngineException failure;

        Waiting(byte[] payload, MetaMachine.Applied applied) {
            this.payload = payload;
            this.applied = applied;
        }
    }

    private LocalMetaLog(MetaState state, @Nullable LogFile file, Consumer<List<SegmentEntry>> released) {
        this.accepted = state;
        this.view = new CatalogView(state, null);
        this.file = file;
        this.released = released;
    }

    /// A log that is gone when it is closed. `released` hears of segments that no snapshot holds any more.
    public static LocalMetaLog inMemory(int nodeCount, Consumer<List<SegmentEntry>> released) {
        return new LocalMetaLog(MetaState.empty(nodeCount), null, released);
    }

    /// A log in a file, with all that was acknowledged before.
    public static LocalMetaLog durable(LogFile file, Consumer<List<SegmentEntry>> released) {
        return new LocalMetaLog(file.recovered(), file, released);
    }

    @Override
    public MetaResult submit(MetaCommand command) {
        Waiting own;
        synchronized (this) {
            own = accept(rewrites.translate(accepted, command));
        }
        MetaResult result = complete(own);
        if (command instanceof MetaCommand.Commit commit) {
            listener.accept(commit);
        }
        return result;
    }

    @Override
    public boolean rewrite(long transactionId, SegmentEntry add, List<MovedRows> moved) {
        Waiting own;
        boolean listed;
        synchronized (this) {
            MetaCommand.Commit commit = Rewrites.carry(accepted, transactionId, accepted.version(), add, moved);
            listed = !commit.adds().isEmpty();
            own = accept(commit);
            rewrites.add(accepted.version(), moved);
        }
        complete(own);
        return listed;
    }

    @Override
    public void reserveIdsOf(CatalogSnapshot other) {
        MetaState wanted = ((CatalogView) other).state();
        Waiting last;
        synchronized (this) {
            accepted.checkRestorable(wanted);
            if (pins.values().stream().mapToInt(Integer::intValue).sum() > 1) {
                throw new EngineException(
                        ErrorCode.DATABASE_IN_USE,
                        "the database cannot be restored while another transaction is open or a query runs in it",
                        null,
                        "end them, or restore into a new directory",
                        null);
            }
            // At least one command, so that a log that failed before tells it now.
            last = accept(new MetaCommand.ReserveIds(MetaCommand.IdKind.TRANSACTION, 1));
            for (MetaCommand.IdKind kind : MetaCommand.IdKind.values()) {
                while (accepted.next(kind) < wanted.next(kind)) {
                    long missing = wanted.next(kind) - accepted.next(kind);
                    last = accept(new MetaCommand.ReserveIds(kind, (int) Math.min(Integer.MAX_VALUE, missing)));
                }
            }
        }
        complete(last);
    }

    @Override
    public MetaResult restore(CatalogSnapshot other) {
        return submit(new MetaCommand.Restore(MetaState.CODEC.encode(((CatalogView) other).state())));
    }

    @Override
    public void onCommit(Consumer<MetaCommand.Commit> newListener) {
        listener = newListener;
    }

    private Waiting accept(MetaCommand command) {
        MetaMachine.Applied applied = MetaMachine.apply(accepted, command);
        accepted = applied.state();
        Waiting own = new Waiting(file == null ? new byte[0] : CODEC.encode(command), applied);
        waiting.add(own);
        return own;
    }

    private MetaResult complete(Waiting own) {
        // Whoever comes first writes for all; the others find it done.
        synchronized (writing) {
            if (!own.done) {
                write();
            }
        }
        if (own.failure != null) {
            throw own.failure;
        }
        return own.applied.result();
    }

    private void write() {
        List<Waiting> batch;
        synchronized (this) {
            batch = waiting;
            waiting = new ArrayList<>();
        }
        if (file != null) {
            try {
                file.append(
                        batch.stream().map(one -> one.payload).toList(),
                        batch.getLast().applied.state());
            } catch (EngineException e) {
                fail(batch, e);
                return;
            } catch (RuntimeException | Error e) {
                fail(batch, new EngineException(ErrorCode.IO, "the metadata log failed: " + e, e));
                return;
            }
        }
        publish(batch);
    }

    /// None of the batch has happened, nor what was accepted after it.
    private synchronized void fail(List<Waiting> batch, EngineException reason) {
        List<Waiting> all = new ArrayList<>(batch);
        all.addAll(waiting);
        waiting.clear();
        accepted = view.state();
        for (Waiting one : all) {
            one.done = true;
            one.failure = new EngineException(reason.code(), reason.message(), null, reason.hint(), reason);
        }
    }

    private void publish(List<Waiting> batch) {
        List<SegmentEntry> free;
        synchronized (this) {
            for (Waiting one : batch) {
                one.done = true;
                MetaMachine.Applied applied = one.applied;
                if (!applied.removed().isEmpty()) {
                    removed.add(new Removed(applied.state().version(), applied.removed()));
                }
            }
            view = new CatalogView(batch.getLast().applied.state(), view);
            free = unreferenced();
        }
        release(free);
    }

    @Override
    public CatalogSnapshot staged(CatalogSnapshot base, MetaCommand.Commit commit) {
        CatalogView known = (CatalogView) base;
        // Ids that were set apart since the base are in the commit.
        MetaState state = known.state().withNextIds(view.state());
        MetaCommand translated;
        synchronized (this) {
            translated = rewrites.translate(state, commit);
        }
        return new CatalogView(MetaMachine.apply(state, translated).state(), known);
    }

    @Override
    public Optional<LoadLabel> label(String label) {
        return view.state().labels().stream()
                .filter(known -> known.label().equals(label))
                .findFirst();
    }

    @Override
    public CatalogSnapshot snapshot() {
        return view;
    }

    @Override
    public synchronized PinnedSnapshot pin() {
        CatalogView pinned = view;
        pins.merge(pinned.version(), 1, Integer::sum);
        return new Pin(pinned);
    }

    private void unpin(long version) {
        List<SegmentEntry> free;
        synchronized (this) {
            pins.computeIfPresent(version, (key, count) -> count == 1 ? null : count - 1);
            free = unreferenced();
        }
        release(free);
    }

    private List<SegmentEntry> unreferenced() {
        // A commit that is not visible yet may be what moved rows that a snapshot of now lists.
        rewrites.forgetUntil(pins.isEmpty() ? view.version() : Math.min(view.version(), pins.firstKey()));
        List<SegmentEntry> free = new ArrayList<>();
        while (!removed.isEmpty()
                && (pins.isEmpty() || pins.firstKey() >= removed.getFirst().version())) {
            free.addAll(removed.removeFirst().segments());
        }
        return free;
    }

    private void release(List<SegmentEntry> free) {
        if (!free.isEmpty()) {
            released.accept(free);
        }
    }

    @Override
    public void close() {
        synchronized (writing) {
            if (file != null) {
                file.close();
            }
        }
    }

    /// One reader's hold on a snapshot.
    private final class Pin implements PinnedSnapshot {
        private final CatalogView pinned;
        private boolean closed;

        Pin(CatalogView pinned) {
            this.pinned = pinned;
        }

        @Override
        public CatalogSnapshot snapshot() {
            return pinned;
        }

        @Override
        public void close() {
            synchronized (LocalMetaLog.this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            unpin(pinned.version());
        }
    }
}
