package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.runtimefilter.BitmapKeys;
import io.colonnade.exec.operator.runtimefilter.HashedKeys;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.exec.operator.runtimefilter.StringKeys;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.RowTable;
import io.colonnade.exec.operator.state.StringTable;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the build side of a join and makes an index over its keys, and the runtime filters that scans asked for.
///
/// ```text
/// driver 0 -> RowStore \                       column by column
///                       > RowTable (columns in narrow forms) -> JoinIndex, RuntimeFilters
/// driver 1 -> RowStore /
/// ```
///
/// Rows with a NULL key are not kept: no kind of join ever returns one.
/// *Memory*: all of the build side; when it is refused the query ends with OUT_OF_MEMORY (spilling is to come; the
/// parts are per driver and in chunks for that).
/// *Thread safety*: as {@link Sink}; read-only when finished.
public final class JoinBuild implements Sink {
    private static final int BATCH = Page.ROWS_MAX;
    /// How much of a bitmap may be empty, unless it is small.
    private static final long BITMAP_BITS_PER_KEY_MAX = 256;
    private static final long BITMAP_RANGE_ALWAYS = 1L << 23;

    private final JoinNode node;
    private final JoinLayout layout;
    private final TaskContext task;
    private final SpillSpace spill;
    private final MemoryPool pool;
    private final List<RowStore> parts = new ArrayList<>();
    private final Set<Integer> filterKeys = new HashSet<>();
    private final Map<Integer, RuntimeFilter> filters = new HashMap<>();
    private final List<Buffer> filterBuffers = new ArrayList<>();
    private final StringTable strings;
    private @Nullable RowTable table;
    private @Nullable JoinIndex index;
    private boolean hasNullKey;
    private boolean finished;

    public JoinBuild(JoinNode node, TaskContext task, SpillSpace spill) {
        this.node = node;
        this.task = task;
        this.spill = spill;
        this.pool = task.memory();
        this.layout = new JoinLayout(node);
        this.strings = new StringTable(pool);
    }

    /// Asks for a runtime filter of a key; before the pipeline starts.
    public void requestFilter(int key) {
        if (node.kind() == JoinKind.INNER || node.kind() == JoinKind.SEMI) {
            filterKeys.add(key);
        }
    }

    /// The filter of a key, null if there is none; when the build side has finished.
    public @Nullable RuntimeFilter filter(int key) {
        return filters.get(key);
    }

    JoinLayout layout() {
        return layout;
    }

    RowTable table() {
        return required(table);
    }

    JoinIndex index() {
        return required(index);
    }

    StringTable strings() {
        return strings;
    }

    boolean hasNullKey() {
        return hasNullKey;
    }

