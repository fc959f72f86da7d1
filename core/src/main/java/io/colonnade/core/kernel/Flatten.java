package io.colonnade.core.kernel;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a column of any form into a plain one, of the selected rows only if there is a selection.
///
/// ```text
/// Dictionary {ASIA, EUROPE} [0 1 0 1], selection [1 2]   ->   Plain [EUROPE ASIA]
/// ```
///
/// *Ownership*: the result may share memory with its input (a plain column without a selection is returned as it
/// is), new memory comes from the allocator.
public final class Flatten {
    private Flatten() {}

    public static Column.Plain plain(Column column, @Nullable Selection selection, SegmentAllocator allocator) {
        int rows = selection == null ? column.length() : selection.count();
        return switch (column) {
            case Column.Plain c -> selection == null ? c : gather(c, selection, allocator);
            case Column.Constant c -> repeat(c, rows, allocator);
            case Column.Narrow c -> widen(c, selection, rows, allocator);
            case Column.Dictionaried c -> look(c, selection, rows, allocator);
            case Column.Runs c -> spread(c, selection, rows, allocator);
        };
    }

    private static Column.Plain gather(Column.Plain column, Selection selection, SegmentAllocator allocator) {
        int[] positions = selection.positions();
        int rows = selection.count();
        MemorySegment source = column.values();
        MemorySegment validity = Bits.gather(column.validity(), selection, allocator);
        MemorySegment values;
        switch (column.type().layout()) {
            case BIT -> {
                values = Bits.gather(source, selection, allocator);
            }
            case INT32 -> {
                values = allocator.allocate(rows * 4L);
                for (int i = 0; i < rows; i++) {
                    values.set(Lanes.INT, i * 4L, source.get(Lanes.INT, positions[i] * 4L));
                }
            }
            case INT64, FLOAT64 -> {
                values = allocator.allocate(rows * 8L);
                for (int i = 0; i < rows; i++) {
                    values.set(Lanes.LONG, i * 8L, source.get(Lanes.LONG, positions[i] * 8L));
                }
            }
            case INT128, VIEW -> {
                values = allocator.allocate(rows * 16L);
                for (int i = 0; i < rows; i++) {
                    copy16(source, positions[i], values, i);
                }
            }
            default -> throw new AssertionError(column.type());
        }
        return new Column.Plain(column.type(), rows, required(values), validity, column.heap());
    }

    private static MemorySegment required(@Nullable MemorySegment segment) {
        if (segment == null) {
            throw new AssertionError("values without memory");
        }
        return segment;
    }

    private static void copy16(MemorySegment source, long from, MemorySegment target, long to) {
        target.set(Lanes.LONG, to * 16, source.get(Lanes.LONG, from * 16));
        target.set(Lanes.LONG, to * 16 + 8, source.get(Lanes.LONG, from * 16 + 8));
    }

    private static Column.Plain repeat(Column.Constant column, int rows, SegmentAllocator allocator) {
        Type type = column.type();
        Layout layout = type.layout();
        MemorySegment values = allocator.allocate(Math.max(8, layout.bytes(rows)));
        MemorySegment validity = null;
        List<MemorySegment> heap = List.of();
        switch (column.value()) {
            case Datum.Null n -> {
                values.fill((byte) 0);
                validity = allocator.allocate(Bits.bytes(rows));
                validity.fill((byte) 0);
            }
            case Datum.Bool b -> values.fill((byte) (b.value() ? -1 : 0));
            case Datum.Int value -> {
                if (layout == Layout.INT32) {
                    fill32(values, rows, (int) value.value());
                } else {
                    fill64(values, rows, value.value());
                }
            }
            case Datum.Real value -> fill64(values, rows, Double.doubleToRawLongBits(value.value()));
            case Datum.Wide value -> {
                Lanes.setInt128(values, 0, value.value());
                for (int i = 1; i < rows; i++) {
                    copy16(values, 0, values, i);
                }
            }
            case Datum.Text value -> {
                byte[] bytes = value.value().getBytes(StandardCharsets.UTF_8);
                MemorySegment text =
                        allocator.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
                text.copyFrom(MemorySegment.ofArray(bytes));
                Lanes.setView(values, 0, text, 0, 0);
                for (int i = 1; i < rows; i++) {
                    copy16(values, 0, values, i);
                }
                heap = bytes.length > Lanes.VIEW_INLINE_BYTES ? List.of(text) : heap;
            }
        }
        return new Column.Plain(type, rows, values, validity, heap);
    }

