package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.codec.RecordCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The metadata log of a single process: in memory, or in a file that is synced with every command.
///
/// ```text
/// submit --> state machine --> log file, fsync --> visible
///                                               `-> segments removed, when no older snapshot is pinned
/// ```
public final class LocalMetaLog implements MetaLog {
    static final RecordCodec<MetaCommand> CODEC = new RecordCodec<>(MetaCommand.class);

    private final @Nullable LogFile file;
    private final Consumer<List<SegmentEntry>> released;
    private final TreeMap<Long, Integer> pins = new TreeMap<>();
    private final Deque<Removed> removed = new ArrayDeque<>();
    private volatile CatalogView view;

    /// Segments that snapshots from `version` on do not list.
    private record Removed(long version, List<SegmentEntry> segments) {}

    private LocalMetaLog(MetaState state, @Nullable LogFile file, Consumer<List<SegmentEntry>> released) {
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
        MetaMachine.Applied applied;
        List<SegmentEntry> free;
        synchronized (this) {
            applied = MetaMachine.apply(view.state(), command);
            if (file != null) {
                file.append(CODEC.encode(command), applied.state());
            }
            view = new CatalogView(applied.state(), view);
            if (!applied.removed().isEmpty()) {
                removed.add(new Removed(applied.state().version(), applied.removed()));
            }
            free = unreferenced();
        }
        release(free);
        return applied.result();
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
    public synchronized void close() {
        if (file != null) {
            file.close();
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
