package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// COUNT(*), and COUNT of columns: rows without a NULL in them.
final class CountAccumulator extends Accumulator {
    private final NativeArray counts;
    private final FewGroups few = new FewGroups();
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final boolean[] more;
    /// Made when states are added for the first time.
    private long[] words = new long[0];

    CountAccumulator(int arguments, MemoryPool pool) {
        this.more = new boolean[arguments > 1 ? Page.ROWS_MAX : 0];
        this.counts = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        counts.ensure(count * 8L, (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(counts, groups * 8L);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(Type.BIGINT);
    }

    /// A state that is NULL counts nothing.
    @Override
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        if (words.length == 0) {
            words = new long[Page.ROWS_MAX];
        }
        Decode.words(states[0], selection, words, scratch);
        boolean hasNulls = Decode.nulls(states[0], selection, nulls);
        MemorySegment target = counts.segment();
        for (int i = 0; i < rows; i++) {
            long at = groups[i] * 8L;
            target.set(Lanes.LONG, at, target.get(Lanes.LONG, at) + (hasNulls && nulls[i] ? 0 : words[i]));
        }
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        MemorySegment target = counts.segment();
        if (someNull(arguments, selection, rows)) {
            for (int i = 0; i < rows; i++) {
                long at = groups[i] * 8L;
                target.set(Lanes.LONG, at, target.get(Lanes.LONG, at) + (nulls[i] ? 0 : 1));
            }
        } else if (this.groups <= Math.min(rows, FewGroups.MAX)) {
            long[] rowCounts = few.counts(groups, rows, this.groups);
            for (int group = 0; group < this.groups; group++) {
                long at = group * 8L;
                target.set(Lanes.LONG, at, target.get(Lanes.LONG, at) + rowCounts[group]);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                long at = groups[i] * 8L;
                target.set(Lanes.LONG, at, target.get(Lanes.LONG, at) + 1);
            }
        }
    }

    /// Whether an argument of any row is NULL; `nulls` then tells of which.
    private boolean someNull(Column[] arguments, @Nullable Selection selection, int rows) {
        boolean some = false;
        for (Column argument : arguments) {
            if (!some) {
                some = Decode.nulls(argument, selection, nulls);
            } else if (Decode.nulls(argument, selection, more)) {
                for (int i = 0; i < rows; i++) {
                    nulls[i] |= more[i];
                }
            }
        }
        return some;
    }

    @Override
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        long count = rows;
        if (someNull(arguments, selection, rows)) {
            for (int i = 0; i < rows; i++) {
                count -= nulls[i] ? 1 : 0;
            }
        }
        MemorySegment target = counts.segment();
        target.set(Lanes.LONG, 0, target.get(Lanes.LONG, 0) + count);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        MemorySegment source = ((CountAccumulator) other).counts.segment();
        MemorySegment target = counts.segment();
        for (int i = 0; i < count; i++) {
            long at = to[i] * 8L;
            target.set(Lanes.LONG, at, target.get(Lanes.LONG, at) + source.get(Lanes.LONG, from[i] * 8L));
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return new Column.Plain(Type.BIGINT, count, counts.segment().asSlice(from * 8L, count * 8L), null);
    }

    @Override
    public void close() {
        counts.close();
    }
}
