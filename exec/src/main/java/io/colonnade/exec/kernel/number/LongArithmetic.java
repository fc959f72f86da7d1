package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Arithmetic on plain int64 columns; the answers are as in {@link IntArithmetic}.
final class LongArithmetic {
    private LongArithmetic() {}

    static boolean add(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            long r = x + y;
            bad |= (x ^ r) & (y ^ r);
            target.set(Lanes.LONG, i * 8L, r);
        }
        return bad < 0;
    }

    static boolean subtract(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            long r = x - y;
            bad |= (x ^ y) & (x ^ r);
            target.set(Lanes.LONG, i * 8L, r);
        }
        return bad < 0;
    }

    static boolean multiply(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            long r = x * y;
            bad |= Math.multiplyHigh(x, y) ^ r >> 63;
            target.set(Lanes.LONG, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean divide(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            bad |= y == 0 || (x == Long.MIN_VALUE && y == -1) ? 1 : 0;
            long r = x / (y == 0 ? 1 : y);
            target.set(Lanes.LONG, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean modulo(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            bad |= y == 0 ? 1 : 0;
            long r = x % (y == 0 ? 1 : y);
            target.set(Lanes.LONG, i * 8L, r);
        }
        return bad != 0;
    }

    /// `a * factor + b * other` for factors that cannot make these values overflow.
    static void addScaled(MemorySegment a, long factor, MemorySegment b, long other, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long sum = a.get(Lanes.LONG, i * 8L) * factor + b.get(Lanes.LONG, i * 8L) * other;
            target.set(Lanes.LONG, i * 8L, sum);
        }
    }

    /// `a * b` for values that cannot overflow.
    static void multiplyExact(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, a.get(Lanes.LONG, i * 8L) * b.get(Lanes.LONG, i * 8L));
        }
    }

    /// Whether a value is not between `-limit` and `limit`.
    static boolean exceeds(MemorySegment values, long limit, int rows) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            bad |= (limit - value) | (value + limit);
        }
        return bad < 0;
    }
}