    private static void fill32(MemorySegment values, int rows, int value) {
        for (int i = 0; i < rows; i++) {
            values.set(Lanes.INT, i * 4L, value);
        }
    }

    private static void fill64(MemorySegment values, int rows, long value) {
        for (int i = 0; i < rows; i++) {
            values.set(Lanes.LONG, i * 8L, value);
        }
    }

    private static Column.Plain widen(
            Column.Narrow column, @Nullable Selection selection, int rows, SegmentAllocator allocator) {
        MemorySegment validity = Bits.gather(column.validity(), selection, allocator);
        Layout layout = column.type().layout();
        MemorySegment values = allocator.allocate(layout.bytes(rows));
        if (layout == Layout.INT32) {
            Widening.toInt32(column.offsets(), column.width(), (int) column.base(), selection, rows, values);
        } else {
            Widening.toInt64(column.offsets(), column.width(), column.base(), selection, rows, values);
        }
        return new Column.Plain(column.type(), rows, values, validity);
    }

    private static Column.Plain look(
            Column.Dictionaried column, @Nullable Selection selection, int rows, SegmentAllocator allocator) {
        MemorySegment codes = allocator.allocate(rows * 4L);
        Widening.toInt32(column.codes(), column.width(), 0, selection, rows, codes);
        MemorySegment validity = Bits.gather(column.validity(), selection, allocator);
        return byCode(column.dictionary().values(), codes, rows, column.type(), validity, allocator);
    }

    /// The dictionary's values at int32 codes.
    private static Column.Plain byCode(
            Column.Plain dictionary,
            MemorySegment codes,
            int rows,
            Type type,
            @Nullable MemorySegment validity,
            SegmentAllocator allocator) {
        MemorySegment source = dictionary.values();
        Layout layout = type.layout();
        MemorySegment values = allocator.allocate(Math.max(8, layout.bytes(rows)));
        switch (layout) {
            case BIT -> {
                for (int i = 0; i < rows; i++) {
                    Lanes.setBit(values, i, Lanes.bit(source, codes.get(Lanes.INT, i * 4L)));
                }
            }
            case INT32 -> {
                for (int i = 0; i < rows; i++) {
                    values.set(Lanes.INT, i * 4L, source.get(Lanes.INT, codes.get(Lanes.INT, i * 4L) * 4L));
                }
            }
            case INT64, FLOAT64 -> {
                for (int i = 0; i < rows; i++) {
                    values.set(Lanes.LONG, i * 8L, source.get(Lanes.LONG, codes.get(Lanes.INT, i * 4L) * 8L));
                }
            }
            case INT128, VIEW -> {
                for (int i = 0; i < rows; i++) {
                    copy16(source, codes.get(Lanes.INT, i * 4L), values, i);
                }
            }
        }
        return new Column.Plain(type, rows, values, validity, dictionary.heap());
    }

    private static Column.Plain spread(
            Column.Runs column, @Nullable Selection selection, int rows, SegmentAllocator allocator) {
        MemorySegment codes = allocator.allocate(Math.max(4, rows * 4L));
        int run = 0;
        int end = column.end(0);
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            while (row >= end) {
                run++;
                end = column.end(run);
            }
            codes.set(Lanes.INT, i * 4L, run);
        }
        Column.Plain values = plain(column.values(), null, allocator);
        MemorySegment validity = null;
        if (values.validity() != null) {
            validity = allocator.allocate(Bits.bytes(rows));
            for (int i = 0; i < rows; i++) {
                Lanes.setBit(validity, i, Lanes.bit(values.validity(), codes.get(Lanes.INT, i * 4L)));
            }
        }
        return byCode(values, codes, rows, column.type(), validity, allocator);
    }
}
