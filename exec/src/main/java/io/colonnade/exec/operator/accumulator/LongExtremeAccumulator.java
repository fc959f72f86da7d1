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

/// MIN and MAX of booleans, integers, dates, timestamps and decimals of 64 bits.
///
/// MAX keeps the complement of its values and takes the least of them, so that both are one loop.
final class LongExtremeAccumulator extends Accumulator {
    private final Type type;
    private final long flip;
    private final NativeArray values;
    private final NativeArray present;
    private final long[] words = new long[Page.ROWS_MAX];
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    LongExtremeAccumulator(Type type, boolean least, MemoryPool pool) {
        this.type = type;
        this.flip = least ? 0 : -1;
        this.values = new NativeArray(pool);
        this.present = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        long old = values.bytes() / 8;
        MemorySegment grown = values.ensure(count * 8L, (byte) 0);
        for (long i = old; i < grown.byteSize() / 8; i++) {
            grown.set(Lanes.LONG, i * 8, Long.MAX_VALUE);
        }
        present.ensure(Math.max(8, count), (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(values, groups * 8L);
        growth.array(present, Math.max(8, groups));
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        Decode.words(column, selection, words, scratch);
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        MemorySegment target = values.segment();
        MemorySegment marks = present.segment();
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                long at = groups[i] * 8L;
                target.set(Lanes.LONG, at, Math.min(target.get(Lanes.LONG, at), words[i] ^ flip));
                marks.set(Lanes.BYTE, groups[i], (byte) 1);
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        LongExtremeAccumulator source = (LongExtremeAccumulator) other;
        MemorySegment target = values.segment();
        for (int i = 0; i < count; i++) {
            if (source.present.segment().get(Lanes.BYTE, from[i]) != 0) {
                long value = source.values.segment().get(Lanes.LONG, from[i] * 8L);
                target.set(Lanes.LONG, to[i] * 8L, Math.min(target.get(Lanes.LONG, to[i] * 8L), value));
                present.segment().set(Lanes.BYTE, to[i], (byte) 1);
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        MemorySegment out = scratch.allocate(Math.max(8, type.layout().bytes(count)));
        for (int i = 0; i < count; i++) {
            long value = values.segment().get(Lanes.LONG, (from + (long) i) * 8) ^ flip;
            switch (type.layout()) {
                case BIT -> Lanes.setBit(out, i, value == 1);
                case INT32 -> out.set(Lanes.INT, i * 4L, (int) value);
                case INT64 -> out.set(Lanes.LONG, i * 8L, value);
                case INT128, FLOAT64, VIEW -> throw new IllegalStateException(type.sql());
            }
        }
        return new Column.Plain(type, count, out, validity(present.segment(), from, count, scratch));
    }

    @Override
    public void close() {
        values.close();
        present.close();
    }
}
