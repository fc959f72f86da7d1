package io.colonnade.exec.operator.sort;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.group.GroupTable;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes on the rows that may be among the first of their group, as far as this driver has seen.
///
/// ```text
/// group    words of the first key, the least so far in order
/// Rome     [ 3  5  9 ]                 a row with 9 or less passes (and 9 gives way to less), with 12 it does not
/// Oslo     [ 4 ]                       not full: every row passes
/// ```
///
/// A word says at most that rows are equal where they are not, so nothing is left out that counts. *Memory*:
/// a small part of the limit; where that does not do, or hardly any row is left out, it lets all rows pass
/// from then on. *Thread safety*: one thread at a time.
public final class GroupTopOperator implements Operator {
    private static final int MEMORY_PART = 32;
    /// After so many rows it is looked whether it was worth it.
    private static final long TRIAL_ROWS = 1 << 20;
    private static final int WORTH_ONE_IN = 16;

    private final GroupTopNode node;
    private final Scratch scratch;
    private final long bytesMax;
    private final int[] keyColumns;
    private final int limit;
    private final boolean dropsEqual;
    private final boolean distinct;
    private final int[] groups = new int[Page.ROWS_MAX];
    private final long[] words = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final int[] kept = new int[Page.ROWS_MAX];
    private @Nullable Tops tops;
    private long seen;
    private long left;

    public GroupTopOperator(GroupTopNode node, DriverContext driver) {
        this.node = node;
        this.scratch = new Scratch(driver.memory());
        this.bytesMax = driver.memory().budgetBytes()
                / MEMORY_PART
                / Math.max(1, driver.task().settings().threads());
        this.keyColumns = node.keys().stream().mapToInt(Integer::intValue).toArray();
        this.limit = node.limit();
        this.distinct = node.counting() == GroupTopNode.Counting.VALUES;
        this.dropsEqual = node.counting() == GroupTopNode.Counting.ROWS && isExact(node);
        this.tops = new Tops(node, driver.memory().child("first rows of groups"), bytesMax);
    }

    /// Whether rows with the same word are equal in the whole order.
    private static boolean isExact(GroupTopNode node) {
        if (node.order().size() != 1) {
            return node.order().isEmpty();
        }
        Layout layout = node.outputTypes().get(node.order().getFirst().column()).layout();
        // The word of a NULL may be that of a value, too.
        return layout == Layout.INT32;
    }

    /// The words of each group.
    private static final class Tops implements AutoCloseable {
        final MemoryPool pool;
        final GroupTable table;
        final NativeArray words;
        final NativeArray counts;

        Tops(GroupTopNode node, MemoryPool pool, long bytesMax) {
            this.pool = pool;
            List<Type> input = node.outputTypes();
            this.table = new GroupTable(
                    node.keys().stream().map(input::get).toList(),
                    pool,
                    bytes -> pool.allocatedBytes() + bytes <= bytesMax);
            this.words = new NativeArray(pool);
            this.counts = new NativeArray(pool);
        }

        @Override
        public void close() {
            counts.close();
            words.close();
            table.close();
            pool.close();
        }
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        Tops current = tops;
        if (current == null) {
            downstream.accept(page);
            return;
        }
        scratch.reset();
        int count;
        try {
            count = choose(page, current);
        } catch (EngineException e) {
            if (e.code() != ErrorCode.OUT_OF_MEMORY) {
                throw e;
            }
            giveUp();
            downstream.accept(page);
            return;
        }
        int rows = page.rows();
        seen += rows;
        left += rows - count;
        if (current.pool.allocatedBytes() > bytesMax) {
            giveUp();
        } else if (seen >= TRIAL_ROWS) {
            if (left < seen / WORTH_ONE_IN) {
                giveUp();
            }
            seen = 0;
            left = 0;
        }
        if (count == rows) {
            downstream.accept(page);
        } else if (count > 0) {
            downstream.accept(page.select(new Selection(kept, count)));
        }
    }

    /// Lists the rows that pass.
    private int choose(Page page, Tops current) {
        current.table.assign(page, keyColumns, groups, scratch);
        readWords(page);
        long size = current.table.size();
        MemorySegment all = current.words.ensure(size * limit * 8, (byte) 0);
        MemorySegment counts = current.counts.ensure(size * 4, (byte) 0);
        int rows = page.rows();
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (passes(all, counts, groups[i], words[i])) {
                kept[count++] = page.position(i);
            }
        }
        return count;
    }

    private void readWords(Page page) {
        int rows = page.rows();
        if (node.order().isEmpty()) {
            return;
        }
        SortKey key = node.order().getFirst();
        Column column = page.column(key.column());
        boolean someNull = Decode.nulls(column, page.selection(), nulls);
        if (!someNull) {
            java.util.Arrays.fill(nulls, 0, rows, false);
        }
        OrderWords.firstWords(column, page.selection(), key.ascending(), nulls, words, scratch);
        if (someNull) {
            for (int i = 0; i < rows; i++) {
                if (nulls[i]) {
                    words[i] = key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
                }
            }
        }
    }

    /// Whether the row may be among the first; if so its word is kept.
    private boolean passes(MemorySegment all, MemorySegment counts, int group, long word) {
        int count = counts.get(Lanes.INT, group * 4L);
        long start = (long) group * limit;
        if (count == limit) {
            long last = all.get(Lanes.LONG, (start + limit - 1) * 8);
            if (word >= last) {
                return word == last && !dropsEqual;
            }
        }
        int at = count;
        while (at > 0 && all.get(Lanes.LONG, (start + at - 1) * 8) > word) {
            at--;
        }
        if (distinct && at > 0 && all.get(Lanes.LONG, (start + at - 1) * 8) == word) {
            return true;
        }
        int moved = Math.min(count, limit - 1) - at;
        MemorySegment.copy(all, (start + at) * 8, all, (start + at + 1) * 8, moved * 8L);
        all.set(Lanes.LONG, (start + at) * 8, word);
        if (count < limit) {
            counts.set(Lanes.INT, group * 4L, count + 1);
        }
        return true;
    }

    private void giveUp() {
        if (tops != null) {
            tops.close();
            tops = null;
        }
    }

    @Override
    public void close() {
        giveUp();
        scratch.close();
    }
}
