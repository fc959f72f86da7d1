package io.colonnade.exec.merge;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of several plain columns as one plain column.
///
/// ```text
/// columns 0: [a b c]  1: [d e]     of [0 1 1 0], rows [0 0 1 1]   ->   [a d e b]
/// ```
///
/// *Ownership*: values are copied to memory of the allocator, heaps of strings are shared.
final class PickedRows {
    private PickedRows() {}

    /// `sources[of[i]]` is not null for any `i < count`.
    static Column.Plain column(
            Type type, Column.@Nullable Plain[] sources, int[] of, int[] rows, int count, SegmentAllocator allocator) {
        Layout layout = type.layout();
        MemorySegment values = allocator.allocate(Math.max(8, layout.bytes(count)));
        MemorySegment validity = null;
        MemorySegment[] from = new MemorySegment[sources.length];
        int[] heapStarts = new int[sources.length];
        List<MemorySegment> heap = new ArrayList<>();
        boolean nulls = false;
        for (int s = 0; s < sources.length; s++) {
            Column.Plain source = sources[s];
            heapStarts[s] = heap.size();
            from[s] = source == null ? MemorySegment.NULL : source.values();
            if (source != null) {
                heap.addAll(source.heap());
                nulls |= source.validity() != null;
            }
        }
        if (nulls) {
            validity = allocator.allocate(Bits.bytes(count));
            for (int i = 0; i < count; i++) {
                Column.Plain source = sources[of[i]];
                Lanes.setBit(validity, i, source != null && !source.isNull(rows[i]));
            }
        }
        switch (layout) {
            case BIT -> {
                for (int i = 0; i < count; i++) {
                    Lanes.setBit(values, i, Lanes.bit(from[of[i]], rows[i]));
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    values.set(Lanes.INT, i * 4L, from[of[i]].get(Lanes.INT, rows[i] * 4L));
                }
            }
            case INT64, FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    values.set(Lanes.LONG, i * 8L, from[of[i]].get(Lanes.LONG, rows[i] * 8L));
                }
            }
            case INT128 -> {
                for (int i = 0; i < count; i++) {
                    copy16(from[of[i]], rows[i], values, i);
                }
            }
            case VIEW -> {
                for (int i = 0; i < count; i++) {
                    copy16(from[of[i]], rows[i], values, i);
                    int length = Lanes.viewLength(values, i);
                    if (length > Lanes.VIEW_INLINE_BYTES) {
                        int index = values.get(Lanes.INT, i * 16L + 8);
                        values.set(Lanes.INT, i * 16L + 8, index + heapStarts[of[i]]);
                    }
                }
            }
        }
        return new Column.Plain(type, count, values, validity, heap);
    }

    private static void copy16(MemorySegment source, long from, MemorySegment target, long to) {
        target.set(Lanes.LONG, to * 16, source.get(Lanes.LONG, from * 16));
        target.set(Lanes.LONG, to * 16 + 8, source.get(Lanes.LONG, from * 16 + 8));
    }
}