    int rows() {
        return table().rows();
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the build side of a join has not finished");
        }
        return part;
    }

    @Override
    public Local local(DriverContext driver) {
        RowStore store = new RowStore(layout.keptTypes(), pool);
        synchronized (parts) {
            parts.add(store);
        }
        return new BuildLocal(store);
    }

    /// The rows of one driver.
    private final class BuildLocal implements Local {
        private final RowStore store;
        private final Scratch scratch = new Scratch(pool);
        private final boolean[] nulls = new boolean[BATCH];
        private final int[] positions = new int[BATCH];
        private boolean sawNullKey;

        BuildLocal(RowStore store) {
            this.store = store;
        }

        @Override
        public void accept(Page page) {
            scratch.reset();
            Column[] columns = new Column[layout.kept.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = page.column(layout.kept[i]);
            }
            Selection rows = page.selection();
            for (int key : node.buildKeys()) {
                rows = present(page.column(key), page.length(), rows);
            }
            store.append(columns, page.length(), rows, scratch);
        }

        private @Nullable Selection present(Column key, int length, @Nullable Selection rows) {
            if (!Decode.nulls(key, rows, nulls)) {
                return rows;
            }
            sawNullKey = true;
            int count = 0;
            int total = rows == null ? length : rows.count();
            for (int i = 0; i < total; i++) {
                if (!nulls[i]) {
                    positions[count++] = rows == null ? i : rows.positions()[i];
                }
            }
            return new Selection(positions, count);
        }

        @Override
        public void finish() {
            synchronized (parts) {
                hasNullKey |= sawNullKey;
            }
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    @Override
    public List<Job> finish() {
        if (finished) {
            return List.of();
        }
        if (table == null) {
            RowTable fresh = new RowTable(layout.keptTypes(), parts, pool);
            table = fresh;
            List<Job> jobs = new ArrayList<>();
            fresh.copies().forEach(copy -> jobs.add(copy::run));
            if (fresh.rows() > BATCH && jobs.size() > 1) {
                return jobs;
            }
            jobs.forEach(Job::run);
        }
        parts.forEach(RowStore::close);
        makeIndex();
        finished = true;
        return List.of();
    }

    // --- the index ---

    /// The words of the keys, a batch of rows at a time.
    private interface Batches {
        void accept(long[][] words, int first, int count);
    }

    private void forEachBatch(Batches batches) {
        int keys = node.buildKeys().size();
        long[][] words = new long[keys][BATCH];
        List<KeyWords> readers = new ArrayList<>();
        for (int key : node.buildKeys()) {
            readers.add(KeyWords.adding(layout.buildTypes.get(key), strings));
        }
        try (Scratch scratch = new Scratch(pool)) {
            int[] positions = new int[BATCH];
            for (int first = 0; first < rows(); first += BATCH) {
                task.checkCancelled();
                scratch.reset();
                int count = Math.min(BATCH, rows() - first);
                for (int i = 0; i < count; i++) {
                    positions[i] = first + i;
                }
                Selection selection = new Selection(positions, count);
                for (int k = 0; k < keys; k++) {
                    Column column =
                            table().column(layout.keptIndex[node.buildKeys().get(k)]);
                    readers.get(k).read(column, selection, words[k], scratch);
                }
                batches.accept(words, first, count);
            }
        }
    }

    private void makeIndex() {
        int keys = node.buildKeys().size();
        int rows = rows();
        if (keys == 0) {
            index = new CrossIndex(rows);
            return;
        }
        long[] min = new long[keys];
        long[] max = new long[keys];
        java.util.Arrays.fill(min, Long.MAX_VALUE);
        java.util.Arrays.fill(max, Long.MIN_VALUE);
        forEachBatch((words, first, count) -> {
            for (int k = 0; k < keys; k++) {
                for (int i = 0; i < count; i++) {
                    min[k] = Math.min(min[k], words[k][i]);
                    max[k] = Math.max(max[k], words[k][i]);
                }
            }
        });
        makeFilters(min, max);
        JoinIndex made;
        if (keys == 1 && (rows == 0 || DenseIndex.suits(min[0], max[0], rows))) {
            DenseIndex dense = rows == 0 ? new DenseIndex(0, 0, 0, pool) : new DenseIndex(min[0], max[0], rows, pool);
            index = dense;
            forEachBatch((words, first, count) -> {
                dense.add(words[0], first, count);
                fillFilters(words, count);
            });
            made = dense;
        } else {
            HashIndex hashed = new HashIndex(keys, rows, pool);
            index = hashed;
            forEachBatch((words, first, count) -> {
                hashed.add(words, first, count);
                fillFilters(words, count);
            });
            made = hashed;
        }
        index = made;
    }

    /// Makes the filters that were asked for; those over integers are still empty.
    private void makeFilters(long[] min, long[] max) {
        for (int key : filterKeys) {
            Type type = layout.buildTypes.get(node.buildKeys().get(key));
            if (type.layout() == Layout.VIEW) {
                // With several string keys the table holds the strings of all of them: a superset.
                if (node.buildKeys().size() == 1) {
                    filters.put(key, new StringKeys(strings));
                }
            } else if (type.layout().isInteger() && rows() > 0) {
                long range = max[key] - min[key];
                boolean asBits = range >= 0
                        && range < BitmapKeys.RANGE_MAX
                        && (range < BITMAP_RANGE_ALWAYS || range / BITMAP_BITS_PER_KEY_MAX <= rows());
                long bytes = asBits ? BitmapKeys.words(min[key], max[key]) * 4L : HashedKeys.bytes(rows());
                // For a bitmap this is only the reservation of its array.
                Buffer buffer = pool.allocate(bytes);
                filterBuffers.add(buffer);
                if (asBits) {
                    int[] bits = new int[BitmapKeys.words(min[key], max[key])];
                    filters.put(key, new BitmapKeys(min[key], max[key], bits, rows()));
                } else {
                    MemorySegment words = buffer.segment().asSlice(0, bytes);
                    words.fill((byte) 0);
                    filters.put(key, new HashedKeys(min[key], max[key], words, rows()));
                }
            }
        }
    }

    private void fillFilters(long[][] words, int count) {
        filters.forEach((key, filter) -> {
            switch (filter) {
                case BitmapKeys bitmap -> {
                    for (int i = 0; i < count; i++) {
                        BitmapKeys.set(bitmap.bits(), (int) (words[key][i] - bitmap.min()));
                    }
                }
                case HashedKeys hashed -> {
                    for (int i = 0; i < count; i++) {
                        HashedKeys.add(hashed.words(), words[key][i]);
                    }
                }
                case StringKeys strings -> {}
            }
        });
    }

    @Override
    public void close() {
        if (index instanceof DenseIndex dense) {
            dense.close();
        } else if (index instanceof HashIndex hashed) {
            hashed.close();
        }
        filterBuffers.forEach(Buffer::close);
        strings.close();
        if (table != null) {
            table.close();
        }
        parts.forEach(RowStore::close);
    }
}
