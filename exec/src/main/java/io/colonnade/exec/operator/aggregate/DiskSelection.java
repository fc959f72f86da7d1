package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.operator.accumulator.ValuesAccumulator;
import io.colonnade.exec.task.TaskContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds values by their rank among rows on disk, of which memory has no room for all.
///
/// ```text
/// pass 1   how many rows there are for each of the upper 16 bits     rank 700 lies among those with 0x4059
/// pass 2   of these, for each of the next 16 bits ...                after four passes the value is known
/// ```
///
/// *Thread safety*: one thread.
final class DiskSelection implements AutoCloseable {
    private static final int BITS = 16;
    private static final int BUCKETS = 1 << BITS;

    private final List<SpilledPartition.Streams> rows;
    private final int column;
    private final TaskContext task;
    private final Scratch scratch;
    private final long[] ranks;
    private final long[] found;
    private final long[] counts = new long[BUCKETS];
    private final long[] words = new long[Page.ROWS_MAX];
    private int target;
    private int shift = Long.SIZE - BITS;
    private long prefix;
    private long rank;
    private @Nullable SpilledPages pages;

    /// `ranks` count from 0; the values are in column `column` of `rows`.
    DiskSelection(List<SpilledPartition.Streams> rows, int column, long[] ranks, TaskContext task) {
        this.rows = rows;
        this.column = column;
        this.ranks = ranks;
        this.found = new long[ranks.length];
        this.task = task;
        this.scratch = new Scratch(task.memory());
        this.rank = ranks[0];
    }

    static long count(List<SpilledPartition.Streams> rows) {
        return rows.stream().mapToLong(each -> each.file().rows(each.stream())).sum();
    }

    /// The values of the ranks, when {@link #advance} has said so.
    long[] found() {
        return found;
    }

    /// Works for about a morsel; true when all values are known.
    boolean advance() {
        for (int done = 0; done < Page.BLOCK_ROWS && target < ranks.length; ) {
            task.checkCancelled();
            SpilledPages open = pages;
            if (open == null) {
                open = new SpilledPages(rows, task.memory());
                pages = open;
                java.util.Arrays.fill(counts, 0);
            }
            Page page = open.next();
            if (page == null) {
                open.close();
                pages = null;
                narrow();
            } else {
                count(page);
                done += page.rows();
            }
        }
        return target == ranks.length;
    }

    private void count(Page page) {
        scratch.reset();
        ValuesAccumulator.orderedWords(page.column(column), page.selection(), words, scratch);
        for (int i = 0; i < page.rows(); i++) {
            long word = words[i] ^ Long.MIN_VALUE;
            if (shift == Long.SIZE - BITS || word >>> (shift + BITS) == prefix) {
                counts[(int) (word >>> shift) & BUCKETS - 1]++;
            }
        }
    }

    private void narrow() {
        int bucket = 0;
        while (rank >= counts[bucket]) {
            rank -= counts[bucket++];
        }
        prefix = prefix << BITS | bucket;
        shift -= BITS;
        if (shift < 0) {
            found[target++] = prefix ^ Long.MIN_VALUE;
            shift = Long.SIZE - BITS;
            prefix = 0;
            rank = target < ranks.length ? ranks[target] : 0;
        }
    }

    @Override
    public void close() {
        scratch.close();
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }
}
