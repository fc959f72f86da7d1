package io.colonnade.exec.operator.sort;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.RowTable;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.spill.SpillWriter;
import io.colonnade.exec.task.Figures;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sorted runs that a sort has written to temporary files.
///
/// *Thread safety*: the drivers of a sort add runs side by side; one reader takes them when all are there.
final class SpilledRuns implements AutoCloseable {
    /// A block of a run is at most this part of the sort's memory, so that so many runs can be merged at once.
    private static final int MERGED_RUNS = 32;
    private static final long BLOCK_BYTES_MIN = 4 * 1024;
    private static final long BLOCK_BYTES_MAX = 256 * 1024;
    private static final int PAGE_ROWS_MIN = 16;
    /// What writing a run takes besides the rows and their order, in a small memory.
    static final long WRITING_BYTES = 64 * 1024;

    final List<Type> types;
    final List<SortKey> keys;
    private final SpillSpace space;
    private final MemoryShare share;
    private final Deque<SpillFile> runs = new ArrayDeque<>();
    private int pageRows = Page.ROWS_MAX;

    SpilledRuns(List<Type> types, List<SortKey> keys, SpillSpace space, MemoryShare share) {
        this.types = types;
        this.keys = keys;
        this.space = space;
        this.share = share;
    }

    synchronized boolean isEmpty() {
        return runs.isEmpty();
    }

    synchronized int count() {
        return runs.size();
    }

    /// How many rows a page has at most, so that some pages of each run fit into memory.
    synchronized int pageRows() {
        return pageRows;
    }

    private synchronized int pageRows(long rowBytes) {
        pageRows = Math.min(pageRows, Math.clamp(blockBytes() / rowBytes, PAGE_ROWS_MIN, Page.ROWS_MAX));
        return pageRows;
    }

    /// What the plain columns of a page take, without long strings.
    long plainPageBytes() {
        return pageRows() * plainRowBytes();
    }

    private long plainRowBytes() {
        long bytes = 1;
        for (Type type : types) {
            bytes += type.layout().bytes();
        }
        return bytes;
    }

    synchronized void add(SpillFile run) {
        runs.addLast(run);
    }

    /// Gives a run back that was taken.
    synchronized void addFirst(SpillFile run) {
        runs.addFirst(run);
    }

    synchronized @Nullable SpillFile takeFirst() {
        return runs.pollFirst();
    }

    /// Sorts these rows, writes the first `limit` of them as a run, and closes the store.
    void spill(RowStore rows, long limit, Figures figures, Runnable cancelCheck) {
        MemoryPool pool = share.pool();
        long rowBytes = Math.max(plainRowBytes(), rows.bytes() / Math.max(1, rows.rows()));
        int rowsOfPage = pageRows(rowBytes);
        try (RowTable all = new RowTable(types, List.of(rows), pool);
                OrderWords words = new OrderWords(keys, all.fill(), pool, cancelCheck);
                Buffer numbers = pool.allocate(all.rows() * 4L);
                Buffer other = pool.allocate(all.rows() * 4L);
                SpillWriter writer = writer(figures);
                Scratch scratch = new Scratch(pool)) {
            MemorySegment order = numbers.segment();
            RowSort.sort(words, order, other.segment(), 0, all.rows(), cancelCheck);
            int end = (int) Math.min(limit, all.rows());
            for (int from = 0; from < end; from += rowsOfPage) {
                cancelCheck.run();
                scratch.reset();
                int count = Math.min(rowsOfPage, end - from);
                writer.append(0, new Page(count, SortSink.gather(all, order, from, count, scratch)));
            }
            add(writer.finish());
        }
    }

    /// A writer for the rows of several runs.
    SpillWriter writer(Figures figures) {
        return space.writer(types, 1, share.pool(), blockBytes(), figures);
    }

    MemoryShare share() {
        return share;
    }

    private long blockBytes() {
        long memory = share.pool().allocatedBytes() + share.roomBytes();
        return Math.clamp(memory / MERGED_RUNS / 4, BLOCK_BYTES_MIN, BLOCK_BYTES_MAX);
    }

    @Override
    public synchronized void close() {
        runs.forEach(SpillFile::close);
        runs.clear();
    }
}
