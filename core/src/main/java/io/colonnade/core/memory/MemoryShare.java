package io.colonnade.core.memory;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What one operator that can spill takes of the memory that it shares with all others.
///
/// ```text
/// limit 64 MiB    [ in use | due to join 2 | due to sort 5 |   room   | headroom ]
///                           what the others may still claim            pages and scratch
/// ```
///
/// Half of the memory is due to the operators that can spill, in equal parts; the other half is for whoever asks
/// first. An operator asks before it grows; when there is no room it spills what it has, and goes on. So one that
/// comes late finds its due, and no operator has to give up what another one wants.
///
/// *Contract*: the answer is a promise only as long as nobody else allocates: several drivers may ask at once and
/// together exceed it a little, which the headroom bears.
/// *Thread safety*: any thread.
public final class MemoryShare implements AutoCloseable {
    /// The part of the memory that is kept free for what nobody asks about.
    private static final int HEADROOM_DIVISOR = 8;

    /// Where memory is called scarce, every second question is refused until so many were.
    private static final int SCARCE_QUESTIONS = 4;

    private final MemoryPool pool;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean settled;

    MemoryShare(MemoryPool pool) {
        this.pool = pool;
    }

    /// Where the operator's growing state comes from.
    public MemoryPool pool() {
        return pool;
    }

    /// The same for state of any size: what there is no room for goes to `overflow`, without being asked
    /// about. It is not closed.
    public MemoryPool overflowing(Overflow overflow) {
        return pool.overflowing(this, overflow);
    }

    /// Whether `bytes` more would leave the others what is due to them.
    public boolean hasRoomFor(long bytes) {
        if (pool.isRefused(bytes) || (pool.isScarce() && isScarceNow())) {
            return false;
        }
        for (MemoryPool limited = pool.limiting(); limited != null; limited = limited.outerLimit()) {
            // As long as less than half is in use, everybody's due is there.
            boolean plenty = limited.allocatedBytes() + bytes <= limited.limitBytes() / 2;
            if (!plenty && bytes > room(limited)) {
                return false;
            }
        }
        return true;
    }

    private boolean isScarceNow() {
        int question = questions.getAndIncrement();
        return question < SCARCE_QUESTIONS && question % 2 == 0;
    }

    /// How many bytes more would be granted now, at least 0.
    public long roomBytes() {
        long room = Long.MAX_VALUE;
        for (MemoryPool limited = pool.limiting(); limited != null; limited = limited.outerLimit()) {
            room = Math.min(room, room(limited));
        }
        return Math.max(0, room);
    }

    private long room(MemoryPool limited) {
        List<MemoryShare> shares = limited.shares();
        long free = limited.limitBytes() - limited.allocatedBytes();
        long spillable = free;
        int growing = 0;
        for (MemoryShare share : shares) {
            spillable += share.pool.allocatedBytes();
            growing += share.settled ? 0 : 1;
        }
        long each = spillable / 2 / Math.max(1, growing);
        long due = 0;
        for (MemoryShare share : shares) {
            if (share != this && !share.settled) {
                due += Math.max(0, each - share.pool.allocatedBytes());
            }
        }
        return free - due - spillable / HEADROOM_DIVISOR;
    }

    /// Says that the operator will not grow any more: what it holds it keeps, and nothing further is due to it.
    public void settle() {
        settled = true;
    }

    /// The operator has given everything back; throws IllegalStateException otherwise. Without effect the
    /// second time.
    @Override
    public void close() {
        if (pool.leaveShares(this)) {
            pool.close();
        }
    }
}
