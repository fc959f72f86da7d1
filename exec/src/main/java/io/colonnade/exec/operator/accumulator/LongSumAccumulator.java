package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
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

/// SUM into 64 bits, with a check for overflow.
final class LongSumAccumulator extends Accumulator {
    private final Type type;
    private final NativeArray sums;
    private final Seen seen;
    private final long[] values = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    LongSumAccumulator(Type type, MemoryPool pool) {
        this.type = type;
        this.sums = new NativeArray(pool);
        this.seen = new Seen(pool);
    }

    @Override
    void grow(int count) {
        sums.ensure(count * 8L, (byte) 0);
        seen.grow(count);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(sums, groups * 8L);
        seen.growth(groups, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        Decode.words(column, selection, values, scratch);
        if (Decode.nulls(column, selection, nulls)) {
            seen.track(groupsBefore);
            for (int i = 0; i < rows; i++) {
                if (nulls[i]) {
                    values[i] = 0;
                } else {
                    seen.mark(groups[i]);
                }
            }
        } else {
            seen.mark(groups, rows);
        }
        checkOverflow(add(sums.segment(), groups, values, rows));
    }

    /// Negative if a sum has left 64 bits.
    private static long add(MemorySegment sums, int[] groups, long[] values, int rows) {
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            long at = groups[i] * 8L;
            long old = sums.get(Lanes.LONG, at);
            long sum = old + values[i];
            overflow |= (old ^ sum) & (values[i] ^ sum);
            sums.set(Lanes.LONG, at, sum);
        }
        return overflow;
    }

    private void checkOverflow(long overflow) {
        if (overflow < 0) {
            throw new EngineException(
                    ErrorCode.OUT_OF_RANGE,
                    "a sum is out of the range of " + type.sql(),
                    null,
                    "cast the summed value to DECIMAL(38, 0)",
                    null);
        }
    }

    @Override
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        if (column.layout() != io.colonnade.core.type.Layout.INT32 || Decode.mayBeNull(column)) {
            super.addAll(arguments, selection, rows, scratch);
            return;
        }
        long sum = IntSums.sum(column, selection, rows, values, scratch);
        MemorySegment target = sums.segment();
        long old = target.get(Lanes.LONG, 0);
        seen.mark(new int[] {0}, 1);
        checkOverflow((old ^ (old + sum)) & (sum ^ (old + sum)));
        target.set(Lanes.LONG, 0, old + sum);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        LongSumAccumulator source = (LongSumAccumulator) other;
        if (source.seen.isTracking()) {
            seen.track(groupsBefore);
        }
        MemorySegment target = sums.segment();
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            if (source.seen.get(from[i])) {
                long value = source.sums.segment().get(Lanes.LONG, from[i] * 8L);
                long old = target.get(Lanes.LONG, to[i] * 8L);
                long sum = old + value;
                overflow |= (old ^ sum) & (value ^ sum);
                target.set(Lanes.LONG, to[i] * 8L, sum);
                if (seen.isTracking()) {
                    seen.mark(to[i]);
                }
            }
        }
        checkOverflow(overflow);
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return new Column.Plain(
                type, count, sums.segment().asSlice(from * 8L, count * 8L), seen.validity(from, count, scratch));
    }

    /// Marks the one group of an aggregate without keys as empty.
    @Override
    public void noRows() {
        seen.track(0);
    }

    @Override
    public void close() {
        sums.close();
        seen.close();
    }
}
