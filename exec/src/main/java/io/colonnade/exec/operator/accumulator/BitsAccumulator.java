package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// BIT_AND, BIT_OR and BIT_XOR of integers.
final class BitsAccumulator extends Accumulator {
    private final AggregateFunction function;
    private final Type type;
    private final NativeArray bits;
    private final NativeArray present;
    private final long[] words = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    BitsAccumulator(AggregateFunction function, Type type, MemoryPool pool) {
        this.function = function;
        this.type = type;
        this.bits = new NativeArray(pool);
        this.present = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        bits.ensure(count * 8L, (byte) (function == AggregateFunction.BIT_AND ? -1 : 0));
        present.ensure(Math.max(8, count), (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(bits, groups * 8L);
        growth.array(present, Math.max(8, groups));
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    private void add(int group, long value) {
        MemorySegment target = bits.segment();
        long old = target.get(Lanes.LONG, group * 8L);
        long changed = switch (function) {
            case BIT_AND -> old & value;
            case BIT_OR -> old | value;
            default -> old ^ value;
        };
        target.set(Lanes.LONG, group * 8L, changed);
        present.segment().set(Lanes.BYTE, group, (byte) 1);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Decode.words(arguments[0], selection, words, scratch);
        boolean hasNulls = Decode.nulls(arguments[0], selection, nulls);
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                add(groups[i], words[i]);
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        BitsAccumulator source = (BitsAccumulator) other;
        for (int i = 0; i < count; i++) {
            if (source.present.segment().get(Lanes.BYTE, from[i]) != 0) {
                add(to[i], source.bits.segment().get(Lanes.LONG, from[i] * 8L));
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment out = scratch.allocate(Math.max(8, type.layout().bytes(count)));
        for (int i = 0; i < count; i++) {
            long value = bits.segment().get(Lanes.LONG, (from + (long) i) * 8);
            if (type.layout() == Layout.INT32) {
                out.set(Lanes.INT, i * 4L, (int) value);
            } else {
                out.set(Lanes.LONG, i * 8L, value);
            }
        }
        return new Column.Plain(type, count, out, validity(present.segment(), from, count, scratch));
    }

    @Override
    public void close() {
        bits.close();
        present.close();
    }
}
