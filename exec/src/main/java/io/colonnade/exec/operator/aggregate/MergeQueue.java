package io.colonnade.exec.operator.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The partitions that are still to be merged, and how many drivers may do so at once: one fewer whenever one of
/// several finds that there is no room for its groups beside those of the others.
///
/// *Thread safety*: any thread.
final class MergeQueue {
    private final Deque<SpilledPartition> waiting;
    private int active;
    private int activeMax = Integer.MAX_VALUE;
    private CompletableFuture<@Nullable Void> changed = new CompletableFuture<>();

    MergeQueue(List<SpilledPartition> partitions) {
        this.waiting = new ArrayDeque<>(partitions);
    }

    /// A partition to merge; or what to wait for; or neither when all is done.
    record Turn(
            @Nullable SpilledPartition partition, @Nullable CompletableFuture<?> until) {}

    synchronized int size() {
        return waiting.size();
    }

    synchronized Turn take() {
        if (waiting.isEmpty() && active == 0) {
            return new Turn(null, null);
        }
        if (waiting.isEmpty() || active >= activeMax) {
            return new Turn(null, changed);
        }
        active++;
        return new Turn(waiting.removeFirst(), null);
    }

    /// Puts a partition back that has no room beside the others; false if there are no others.
    boolean handBack(SpilledPartition partition) {
        synchronized (this) {
            if (active == 1) {
                return false;
            }
            waiting.addFirst(partition);
            active--;
            activeMax = active;
        }
        change();
        return true;
    }

    /// Ends a partition that was taken; `parts` of it are still to be merged.
    void done(SpilledPartition partition, List<SpilledPartition> parts) {
        synchronized (this) {
            active--;
            new ArrayList<>(parts).reversed().forEach(waiting::addFirst);
        }
        partition.close();
        change();
    }

    private void change() {
        CompletableFuture<@Nullable Void> before;
        synchronized (this) {
            before = changed;
            changed = new CompletableFuture<>();
        }
        before.complete(null);
    }
}
