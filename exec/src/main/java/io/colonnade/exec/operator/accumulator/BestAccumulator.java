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

/// MIN_BY and MAX_BY: the value that stands beside the least or the greatest of another column. Of several values
/// beside it the least is taken, so that the order of rows does not matter.
final class BestAccumulator extends Accumulator {
    private final List<Type> types;
    private final boolean least;
    private final GroupValues values;
    private final GroupValues keys;
    private final NativeArray present;
    private final boolean[] valueNulls = new boolean[Page.ROWS_MAX];
    private final boolean[] keyNulls = new boolean[Page.ROWS_MAX];

    BestAccumulator(List<Type> types, boolean least, MemoryPool pool) {
        this.types = types;
        this.least = least;
        this.values = new GroupValues(types.get(0), pool);
        this.keys = new GroupValues(types.get(1), pool);
        this.present = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        values.grow(count);
        keys.grow(count);
        present.ensure(Math.max(8, count), (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        values.growth(groups, rows, longBytes, growth);
        keys.growth(groups, rows, longBytes, growth);
        growth.array(present, Math.max(8, groups));
    }

    @Override
    public List<Type> stateTypes() {
        return types;
    }

    private void offer(int group, Column.Plain value, Column.Plain key, int row) {
        if (present.segment().get(Lanes.BYTE, group) != 0) {
            int order = keys.compare(group, key, row);
            boolean worse = order == 0 ? values.compare(group, value, row) <= 0 : least == order < 0;
            if (worse) {
                return;
            }
        }
        present.segment().set(Lanes.BYTE, group, (byte) 1);
        keys.set(group, key, row);
        values.set(group, value, row);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        boolean someValues = Decode.nulls(arguments[0], selection, valueNulls);
        boolean someKeys = Decode.nulls(arguments[1], selection, keyNulls);
        Column.Plain value = Flatten.plain(arguments[0], selection, scratch);
        Column.Plain key = Flatten.plain(arguments[1], selection, scratch);
        for (int i = 0; i < rows; i++) {
            if (!(someValues && valueNulls[i]) && !(someKeys && keyNulls[i])) {
                offer(groups[i], value, key, i);
            }
        }
    }

    @Override
    public Column[] state(int from, int count, SegmentAllocator scratch) {
        MemorySegment validity = validity(present.segment(), from, count, scratch);
        return new Column[] {values.column(from, count, validity, scratch), keys.column(from, count, validity, scratch)
        };
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        BestAccumulator source = (BestAccumulator) other;
        for (int i = 0; i < count; ) {
            // Groups in a row are read at once.
            int rows = 1;
            while (i + rows < count && rows < Page.ROWS_MAX && from[i + rows] == from[i] + rows) {
                rows++;
            }
            MemorySegment marks = source.present.segment();
            MemorySegment validity = validity(marks, from[i], rows, scratch);
            Column.Plain value = source.values.column(from[i], rows, validity, scratch);
            Column.Plain key = source.keys.column(from[i], rows, validity, scratch);
            for (int row = 0; row < rows; row++) {
                if (marks.get(Lanes.BYTE, from[i + row]) != 0) {
                    offer(to[i + row], value, key, row);
                }
            }
            i += rows;
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        return values.column(from, count, validity(present.segment(), from, count, scratch), scratch);
    }

    @Override
    public void close() {
        values.close();
        keys.close();
        present.close();
    }
}
