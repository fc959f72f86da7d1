package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One value of any type for each group, and their order.
///
/// ```text
/// group g:  BIT, INT32, INT64: the number     FLOAT64: a number of the same order     INT128: both halves
///           VIEW: the number of its string in a table of those that some group has had
/// ```
///
/// *Thread safety*: one thread.
final class GroupValues implements AutoCloseable {
    private final Type type;
    private final int width;
    private final NativeArray values;
    private final StringTable strings;

    GroupValues(Type type, MemoryPool pool) {
        this.type = type;
        this.width = type.layout() == Layout.INT128 ? 16 : 8;
        this.values = new NativeArray(pool);
        this.strings = new StringTable(pool);
    }

    void grow(int count) {
        values.ensure((long) count * width, (byte) 0);
    }

    void growth(int groups, int rows, long longBytes, Growth growth) {
        growth.array(values, (long) groups * width);
        if (type.layout() == Layout.VIEW) {
            strings.growth(rows, longBytes, growth);
        }
    }

    /// Doubles as integers of the same order, in which NaN is the greatest.
    static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static long word(Column.Plain source, int row) {
        return switch (source.layout()) {
            case BIT -> Lanes.bit(source.values(), row) ? 1 : 0;
            case INT32 -> source.values().get(Lanes.INT, row * 4L);
            case INT64 -> source.values().get(Lanes.LONG, row * 8L);
            case FLOAT64 -> ordered(source.values().get(Lanes.DOUBLE, row * 8L));
            case INT128, VIEW ->
                throw new IllegalArgumentException(source.type().sql() + " values are no words");
        };
    }

    void set(int group, Column.Plain source, int row) {
        MemorySegment target = values.segment();
        switch (type.layout()) {
            case INT128 -> MemorySegment.copy(source.values(), row * 16L, target, group * 16L, 16);
            case VIEW -> target.set(Lanes.LONG, group * 8L, strings.intern(source.values(), source.heap(), row));
            default -> target.set(Lanes.LONG, group * 8L, word(source, row));
        }
    }

    /// The order of a group's value and one of a column.
    int compare(int group, Column.Plain source, int row) {
        MemorySegment own = values.segment();
        return switch (type.layout()) {
            case INT128 -> compare128(own, group, source.values(), row);
            case VIEW -> {
                Column.Plain texts = strings.column();
                yield Views.compare(
                        texts.values(),
                        texts.heap(),
                        own.get(Lanes.LONG, group * 8L),
                        source.values(),
                        source.heap(),
                        row);
            }
            default -> Long.compare(own.get(Lanes.LONG, group * 8L), word(source, row));
        };
    }

    static int compare128(MemorySegment a, long rowA, MemorySegment b, long rowB) {
        int high = Long.compare(a.get(Lanes.LONG, rowA * 16 + 8), b.get(Lanes.LONG, rowB * 16 + 8));
        return high != 0 ? high : Long.compareUnsigned(a.get(Lanes.LONG, rowA * 16), b.get(Lanes.LONG, rowB * 16));
    }

    /// The values of groups `from` to `from + count`, of which `validity` tells which are there.
    Column.Plain column(int from, int count, @Nullable MemorySegment validity, SegmentAllocator scratch) {
        MemorySegment out = scratch.allocate(Math.max(16, type.layout().bytes(count)));
        MemorySegment own = values.segment();
        Column.Plain texts = strings.column();
        for (int i = 0; i < count; i++) {
            long group = from + (long) i;
            switch (type.layout()) {
                case BIT -> Lanes.setBit(out, i, own.get(Lanes.LONG, group * 8) != 0);
                case INT32 -> out.set(Lanes.INT, i * 4L, (int) own.get(Lanes.LONG, group * 8));
                case INT64 -> out.set(Lanes.LONG, i * 8L, own.get(Lanes.LONG, group * 8));
                case FLOAT64 -> {
                    long word = own.get(Lanes.LONG, group * 8);
                    out.set(Lanes.LONG, i * 8L, word ^ (word >> 63 & Long.MAX_VALUE));
                }
                case INT128 -> MemorySegment.copy(own, group * 16, out, i * 16L, 16);
                case VIEW -> {
                    boolean present = Lanes.bit(validity, i);
                    long string = own.get(Lanes.LONG, group * 8) * 16;
                    out.set(Lanes.LONG, i * 16L, present ? texts.values().get(Lanes.LONG, string) : 0);
                    out.set(Lanes.LONG, i * 16L + 8, present ? texts.values().get(Lanes.LONG, string + 8) : 0);
                }
            }
        }
        return new Column.Plain(type, count, out, validity, type.layout() == Layout.VIEW ? texts.heap() : List.of());
    }

    @Override
    public void close() {
        values.close();
        strings.close();
    }
}
