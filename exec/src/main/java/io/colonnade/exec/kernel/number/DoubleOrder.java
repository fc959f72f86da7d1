package io.colonnade.exec.kernel.number;

/// The order of doubles as PostgreSQL has it: one zero, one NaN above all.
public final class DoubleOrder {
    private DoubleOrder() {}

    /// The bits of a double as an integer that sorts like that.
    public static long of(long doubleBits) {
        long bits = Double.doubleToLongBits(Double.longBitsToDouble(doubleBits) + 0.0);
        return bits ^ (bits >> 63 >>> 1);
    }
}
