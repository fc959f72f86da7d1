package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.runtimefilter.BitmapKeys;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.RowTable;
import io.colonnade.exec.operator.state.StringTable;
import io.colonnade.exec.task.TaskContext;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The build side of a join in memory, or as much of it as memory has room for: whole columns and an index
/// over keys.
///
/// ```text
/// RowStores -> copies() -> makeIndex()       then probes read it
/// ```
///
/// *Memory*: everything comes from the join's share; {@link #finishBytes} is what it takes beyond the stores.
/// *Thread safety*: the copies may run side by side; read-only when the index is made.
final class JoinTable implements AutoCloseable {
    private static final int BATCH = Page.ROWS_MAX;
    /// What numbering a string takes at most, beside its bytes: views that double, and slots.
    private static final long NUMBERED_STRING_BYTES = 80;
    /// A dense array of this size is made without asking.
    private static final long DENSE_BYTES_ALWAYS = 64 * 1024;

    private final JoinNode node;
    private final JoinLayout layout;
    private final TaskContext task;
    private final MemoryShare share;
    private final RowTable table;
    private final StringTable strings;
    private final JoinFilters filters;
    /// A byte for each row, of a join that ends with build rows: whether it has had a partner.
    private final NativeArray met;
    /// Of a NULL_AWARE_MARK join: the rows with a NULL key.
    private final NativeArray nullRows;
    private int nullRowCount;
    private @Nullable JoinIndex index;

    /// `unites`: columns of strings from several dictionaries get a new one, which lives as long as the table.
    JoinTable(
            JoinNode node,
            JoinLayout layout,
            List<RowStore> parts,
            boolean unites,
            TaskContext task,
            MemoryShare share) {
        this.node = node;
        this.layout = layout;
        this.task = task;
        this.share = share;
        this.table = new RowTable(layout.keptTypes(), parts, unites, share.pool());
        this.strings = new StringTable(share.pool());
        this.filters = new JoinFilters(node, layout, share);
        this.met = new NativeArray(share.pool());
        this.nullRows = new NativeArray(share.pool());
    }

    /// What table and index of `rows` rows take at most while stores of `storeBytes` are turned into them.
    static long finishBytes(JoinNode node, JoinLayout layout, long rows, long storeBytes) {
        int keys = node.buildKeys().size();
        long index = keys == 0 ? 0 : HashIndex.bytes(keys, rows);
        for (int key : node.buildKeys()) {
            Type type = layout.buildTypes.get(key);
            if (KeyWords.isCoded(type)) {
                long copied = type.layout() == Layout.VIEW ? storeBytes : rows * 16;
                index += rows * NUMBERED_STRING_BYTES + copied;
            }
        }
        long beside = switch (node.kind()) {
            case FULL, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> rows;
            case NULL_AWARE_MARK -> rows * 4;
            case INNER, LEFT, SINGLE, SEMI, ANTI, NULL_AWARE_ANTI, MARK -> 0;
        };
        return Math.max(storeBytes, index) + beside;
    }

    /// Notes that build rows have had a partner; any thread may, at the same time.
    void meet(int[] buildRows, int count) {
        MemorySegment flags = met.segment();
        for (int i = 0; i < count; i++) {
            flags.set(Lanes.BYTE, buildRows[i], (byte) 1);
        }
    }

    /// The same of all rows with the keys of the given ones, which are the first with theirs, or NONE.
    void meetAll(int[] heads, int count) {
        MemorySegment flags = met.segment();
        JoinIndex found = index();
        boolean unique = found.isUnique();
        for (int i = 0; i < count; i++) {
            int head = heads[i];
            // Whoever has met the first has met, or is about to meet, the others.
            if (head >= 0 && flags.get(Lanes.BYTE, head) == 0) {
                flags.set(Lanes.BYTE, head, (byte) 1);
                for (int row = unique ? JoinIndex.NONE : found.next(head); row >= 0; row = found.next(row)) {
                    flags.set(Lanes.BYTE, row, (byte) 1);
                }
            }
        }
    }

    /// The next row with the same key that has had no partner yet, or NONE; rows that have had one are left out of
    /// the chain, so that nobody passes over them again.
    int nextUnmet(int row) {
        JoinIndex found = index();
        int first = found.next(row);
        int next = first;
        while (next >= 0 && hasMet(next)) {
            next = found.next(next);
        }
        if (next != first) {
            found.skip(row, next);
        }
        return next;
    }

    /// Whether a build row has had a partner, of a join that ends with build rows.
    boolean hasMet(int row) {
        return met.segment().get(Lanes.BYTE, row) != 0;
    }

    JoinLayout layout() {
        return layout;
    }

    Column column(int kept) {
        return table.column(kept);
    }

    int rows() {
        return table.rows();
    }

    StringTable strings() {
        return strings;
    }

    JoinIndex index() {
        if (index == null) {
            throw new IllegalStateException("the build side of a join has not finished");
        }
        return index;
    }

    @Nullable
    RuntimeFilter filter(int key) {
        return filters.get(key);
    }

    /// The work of filling the columns; then the stores can be closed.
    List<Runnable> copies() {
        return table.copies();
    }

    /// How many rows of a NULL_AWARE_MARK join have a NULL key.
    int nullRows() {
        return nullRowCount;
    }

    /// The `i`-th of them.
    int nullRow(int i) {
        return nullRows.segment().get(Lanes.INT, i * 4L);
    }

