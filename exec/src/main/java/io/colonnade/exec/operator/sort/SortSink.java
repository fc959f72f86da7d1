package io.colonnade.exec.operator.sort;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Gather;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.RowTable;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sorts all rows, or finds the first `limit` of them.
///
/// ```text
/// driver 0 -> rows \                             sorted runs of row numbers -> merged in pairs -> order
///                    one table, words of keys ->
/// driver 1 -> rows /
/// ```
///
/// With a small limit a driver throws away, whenever it has twice as many rows as can count, those that
/// cannot. *Memory*: all rows that are kept, and once more while they are brought in order. A driver that has
/// no room for its next page writes its rows as a sorted run to disk; then all rows become such runs, and the
/// source merges them.
public final class SortSink implements Sink {
    private static final int RUN_ROWS_MIN = 65536;
    /// Above this limit all rows are kept: cutting them down would cost more than it saves.
    private static final long CUT_LIMIT_MAX = 262_144;
    private static final int CUT_ROWS_MIN = 16_384;
    /// So many rows are kept at once, whether there is room or not.
    private static final int PART_ROWS_MIN = 64;

    private final List<Type> types;
    private final List<SortKey> keys;
    private final long limit;
    private final TaskContext task;
    private final int nodeId;
    private final MemoryShare share;
    private final MemoryPool pool;
    private final SpilledRuns spilled;
    private final List<SortLocal> locals = new ArrayList<>();
    private volatile int drivers;
    private final List<int[]> runs = new ArrayList<>();
    private @Nullable RowTable table;
    private @Nullable OrderWords words;
    private @Nullable Buffer order;
    private @Nullable Buffer spare;

    public SortSink(int nodeId, List<Type> types, List<SortKey> keys, long limit, TaskContext task, SpillSpace spill) {
        this.types = List.copyOf(types);
        this.keys = List.copyOf(keys);
        this.limit = limit;
        this.task = task;
        this.nodeId = nodeId;
        this.share = task.memory().share("sort " + nodeId);
        this.pool = share.pool();
        this.spilled = new SpilledRuns(this.types, this.keys, spill, share);
    }

    int nodeId() {
        return nodeId;
    }

    /// What was written to disk, empty if all rows are in {@link #table}; when finished.
    SpilledRuns runs() {
        return spilled;
    }

    RowTable table() {
        return required(table);
    }

    /// The row numbers in order; when finished.
    MemorySegment order() {
        return required(order).segment();
    }

    OrderWords words() {
        return required(words);
    }

