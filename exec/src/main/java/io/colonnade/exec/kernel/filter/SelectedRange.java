package io.colonnade.exec.kernel.filter;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Range tests of selected rows: keeps the rows that pass, without branches on values, and returns how many. `kept`
/// may be `rows` itself. The range is as in {@link RangeScan}; `flip` 1 keeps the rows outside of it.
final class SelectedRange {
    private SelectedRange() {}

    static int range8(MemorySegment values, byte low, byte span, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (((values.get(Lanes.BYTE, row) - low) & 0xFF) <= (span & 0xFF) ? 1 : 0) ^ flip;
        }
        return n;
    }

    static int range16(MemorySegment values, short low, short span, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (((values.get(Lanes.SHORT, row * 2L) - low) & 0xFFFF) <= (span & 0xFFFF) ? 1 : 0) ^ flip;
        }
        return n;
    }

    static int range32(MemorySegment values, int low, int span, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (Integer.compareUnsigned(values.get(Lanes.INT, row * 4L) - low, span) <= 0 ? 1 : 0) ^ flip;
        }
        return n;
    }

    static int range64(MemorySegment values, long low, long span, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (Long.compareUnsigned(values.get(Lanes.LONG, row * 8L) - low, span) <= 0 ? 1 : 0) ^ flip;
        }
        return n;
    }
}