    private void collectNullRows() {
        int[] positions = new int[BATCH];
        boolean[] anyNull = new boolean[BATCH];
        for (int first = 0; first < rows(); first += BATCH) {
            task.checkCancelled();
            int count = Math.min(BATCH, rows() - first);
            for (int i = 0; i < count; i++) {
                positions[i] = first + i;
            }
            if (findNulls(new Selection(positions, count), anyNull)) {
                MemorySegment target = nullRows.ensure((nullRowCount + count) * 4L, (byte) 0);
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.INT, nullRowCount * 4L, first + i);
                    nullRowCount += anyNull[i] ? 1 : 0;
                }
            }
        }
    }

    /// Makes the index, and the filters of these keys if there is room for them.
    void makeIndex(Set<Integer> filterKeys) {
        int keys = node.buildKeys().size();
        int rows = rows();
        if (node.kind().endsWithBuildRows()) {
            met.ensure(rows, (byte) 0);
        }
        if (node.kind() == JoinKind.NULL_AWARE_MARK) {
            collectNullRows();
        }
        if (keys == 0) {
            index = new CrossIndex(rows);
            return;
        }
        long[] min = new long[keys];
        long[] max = new long[keys];
        Arrays.fill(min, Long.MAX_VALUE);
        Arrays.fill(max, Long.MIN_VALUE);
        forEachBatch((words, from, first, count) -> {
            for (int k = 0; k < keys; k++) {
                for (int i = from; i < from + count; i++) {
                    min[k] = Math.min(min[k], words[k][i]);
                    max[k] = Math.max(max[k], words[k][i]);
                }
            }
        });
        long hashBytes = HashIndex.bytes(keys, rows);
        filters.make(filterKeys, strings, min, max, rows, hashBytes);
        if (asksForExistence() && filters.get(0) instanceof BitmapKeys bitmap) {
            forEachBatch((words, from, first, count) -> filters.add(words, from, count));
            if (node.kind() == JoinKind.SEMI || bitmap.present() == rows) {
                index = new KeySet(bitmap);
                return;
            }
        }
        if (keys == 1 && isDense(min[0], max[0], hashBytes)) {
            boolean isEmpty = min[0] > max[0];
            DenseIndex dense = new DenseIndex(isEmpty ? 0 : min[0], isEmpty ? 0 : max[0], rows, share.pool());
            index = dense;
            forEachBatch((words, from, first, count) -> {
                dense.add(words[0], from, first, count);
                filters.add(words, from, count);
            });
        } else {
            HashIndex hashed = new HashIndex(keys, rows, share.pool());
            index = hashed;
            forEachBatch((words, from, first, count) -> {
                hashed.add(words, from, first, count);
                filters.add(words, from, count);
            });
        }
    }

    /// Whether the rows themselves do not matter, if no two of them have the same key.
    private boolean asksForExistence() {
        int probeColumns = layout.probeTypes.size();
        return node.buildKeys().size() == 1
                && node.residual() == null
                && (node.kind() == JoinKind.SEMI
                        || node.kind() == JoinKind.INNER
                                && node.outputs().stream().allMatch(column -> column < probeColumns));
    }

    private boolean isDense(long min, long max, long hashBytes) {
        int rows = rows();
        if (min > max) {
            return true;
        }
        if (!DenseIndex.suits(min, max, rows)) {
            return false;
        }
        long bytes = DenseIndex.bytes(min, max, rows);
        return bytes <= Math.max(hashBytes, DENSE_BYTES_ALWAYS) || share.hasRoomFor(bytes);
    }

    /// The words of the keys of rows `first` to `first + count`, from `words[k][from]` on.
    private interface Batches {
        void accept(long[][] words, int from, int first, int count);
    }

    /// A batch of rows at a time; rows with a NULL key, which have no words, are left out.
    private void forEachBatch(Batches batches) {
        int keys = node.buildKeys().size();
        long[][] words = new long[keys][Math.min(BATCH, Math.max(1, rows()))];
        List<KeyWords> readers = new ArrayList<>();
        for (int key : node.buildKeys()) {
            readers.add(KeyWords.adding(layout.buildTypes.get(key), strings));
        }
        try (Scratch scratch = new Scratch(share.pool())) {
            int[] positions = new int[BATCH];
            boolean[] anyNull = new boolean[BATCH];
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
                            table.column(layout.keptIndex[node.buildKeys().get(k)]);
                    readers.get(k).read(column, selection, words[k], scratch);
                }
                if (layout.keepsNullKeys && findNulls(selection, anyNull)) {
                    acceptPresent(words, anyNull, first, count, batches);
                } else {
                    batches.accept(words, 0, first, count);
                }
            }
        }
    }

    private boolean findNulls(Selection rows, boolean[] anyNull) {
        boolean[] nulls = new boolean[rows.count()];
        boolean found = false;
        Arrays.fill(anyNull, false);
        for (int key : node.buildKeys()) {
            if (Decode.nulls(table.column(layout.keptIndex[key]), rows, nulls)) {
                found = true;
                for (int i = 0; i < nulls.length; i++) {
                    anyNull[i] |= nulls[i];
                }
            }
        }
        return found;
    }

    private static void acceptPresent(long[][] words, boolean[] anyNull, int first, int count, Batches batches) {
        int from = 0;
        while (from < count) {
            int to = from;
            while (to < count && !anyNull[to]) {
                to++;
            }
            if (to > from) {
                batches.accept(words, from, first + from, to - from);
            }
            from = to + 1;
        }
    }

    @Override
    public void close() {
        if (index instanceof DenseIndex dense) {
            dense.close();
        } else if (index instanceof HashIndex hashed) {
            hashed.close();
        }
        filters.close();
        met.close();
        nullRows.close();
        strings.close();
        table.close();
    }
}
