package io.colonnade.exec.operator.accumulator;

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

/// MIN and MAX of DOUBLE and REAL; NaN is greater than every number, as in PostgreSQL.
final class DoubleExtremeAccumulator extends Accumulator {
    private final Type type;
    private final boolean least;
    private final NativeArray values;
    private final NativeArray present;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    DoubleExtremeAccumulator(Type type, boolean least, MemoryPool pool) {
        this.type = type;
        this.least = least;
        this.values = new NativeArray(pool);
        this.present = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        values.ensure(count * 8L, (byte) 0);
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

    private void offer(int group, double value) {
        MemorySegment target = values.segment();
        MemorySegment marks = present.segment();
        double normal = value + 0.0;
        boolean first = marks.get(Lanes.BYTE, group) == 0;
        double old = target.get(Lanes.DOUBLE, group * 8L);
        int order = Double.compare(normal, old);
        if (first || (least ? order < 0 : order > 0)) {
            target.set(Lanes.DOUBLE, group * 8L, normal);
            marks.set(Lanes.BYTE, group, (byte) 1);
        }
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        MemorySegment source = Flatten.plain(column, selection, scratch).values();
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                offer(groups[i], source.get(Lanes.DOUBLE, i * 8L));
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        DoubleExtremeAccumulator source = (DoubleExtremeAccumulator) other;
        for (int i = 0; i < count; i++) {
            if (source.present.segment().get(Lanes.BYTE, from[i]) != 0) {
                offer(to[i], source.values.segment().get(Lanes.DOUBLE, from[i] * 8L));
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return new Column.Plain(
                type,
                count,
                values.segment().asSlice(from * 8L, count * 8L),
                validity(present.segment(), from, count, scratch));
    }

    @Override
    public void close() {
        values.close();
        present.close();
    }
}
