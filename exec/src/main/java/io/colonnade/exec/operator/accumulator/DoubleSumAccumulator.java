package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
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

/// SUM of doubles with Neumaier's compensation, so that the order of rows hardly shows in the result.
///
/// ```text
/// group g:  [sum][what the additions to it have lost]
/// ```
final class DoubleSumAccumulator extends Accumulator {
    private final NativeArray sums;
    private final Seen seen;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    DoubleSumAccumulator(MemoryPool pool) {
        this.sums = new NativeArray(pool);
        this.seen = new Seen(pool);
    }

    @Override
    void grow(int count) {
        sums.ensure(count * 16L, (byte) 0);
        seen.grow(count);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(sums, groups * 16L);
        seen.growth(groups, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(Type.DOUBLE, Type.DOUBLE);
    }

    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        MemorySegment validity = seen.validity(from, count, scratch);
        Column[] halves = new Column[2];
        for (int half = 0; half < 2; half++) {
            MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
            for (int i = 0; i < count; i++) {
                values.set(Lanes.LONG, i * 8L, sums.segment().get(Lanes.LONG, (from + (long) i) * 16 + half * 8L));
            }
            halves[half] = new Column.Plain(Type.DOUBLE, count, values, validity);
        }
        return halves;
    }

    @Override
    public void addStates(
            int[] groups, Column[] states, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        add(groups, states, selection, rows, scratch);
        boolean hasNulls = Decode.nulls(states[1], selection, nulls);
        MemorySegment lost = Flatten.plain(states[1], selection, scratch).values();
        MemorySegment target = sums.segment();
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                long at = groups[i] * 16L + 8;
                target.set(Lanes.DOUBLE, at, target.get(Lanes.DOUBLE, at) + lost.get(Lanes.DOUBLE, i * 8L));
            }
        }
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        MemorySegment values = Flatten.plain(column, selection, scratch).values();
        if (hasNulls) {
            seen.track(groupsBefore);
        } else {
            seen.mark(groups, rows);
        }
        MemorySegment target = sums.segment();
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                add(target, groups[i], values.get(Lanes.DOUBLE, i * 8L));
                if (hasNulls) {
                    seen.mark(groups[i]);
                }
            }
        }
    }

    private static void add(MemorySegment sums, int group, double value) {
        long at = group * 16L;
        double old = sums.get(Lanes.DOUBLE, at);
        double sum = old + value;
        if (Double.isInfinite(sum) && Double.isFinite(old) && Double.isFinite(value)) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "a sum is out of the range of " + Type.DOUBLE.sql());
        }
        double lost = Math.abs(old) >= Math.abs(value) ? (old - sum) + value : (value - sum) + old;
        sums.set(Lanes.DOUBLE, at, sum);
        sums.set(Lanes.DOUBLE, at + 8, sums.get(Lanes.DOUBLE, at + 8) + lost);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        DoubleSumAccumulator source = (DoubleSumAccumulator) other;
        if (source.seen.isTracking()) {
            seen.track(groupsBefore);
        }
        MemorySegment sources = source.sums.segment();
        MemorySegment target = sums.segment();
        for (int i = 0; i < count; i++) {
            if (source.seen.get(from[i])) {
                add(target, to[i], sources.get(Lanes.DOUBLE, from[i] * 16L));
                double lost = sources.get(Lanes.DOUBLE, from[i] * 16L + 8);
                long at = to[i] * 16L + 8;
                target.set(Lanes.DOUBLE, at, target.get(Lanes.DOUBLE, at) + lost);
                if (seen.isTracking()) {
                    seen.mark(to[i]);
                }
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment values = scratch.allocate(Math.max(8, count * 8L));
        for (int i = 0; i < count; i++) {
            double sum = sums.segment().get(Lanes.DOUBLE, (from + (long) i) * 16);
            double lost = sums.segment().get(Lanes.DOUBLE, (from + (long) i) * 16 + 8);
            // Infinity less infinity was lost nowhere.
            values.set(Lanes.DOUBLE, i * 8L, Double.isFinite(sum) ? sum + lost : sum);
        }
        return new Column.Plain(Type.DOUBLE, count, values, seen.validity(from, count, scratch));
    }

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
