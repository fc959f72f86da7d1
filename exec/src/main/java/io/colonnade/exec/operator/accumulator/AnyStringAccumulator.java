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
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ANY_VALUE of strings: the first that is not NULL of each group. Strings are neither hashed nor compared; of
/// all rows but the first of a group only the group is looked at.
final class AnyStringAccumulator extends Accumulator {
    private final Type type;
    private final StringTable strings;
    /// Number plus one of each group's string, 0 for none.
    private final NativeArray first;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    AnyStringAccumulator(Type type, MemoryPool pool) {
        this.type = type;
        this.strings = new StringTable(pool);
        this.first = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        first.ensure(count * 4L, (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(first, groups * 4L);
        strings.appendGrowth(rows, longBytes, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    private boolean isOpen(int group) {
        return first.segment().get(Lanes.INT, group * 4L) == 0;
    }

    private void take(int group, Column.Plain source, int row) {
        first.segment().set(Lanes.INT, group * 4L, strings.append(source.values(), source.heap(), row) + 1);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        int open = 0;
        while (open < rows && !isOpen(groups[open])) {
            open++;
        }
        if (open == rows) {
            return;
        }
        Column column = arguments[0];
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        Column.Plain source = Flatten.plain(column, selection, scratch);
        for (int i = open; i < rows; i++) {
            if (isOpen(groups[i]) && !(hasNulls && nulls[i])) {
                take(groups[i], source, i);
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        AnyStringAccumulator source = (AnyStringAccumulator) other;
        Column.Plain values = source.strings.column();
        for (int i = 0; i < count; i++) {
            int number = source.first.segment().get(Lanes.INT, from[i] * 4L) - 1;
            if (number >= 0 && isOpen(to[i])) {
                take(to[i], values, number);
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        Column.Plain own = strings.column();
        MemorySegment views = scratch.allocate(Math.max(16, count * 16L));
        MemorySegment present = scratch.allocate(Math.max(8, count));
        for (int i = 0; i < count; i++) {
            int number = first.segment().get(Lanes.INT, (from + (long) i) * 4) - 1;
            views.set(Lanes.LONG, i * 16L, number < 0 ? 0 : own.values().get(Lanes.LONG, number * 16L));
            views.set(Lanes.LONG, i * 16L + 8, number < 0 ? 0 : own.values().get(Lanes.LONG, number * 16L + 8));
            present.set(Lanes.BYTE, i, (byte) (number < 0 ? 0 : 1));
        }
        return new Column.Plain(type, count, views, validity(present, 0, count, scratch), own.heap());
    }

    @Override
    public void close() {
        strings.close();
        first.close();
    }
}
