package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Overflow;
import java.util.concurrent.atomic.AtomicLong;

/// The memory of one aggregate, as its drivers ask for it: what one was promised the others do not get, whether it
/// has been allocated already or not.
///
/// *Thread safety*: any thread.
final class GroupRoom {
    private final MemoryShare share;
    private final AtomicLong promised = new AtomicLong();
    private volatile boolean starving;

    GroupRoom(MemoryShare share) {
        this.share = share;
    }

    MemoryPool pool() {
        return share.pool();
    }

    /// The same for groups that cannot be split: they go on in `overflow` when what they take was not promised.
    MemoryPool overflowing(Overflow overflow) {
        return share.overflowing(overflow);
    }

    /// Promises `bytes` bytes until they are {@link #release}d, or answers false.
    boolean ask(long bytes) {
        if (share.hasRoomFor(promised.addAndGet(bytes))) {
            return true;
        }
        promised.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        promised.addAndGet(-bytes);
    }

    /// Whether there is room for what makes things only faster.
    boolean hasSpare(long bytes) {
        return share.hasRoomFor(promised.get() + bytes);
    }

    /// Says that a driver has nothing left to give and yet no room: others that have much are to spill.
    void starve() {
        starving = true;
    }

    boolean isStarving() {
        return starving;
    }

    /// Says that a driver has given up what it had.
    void freed() {
        starving = false;
    }
}
