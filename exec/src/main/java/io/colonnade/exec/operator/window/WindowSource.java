package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.exec.operator.sort.SortSink;
import io.colonnade.exec.operator.sort.SortedRows;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.TaskContext;
import org.jspecify.annotations.Nullable;

/// The rows of a finished {@link SortSink} with the results of window functions.
///
/// ```text
/// order   [ a a a a | b | c c c | d d d d d ]       driver 0: partitions a and b, driver 1: c and d
/// ```
///
/// Rows in memory are dealt to drivers in ranges of whole partitions; rows on disk are read by one driver.
/// *Memory*: a range takes some words a row and call, of a share of its own; a partition is in one range.
/// What there is no room for is in temporary files, which calls go through in order, with few places in use
/// at a time. *Thread safety*: readers take ranges side by side.
public final class WindowSource implements Source {
    private static final int RANGE_ROWS = Page.BLOCK_ROWS;

    private final WindowNode node;
    private final SortSink sink;
    private final SpillSpace spill;
    private final MemoryShare share;
    private final int threads;
    private final int partitionKeys;
    private @Nullable SortedRows rows;
    private int next;

    public WindowSource(WindowNode node, SortSink sink, TaskContext task, SpillSpace spill) {
        this.node = node;
        this.sink = sink;
        this.spill = spill;
        this.share = task.memory().share("window " + node.id());
        this.threads = task.settings().threads();
        this.partitionKeys = node.partitionKeys();
    }

    @Override
    public int driversMax() {
        if (sink.hasSpilled()) {
            return 1;
        }
        SortedRows all = SortedRows.of(sink);
        rows = all;
        return partitionKeys == 0 ? 1 : Math.clamp(all.rows() / RANGE_ROWS + 1, 1, threads);
    }

    @Override
    public Reader reader(DriverContext driver) {
        MemoryPool pool = share.overflowing(spill.overflow(driver.figures(node.id())));
        return rows == null
                ? new SpilledWindowReader(node, sink, share, pool, driver)
                : new WindowReader(this, node, pool, driver);
    }

    /// Some partitions that no driver has had, null if there are no more.
    synchronized @Nullable SortedRange take() {
        SortedRows all = rows;
        if (all == null || next >= all.rows()) {
            return null;
        }
        int from = next;
        int to = partitionKeys == 0 ? all.rows() : (int) Math.min(all.rows(), (long) from + RANGE_ROWS);
        while (to < all.rows() && all.areEqual(to - 1, to, partitionKeys)) {
            to++;
        }
        next = to;
        return new SortedRange(all, from, to);
    }

    /// The failure of a range; where memory is short it says what is too large.
    static EngineException explained(EngineException failure) {
        return failure.code() != ErrorCode.OUT_OF_MEMORY
                ? failure
                : new EngineException(
                        ErrorCode.OUT_OF_MEMORY,
                        "a partition of a window function does not fit into memory: " + failure.getMessage(),
                        null,
                        "raise the memory limit of a query (URL property query_memory=...)",
                        failure);
    }

    @Override
    public void close() {
        share.close();
    }
}