    /// Whether rows were written to disk: then only a {@link SortSource} gives them in order; when finished.
    public boolean hasSpilled() {
        return !spilled.isEmpty();
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the sort has not finished");
        }
        return part;
    }

    @Override
    public Local local(DriverContext driver) {
        SortLocal local = new SortLocal(driver);
        synchronized (locals) {
            locals.add(local);
            drivers = locals.size();
        }
        return local;
    }

    /// The rows of one driver.
    private final class SortLocal implements Local {
        private final DriverContext driver;
        private final Scratch scratch = new Scratch(task.memory());
        private final Figures figures;
        /// What sorting the rows so far will take.
        private volatile long sortBytes;
        private RowStore rows = new RowStore(types, pool);
        private final boolean[] nulls = new boolean[Page.ROWS_MAX];
        private final long[] firstWords = new long[Page.ROWS_MAX];
        private final int[] candidates = new int[Page.ROWS_MAX];
        /// No row whose first key has a greater word can be among the first `limit`.
        private long threshold;
        private boolean hasThreshold;

        SortLocal(DriverContext driver) {
            this.driver = driver;
            this.figures = driver.figures(nodeId);
        }

        @Override
        public void accept(Page page) {
            scratch.reset();
            Selection wanted = hasThreshold ? candidates(page) : page.selection();
            keep(page, wanted);
            if (limit <= CUT_LIMIT_MAX && rows.rows() > Math.max(CUT_ROWS_MIN, limit * 2)) {
                cut();
            }
        }

        private void keep(Page page, @Nullable Selection wanted) {
            int count = wanted == null ? page.length() : wanted.count();
            if (!hasRoomFor(page, wanted, count)) {
                spill();
                if (count > PART_ROWS_MIN && !hasRoomFor(page, wanted, count)) {
                    int[] positions = positions(page, wanted, count);
                    keep(page, new Selection(positions, count / 2));
                    keep(page, new Selection(Arrays.copyOfRange(positions, count / 2, count), count - count / 2));
                    return;
                }
            }
            rows.append(page.columns(), page.length(), wanted, scratch);
        }

        private static int[] positions(Page page, @Nullable Selection wanted, int count) {
            if (wanted != null) {
                return Arrays.copyOf(wanted.positions(), count);
            }
            int[] all = new int[count];
            for (int i = 0; i < count; i++) {
                all[i] = page.position(i);
            }
            return all;
        }

        /// For these rows and for sorting them with all others.
        private boolean hasRoomFor(Page page, @Nullable Selection wanted, int count) {
            long growth = rows.growthBytes(page.columns(), page.length(), wanted);
            sortBytes = sortBytes(rows.rows() + count, rows.bytes() + growth);
            return share.hasRoomFor(growth + sortBytesOfAll()) && isFair(rows.bytes() + growth + sortBytes);
        }

        /// A driver that sorts a run needs all of that while the others go on: no one takes their part.
        private boolean isFair(long bytes) {
            long room = share.roomBytes();
            return room == Long.MAX_VALUE || bytes <= (pool.allocatedBytes() + room) / drivers;
        }

        /// Writes the rows so far as a run.
        void spill() {
            if (rows.rows() > 0) {
                RowStore full = rows;
                rows = new RowStore(types, pool);
                try (full) {
                    spilled.spill(full, limit, figures, driver::checkCancelled);
                }
            }
            sortBytes = 0;
        }

        /// The rows that the threshold does not rule out.
        private Selection candidates(Page page) {
            SortKey key = keys.getFirst();
            Column column = page.column(key.column());
            int total = page.rows();
            if (!Decode.nulls(column, page.selection(), nulls)) {
                Arrays.fill(nulls, 0, total, false);
            }
            OrderWords.firstWords(column, page.selection(), key.ascending(), nulls, firstWords, scratch);
            int count = 0;
            for (int i = 0; i < total; i++) {
                candidates[count] = page.position(i);
                count += (nulls[i] ? key.nullsFirst() : firstWords[i] <= threshold) ? 1 : 0;
            }
            return new Selection(candidates, count);
        }

        /// Takes the first key of the last row that counts as the threshold, unless it is NULL.
        private void setThreshold(RowTable all, int last) {
            SortKey key = keys.getFirst();
            Column column = all.column(key.column());
            hasThreshold = !column.isNull(last);
            if (hasThreshold) {
                nulls[0] = false;
                scratch.reset();
                Selection one = new Selection(new int[] {last}, 1);
                OrderWords.firstWords(column, one, key.ascending(), nulls, firstWords, scratch);
                threshold = firstWords[0];
            }
        }

        /// Keeps the first `limit` rows.
        private void cut() {
            RowStore kept = new RowStore(types, pool);
            try (RowTable all = new RowTable(types, List.of(rows), pool);
                    OrderWords allWords = new OrderWords(keys, all.fill(), pool, driver::checkCancelled);
                    Buffer numbers = pool.allocate(all.rows() * 4L);
                    Buffer other = pool.allocate(all.rows() * 4L)) {
                RowSort.sort(allWords, numbers.segment(), other.segment(), 0, all.rows(), driver::checkCancelled);
                if (limit > 0 && !keys.isEmpty()) {
                    setThreshold(all, numbers.segment().get(Lanes.INT, (limit - 1) * 4));
                }
                for (int from = 0; from < limit; from += Page.ROWS_MAX) {
                    int count = (int) Math.min(Page.ROWS_MAX, limit - from);
                    scratch.reset();
                    kept.append(gather(all, numbers.segment(), from, count, scratch), count, null, scratch);
                }
            } catch (Throwable e) {
                kept.close();
                throw e;
            }
            rows = kept;
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    /// The rows at places `from` to `from + count` of an order.
    static Column[] gather(RowTable table, MemorySegment order, int from, int count, Scratch scratch) {
        int[] numbers = new int[count];
        MemorySegment.copy(order, Lanes.INT, from * 4L, numbers, 0, count);
        Column[] columns = new Column[table.columns().length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Gather.rows(table.column(i), new Selection(numbers, count), scratch);
        }
        return columns;
    }

    /// Makes runs of all rows if some have become runs, or if there is no room to sort them here.
    private List<Job> spillJobs() {
        if (spilled.isEmpty() && share.hasRoomFor(sortBytesOfAll())) {
            return List.of();
        }
        List<Job> jobs = new ArrayList<>();
        for (SortLocal local : locals) {
            if (local.rows.rows() > 0) {
                jobs.add(local::spill);
            }
        }
        return jobs;
    }

    /// A copy of the rows in narrow columns, the words of the keys, and two lists of row numbers.
    private long sortBytes(long rows, long bytes) {
        return bytes + rows * (8L * 3 * keys.size() + 8) + SpilledRuns.WRITING_BYTES;
    }

    private long sortBytesOfAll() {
        long bytes = 0;
        synchronized (locals) {
            for (SortLocal local : locals) {
                bytes += local.sortBytes;
            }
        }
        return bytes;
    }

    @Override
    public List<Job> finish() {
        if (table == null) {
            List<Job> jobs = spillJobs();
            if (!jobs.isEmpty() || !spilled.isEmpty()) {
                return jobs;
            }
        }
        if (table == null) {
            RowTable fresh =
                    new RowTable(types, locals.stream().map(local -> local.rows).toList(), pool);
            table = fresh;
            List<Job> jobs = new ArrayList<>();
            fresh.copies().forEach(copy -> jobs.add(copy::run));
            if (fresh.rows() > RUN_ROWS_MIN) {
                return jobs;
            }
            jobs.forEach(Job::run);
        }
        if (words == null) {
            return sortRuns(table);
        }
        return mergeRuns(words);
    }

    private List<Job> sortRuns(RowTable all) {
        locals.forEach(local -> local.rows.close());
        OrderWords made = new OrderWords(keys, all, pool, task::checkCancelled);
        words = made;
        order = pool.allocate(Math.max(4, all.rows() * 4L));
        spare = pool.allocate(Math.max(4, all.rows() * 4L));
        MemorySegment numbers = order.segment();
        MemorySegment other = spare.segment();
        int parts =
                Math.max(1, Math.min(all.rows() / RUN_ROWS_MIN, task.settings().threads() * 4));
        List<Job> jobs = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) all.rows() * part / parts);
            int to = (int) ((long) all.rows() * (part + 1) / parts);
            runs.add(new int[] {from, to});
            jobs.add(() -> RowSort.sort(made, numbers, other, from, to, task::checkCancelled));
        }
        return jobs;
    }

    /// Merges the runs in pairs; none is left over since an odd one is copied.
    private List<Job> mergeRuns(OrderWords made) {
        if (runs.size() == 1) {
            return List.of();
        }
        MemorySegment source = required(order).segment();
        MemorySegment target = required(spare).segment();
        List<Job> jobs = new ArrayList<>();
        List<int[]> merged = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += 2) {
            int from = runs.get(i)[0];
            int middle = runs.get(i)[1];
            int to = i + 1 < runs.size() ? runs.get(i + 1)[1] : middle;
            merged.add(new int[] {from, to});
            jobs.add(() -> {
                RowSort.merge(made, source, target, from, middle, to, task::checkCancelled);
            });
        }
        runs.clear();
        runs.addAll(merged);
        Buffer swap = order;
        order = spare;
        spare = swap;
        return jobs;
    }

    @Override
    public void close() {
        locals.forEach(local -> local.rows.close());
        if (table != null) {
            table.close();
        }
        if (words != null) {
            words.close();
        }
        if (order != null) {
            order.close();
        }
        if (spare != null) {
            spare.close();
        }
        spilled.close();
        share.close();
    }
}
