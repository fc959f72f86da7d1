package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Arithmetic on plain float64 columns; the answers are as in {@link IntArithmetic}. An infinite result of finite
/// operands is an overflow, and only NaN may be divided by zero, as in PostgreSQL; a result too small becomes zero.
final class DoubleArithmetic {
    private DoubleArithmetic() {}

    static boolean overflows(double result, double x, double y) {
        return Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y);
    }

    static boolean dividesByZero(double x, double y) {
        return y == 0 && !Double.isNaN(x);
    }

    static boolean add(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double x = a.get(Lanes.DOUBLE, i * 8L);
            double y = b.get(Lanes.DOUBLE, i * 8L);
            double r = x + y;
            bad |= overflows(r, x, y) ? 1 : 0;
            target.set(Lanes.DOUBLE, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean subtract(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double x = a.get(Lanes.DOUBLE, i * 8L);
            double y = b.get(Lanes.DOUBLE, i * 8L);
            double r = x - y;
            bad |= overflows(r, x, y) ? 1 : 0;
            target.set(Lanes.DOUBLE, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean multiply(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double x = a.get(Lanes.DOUBLE, i * 8L);
            double y = b.get(Lanes.DOUBLE, i * 8L);
            double r = x * y;
            bad |= overflows(r, x, y) ? 1 : 0;
            target.set(Lanes.DOUBLE, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean divide(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double x = a.get(Lanes.DOUBLE, i * 8L);
            double y = b.get(Lanes.DOUBLE, i * 8L);
            double r = x / y;
            bad |= overflows(r, x, y) || dividesByZero(x, y) ? 1 : 0;
            target.set(Lanes.DOUBLE, i * 8L, r);
        }
        return bad != 0;
    }

    static boolean modulo(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double x = a.get(Lanes.DOUBLE, i * 8L);
            double y = b.get(Lanes.DOUBLE, i * 8L);
            double r = x % y;
            bad |= dividesByZero(x, y) ? 1 : 0;
            target.set(Lanes.DOUBLE, i * 8L, r);
        }
        return bad != 0;
    }
}
