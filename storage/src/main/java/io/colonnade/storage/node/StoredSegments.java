package io.colonnade.storage.node;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.SegmentStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// The segments of a node that were opened, with the count of their leases. A segment that is removed goes when its
/// last lease is closed.
final class StoredSegments implements SegmentStore, AutoCloseable {
    /// A segment ready to be read; `close` gives back its memory, `delete` what else there is of it.
    record Opened(Segment segment, Runnable close, Runnable delete) {}

    private final LongFunction<Opened> opener;
    private final LongConsumer check;
    private final Map<Long, Entry> entries = new HashMap<>();

    private static final class Entry {
        private final Opened opened;
        private int leases;
        private boolean removed;
        private boolean replaced;

        Entry(Opened opened) {
            this.opened = opened;
        }
    }

    /// `opener` is asked for segments that were not put here; `check` throws if nobody shall read a segment.
    StoredSegments(LongFunction<Opened> opener, LongConsumer check) {
        this.opener = opener;
        this.check = check;
    }

    static Opened missing(long id) {
        throw new EngineException(ErrorCode.CORRUPT_DATA, "segment " + id + " is missing");
    }

    synchronized void put(long id, Opened opened) {
        if (entries.putIfAbsent(id, new Entry(opened)) != null) {
            throw EngineException.internal("there are two segments " + id);
        }
    }

    @Override
    public synchronized SegmentLease open(long segmentId) {
        check.accept(segmentId);
        Entry entry = entries.get(segmentId);
        if (entry == null) {
            entry = new Entry(opener.apply(segmentId));
            entries.put(segmentId, entry);
        }
        entry.leases++;
        return new Lease(segmentId, entry);
    }

    /// Removes a segment now or after its last lease; `absent` deletes what there is of one that is not open.
    void remove(long segmentId, Runnable absent) {
        Entry gone;
        synchronized (this) {
            Entry entry = entries.get(segmentId);
            if (entry != null && entry.leases > 0) {
                entry.removed = true;
                return;
            }
            gone = entries.remove(segmentId);
        }
        if (gone == null) {
            absent.run();
        } else {
            delete(gone);
        }
    }

    /// Whoever opens the segment next gets it opened anew; those who have it keep what they have.
    void reopen(long segmentId) {
        Entry entry;
        synchronized (this) {
            entry = entries.get(segmentId);
            if (entry == null || entry.removed) {
                return;
            }
            entries.remove(segmentId);
            if (entry.leases > 0) {
                entry.replaced = true;
                return;
            }
        }
        entry.opened.close().run();
    }

    private static void delete(Entry entry) {
        entry.opened.close().run();
        entry.opened.delete().run();
    }

    private void release(long segmentId, Entry entry) {
        synchronized (this) {
            entry.leases--;
            if (entry.leases > 0 || !entry.removed && !entry.replaced) {
                return;
            }
            if (!entry.replaced) {
                entries.remove(segmentId);
            }
        }
        if (entry.replaced) {
            entry.opened.close().run();
        } else {
            delete(entry);
        }
    }

    @Override
    public synchronized void close() {
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            if (entry.getValue().leases > 0) {
                throw new IllegalStateException("segment " + entry.getKey() + " is still read");
            }
        }
        entries.values().forEach(entry -> entry.opened.close().run());
        entries.clear();
    }

    /// One reader's hold on a segment.
    private final class Lease implements SegmentLease {
        private final long segmentId;
        private final Entry entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        Lease(long segmentId, Entry entry) {
            this.segmentId = segmentId;
            this.entry = entry;
        }

        @Override
        public Segment segment() {
            return entry.opened.segment();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(segmentId, entry);
            }
        }
    }
}
