package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
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

/// MIN and MAX of strings, in the order of their bytes. Each group keeps the number of its string in a table, which
/// holds only strings that were the best of some group once.
final class StringExtremeAccumulator extends Accumulator {
    private final Type type;
    private final boolean least;
    private final StringTable strings;
    /// Number plus one of each group's string, 0 for none.
    private final NativeArray best;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];

    StringExtremeAccumulator(Type type, boolean least, MemoryPool pool) {
        this.type = type;
        this.least = least;
        this.strings = new StringTable(pool);
        this.best = new NativeArray(pool);
    }

    @Override
    void grow(int count) {
        best.ensure(count * 4L, (byte) 0);
    }

    @Override
    public void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(best, groups * 4L);
        strings.growth(rows, longBytes, growth);
    }

    @Override
    public List<Type> stateTypes() {
        return List.of(type);
    }

    private void offer(int group, Column.Plain source, int row) {
        int number = best.segment().get(Lanes.INT, group * 4L) - 1;
        if (number >= 0) {
            Column.Plain own = strings.column();
            int order = Views.compare(source.values(), source.heap(), row, own.values(), own.heap(), number);
            if (least ? order >= 0 : order <= 0) {
                return;
            }
        }
        best.segment().set(Lanes.INT, group * 4L, strings.intern(source.values(), source.heap(), row) + 1);
    }

    @Override
    public void add(
            int[] groups, Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Column column = arguments[0];
        boolean hasNulls = Decode.nulls(column, selection, nulls);
        Column.Plain source = Flatten.plain(column, selection, scratch);
        for (int i = 0; i < rows; i++) {
            if (!hasNulls || !nulls[i]) {
                offer(groups[i], source, i);
            }
        }
    }

    /// The codes of a sorted dictionary are in the order of its strings, so one of them is enough for a page.
    @Override
    public void addAll(Column[] arguments, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        if (!(arguments[0] instanceof Column.Dictionaried codes) || codes.validity() != null) {
            super.addAll(arguments, selection, rows, scratch);
            return;
        }
        int best = -1;
        for (int i = 0; i < rows; i++) {
            int code = codes.code(selection == null ? i : selection.positions()[i]);
            best = best < 0 ? code : least ? Math.min(best, code) : Math.max(best, code);
        }
        offer(0, codes.dictionary().values(), best);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count, SegmentAllocator scratch) {
        StringExtremeAccumulator source = (StringExtremeAccumulator) other;
        Column.Plain values = source.strings.column();
        for (int i = 0; i < count; i++) {
            int number = source.best.segment().get(Lanes.INT, from[i] * 4L) - 1;
            if (number >= 0) {
                offer(to[i], values, number);
            }
        }
    }

    @Override
    public Column result(int from, int count, SegmentAllocator scratch) {
        Column.Plain own = strings.column();
        MemorySegment views = scratch.allocate(Math.max(16, count * 16L));
        MemorySegment present = scratch.allocate(Math.max(8, count));
        for (int i = 0; i < count; i++) {
            int number = best.segment().get(Lanes.INT, (from + (long) i) * 4) - 1;
            views.set(Lanes.LONG, i * 16L, number < 0 ? 0 : own.values().get(Lanes.LONG, number * 16L));
            views.set(Lanes.LONG, i * 16L + 8, number < 0 ? 0 : own.values().get(Lanes.LONG, number * 16L + 8));
            present.set(Lanes.BYTE, i, (byte) (number < 0 ? 0 : 1));
        }
        return new Column.Plain(type, count, views, validity(present, 0, count, scratch), own.heap());
    }

    @Override
    public void close() {
        strings.close();
        best.close();
    }
}
