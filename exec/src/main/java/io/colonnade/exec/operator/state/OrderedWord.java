package io.colonnade.exec.operator.state;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Values of more than integers as signed 64-bit words that are in order when the values are.
public final class OrderedWord {
    private OrderedWord() {}

    /// The bits of a double as a number in the order of doubles, NaN last; minus zero is zero.
    public static long ofReal(long raw) {
        long bits = Double.doubleToLongBits(Double.longBitsToDouble(raw) + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    /// The first 8 bytes of a string as a number in their order.
    public static long ofPrefix(Column.Plain strings, int row) {
        int length = Lanes.viewLength(strings.values(), row);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            return Long.reverseBytes(strings.values().get(Lanes.LONG, row * 16L + 4)) ^ Long.MIN_VALUE;
        }
        MemorySegment bytes = Lanes.viewBytes(strings.values(), strings.heap(), row);
        return Long.reverseBytes(bytes.get(Lanes.LONG, 0)) ^ Long.MIN_VALUE;
    }
}
