package io.colonnade.storage.load;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Reads values of a stored column, made flat, into arrays.
final class StoredValues {
    private StoredValues() {}

    /// The rows of `part` from `skip` on; `stored` is what it was made of.
    static void read(Column stored, Column.Plain part, int skip, ColumnArrays target) {
        int count = part.length() - skip;
        int at = target.count();
        MemorySegment source = part.values();
        new SegmentRun.RowsOfPart(skip, count, null).readPresence(part.validity(), target);
        switch (part.layout()) {
            case BIT -> {
                int[] ints = target.ints(at + count);
                for (int i = 0; i < count; i++) {
                    ints[at + i] = Lanes.bit(source, skip + i) ? 1 : 0;
                }
            }
            case INT32 -> MemorySegment.copy(source, Lanes.INT, skip * 4L, target.ints(at + count), at, count);
            case INT64, FLOAT64 ->
                MemorySegment.copy(source, Lanes.LONG, skip * 8L, target.longs(at + count), at, count);
            case INT128 ->
                MemorySegment.copy(source, Lanes.LONG, skip * 16L, target.longs(2 * (at + count)), 2 * at, 2 * count);
            case VIEW -> {
                long[] longs = target.longs(2 * (at + count));
                long base = target.addHeap(lasting(stored, part));
                for (int i = 0; i < count; i++) {
                    long first = source.get(Lanes.LONG, (skip + i) * 16L);
                    long second = source.get(Lanes.LONG, (skip + i) * 16L + 8);
                    longs[2 * (at + i)] = first;
                    longs[2 * (at + i) + 1] = Views.isInline(first) ? second : second + base;
                }
            }
        }
        target.advance(count);
    }

    /// The heap of a flat column; that of a repeated constant lies in the scratch and is copied.
    private static List<MemorySegment> lasting(Column stored, Column.Plain flat) {
        return stored instanceof Column.Constant && !flat.heap().isEmpty()
                ? List.of(MemorySegment.ofArray(flat.heap().getFirst().toArray(Lanes.BYTE)))
                : flat.heap();
    }
}
