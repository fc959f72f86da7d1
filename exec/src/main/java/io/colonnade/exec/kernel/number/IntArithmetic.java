package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Arithmetic on plain int32 columns. Each loop computes all rows and tells whether any of them overflowed or was
/// divided by zero; which one, and whether it is NULL, the caller finds out in that rare case.
final class IntArithmetic {
    private IntArithmetic() {}

    static boolean add(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int x = a.get(Lanes.INT, i * 4L);
            int y = b.get(Lanes.INT, i * 4L);
            int r = x + y;
            bad |= (x ^ r) & (y ^ r);
            target.set(Lanes.INT, i * 4L, r);
        }
        return bad < 0;
    }

    static boolean subtract(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int x = a.get(Lanes.INT, i * 4L);
            int y = b.get(Lanes.INT, i * 4L);
            int r = x - y;
            bad |= (x ^ y) & (x ^ r);
            target.set(Lanes.INT, i * 4L, r);
        }
        return bad < 0;
    }

    static boolean multiply(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            int x = a.get(Lanes.INT, i * 4L);
            int y = b.get(Lanes.INT, i * 4L);
            long product = (long) x * y;
            int r = (int) product;
            bad |= r ^ product;
            target.set(Lanes.INT, i * 4L, r);
        }
        return bad != 0;
    }

    static boolean divide(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int x = a.get(Lanes.INT, i * 4L);
            int y = b.get(Lanes.INT, i * 4L);
            // The one quotient that overflows, or none.
            bad |= y == 0 || (x == Integer.MIN_VALUE && y == -1) ? 1 : 0;
            int r = x / (y == 0 ? 1 : y);
            target.set(Lanes.INT, i * 4L, r);
        }
        return bad != 0;
    }

    static boolean modulo(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int x = a.get(Lanes.INT, i * 4L);
            int y = b.get(Lanes.INT, i * 4L);
            bad |= y == 0 ? 1 : 0;
            int r = x % (y == 0 ? 1 : y);
            target.set(Lanes.INT, i * 4L, r);
        }
        return bad != 0;
    }

    /// Whether a value is no TINYINT.
    static boolean exceedsTinyint(MemorySegment values, int rows) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int value = values.get(Lanes.INT, i * 4L);
            bad |= value ^ (byte) value;
        }
        return bad != 0;
    }

    /// Whether a value is no SMALLINT.
    static boolean exceedsSmallint(MemorySegment values, int rows) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int value = values.get(Lanes.INT, i * 4L);
            bad |= value ^ (short) value;
        }
        return bad != 0;
    }
}
