package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.exec.operator.state.Decode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Sums of whole INT32 columns without NULLs; 4096 of them cannot leave 64 bits.
final class IntSums {
    private IntSums() {}

    static long sum(Column column, @Nullable Selection selection, int rows, long[] values, SegmentAllocator scratch) {
        if (selection == null && column instanceof Column.Plain plain) {
            return ints(plain.values(), rows);
        }
        if (selection == null && column instanceof Column.Narrow narrow) {
            long offsets = switch (narrow.width()) {
                case 1 -> bytes(narrow.offsets(), rows);
                case 2 -> shorts(narrow.offsets(), rows);
                default -> unsignedInts(narrow.offsets(), rows);
            };
            return narrow.base() * rows + offsets;
        }
        Decode.words(column, selection, values, scratch);
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static long ints(MemorySegment values, int rows) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values.get(Lanes.INT, i * 4L);
        }
        return sum;
    }

    private static long bytes(MemorySegment values, int rows) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values.get(Lanes.BYTE, i) & 0xFF;
        }
        return sum;
    }

    private static long shorts(MemorySegment values, int rows) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values.get(Lanes.SHORT, i * 2L) & 0xFFFF;
        }
        return sum;
    }

    private static long unsignedInts(MemorySegment values, int rows) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values.get(Lanes.INT, i * 4L) & 0xFFFF_FFFFL;
        }
        return sum;
    }
}
