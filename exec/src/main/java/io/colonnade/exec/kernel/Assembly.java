package io.colonnade.exec.kernel;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a column together from parts computed for some of its rows each, as CASE does.
///
/// ```text
/// rows [0 2] of 4: [a b]     rows [1 3]: [x y]     ->     [a x b y]
/// ```
///
/// Every row must be put once.
public final class Assembly {
    private final Type type;
    private final int rows;
    private final SegmentAllocator allocator;
    private final MemorySegment values;
    private final List<MemorySegment> heap = new ArrayList<>();
    private @Nullable MemorySegment validity;

    public Assembly(Type type, int rows, SegmentAllocator allocator) {
        this.type = type;
        this.rows = rows;
        this.allocator = allocator;
        this.values = allocator.allocate(Math.max(8, type.layout().bytes(rows)));
    }

    /// Row `i` of the part becomes row `indexes[i]`.
    public void put(Column part, int[] indexes) {
        Column.Plain plain = Flatten.plain(part, null, allocator);
        int count = plain.length();
        switch (type.layout()) {
            case BIT -> {
                for (int i = 0; i < count; i++) {
                    Lanes.setBit(values, indexes[i], Lanes.bit(plain.values(), i));
                }
            }
            case INT32 -> put4(plain.values(), count, indexes);
            case INT64, FLOAT64 -> put8(plain.values(), count, indexes);
            case INT128 -> put16(plain.values(), count, indexes);
            case VIEW -> putViews(plain, indexes);
        }
        if (plain.validity() != null) {
            putNulls(plain, indexes);
        }
    }

    private void put4(MemorySegment source, int count, int[] indexes) {
        for (int i = 0; i < count; i++) {
            values.set(Lanes.INT, indexes[i] * 4L, source.get(Lanes.INT, i * 4L));
        }
    }

    private void put8(MemorySegment source, int count, int[] indexes) {
        for (int i = 0; i < count; i++) {
            values.set(Lanes.LONG, indexes[i] * 8L, source.get(Lanes.LONG, i * 8L));
        }
    }

    private void put16(MemorySegment source, int count, int[] indexes) {
        for (int i = 0; i < count; i++) {
            values.set(Lanes.LONG, indexes[i] * 16L, source.get(Lanes.LONG, i * 16L));
            values.set(Lanes.LONG, indexes[i] * 16L + 8, source.get(Lanes.LONG, i * 16L + 8));
        }
    }

    /// Long strings stay where they are; their heap index moves behind the heaps of the parts before.
    private void putViews(Column.Plain part, int[] indexes) {
        put16(part.values(), part.length(), indexes);
        int shift = heap.size();
        if (shift > 0 && !part.heap().isEmpty()) {
            for (int i = 0; i < part.length(); i++) {
                long at = indexes[i] * 16L;
                if (values.get(Lanes.INT, at) > Lanes.VIEW_INLINE_BYTES) {
                    values.set(Lanes.INT, at + 8, values.get(Lanes.INT, at + 8) + shift);
                }
            }
        }
        heap.addAll(part.heap());
    }

    private void putNulls(Column.Plain part, int[] indexes) {
        MemorySegment bits = validity;
        if (bits == null) {
            bits = Bitmaps.filled(rows, true, allocator);
            validity = bits;
        }
        for (int i = 0; i < part.length(); i++) {
            if (part.isNull(i)) {
                Lanes.setBit(bits, indexes[i], false);
            }
        }
    }

    public Column.Plain result() {
        return new Column.Plain(type, rows, values, validity, List.copyOf(heap));
    }
}
