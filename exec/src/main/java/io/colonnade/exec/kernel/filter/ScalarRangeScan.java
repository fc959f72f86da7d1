package io.colonnade.exec.kernel.filter;

import io.colonnade.core.page.Lanes;
import io.colonnade.exec.kernel.Words;
import java.lang.foreign.MemorySegment;

/// Range tests in plain Java, without branches on values.
public final class ScalarRangeScan implements RangeScan {
    @Override
    public void scan8(MemorySegment values, int rows, byte low, byte span, long[] mask) {
        range8(values, 0, rows, low, span, mask);
    }

    /// From word `first` on, so that it also serves as the tail of the vector loop.
    static void range8(MemorySegment values, int first, int rows, byte low, byte span, long[] mask) {
        int words = Words.words(rows);
        for (int word = first; word < words; word++) {
            int from = word << 6;
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= (((values.get(Lanes.BYTE, from + i) - low) & 0xFF) <= (span & 0xFF) ? 1L : 0L) << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan16(MemorySegment values, int rows, short low, short span, long[] mask) {
        range16(values, 0, rows, low, span, mask);
    }

    /// From word `first` on, so that it also serves as the tail of the vector loop.
    static void range16(MemorySegment values, int first, int rows, short low, short span, long[] mask) {
        int words = Words.words(rows);
        for (int word = first; word < words; word++) {
            int from = word << 6;
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= (((values.get(Lanes.SHORT, (from + i) * 2L) - low) & 0xFFFF) <= (span & 0xFFFF) ? 1L : 0L) << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan32(MemorySegment values, int rows, int low, int span, long[] mask) {
        range32(values, 0, rows, low, span, mask);
    }

    /// From word `first` on, so that it also serves as the tail of the vector loop.
    static void range32(MemorySegment values, int first, int rows, int low, int span, long[] mask) {
        int words = Words.words(rows);
        for (int word = first; word < words; word++) {
            int from = word << 6;
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= (Integer.compareUnsigned(values.get(Lanes.INT, (from + i) * 4L) - low, span) <= 0 ? 1L : 0L)
                        << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan64(MemorySegment values, int rows, long low, long span, long[] mask) {
        range64(values, 0, rows, low, span, mask);
    }

    /// From word `first` on, so that it also serves as the tail of the vector loop.
    static void range64(MemorySegment values, int first, int rows, long low, long span, long[] mask) {
        int words = Words.words(rows);
        for (int word = first; word < words; word++) {
            int from = word << 6;
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= (Long.compareUnsigned(values.get(Lanes.LONG, (from + i) * 8L) - low, span) <= 0 ? 1L : 0L) << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public int positions(long[] mask, int rows, int[] positions) {
        return Words.positions(mask, rows, positions);
    }
}
