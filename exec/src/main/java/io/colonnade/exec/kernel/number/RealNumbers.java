package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// REAL numbers, which lie in memory as the doubles that equal them.
public final class RealNumbers {
    private RealNumbers() {}

    /// Rounds doubles to the nearest floats in place; answers whether one, perhaps a NULL, is too large for any.
    public static boolean round(MemorySegment values, int rows) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            double value = values.get(Lanes.DOUBLE, i * 8L);
            float real = (float) value;
            bad |= overflows(value) ? 1 : 0;
            values.set(Lanes.DOUBLE, i * 8L, real);
        }
        return bad != 0;
    }

    /// Whether a finite number is beyond the largest float.
    public static boolean overflows(double value) {
        return Float.isInfinite((float) value) && !Double.isInfinite(value);
    }

    /// The shortest decimal number that reads back as the same float, written as PostgreSQL does.
    public static String text(double value) {
        return DoubleText.of((float) value);
    }
}
