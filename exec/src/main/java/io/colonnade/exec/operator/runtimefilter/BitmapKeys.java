package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.core.page.Lanes;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.MemorySegment;

/// A bit for each value from `min` to `max`, and one more that is always clear.
///
/// *Ownership*: the bits belong to the join.
public record BitmapKeys(long min, long max, MemorySegment bits, long keyCount) implements RuntimeFilter {
    /// A zone wider than this is not searched for a key.
    private static final long ZONE_RANGE_MAX = 1 << 20;

    /// Bytes of bits that a range needs, whole words.
    public static long bytes(long min, long max) {
        return (max - min + 1) / 64 * 8 + 8;
    }

    /// Marks the value that lies `offset` above the least one.
    public static void set(MemorySegment bits, long offset) {
        long at = offset >>> 3;
        bits.set(Lanes.BYTE, at, (byte) (bits.get(Lanes.BYTE, at) | 1 << (offset & 7)));
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public boolean excludes(Zone zone) {
        if (zone.isAllNull() || zone.high() < min || zone.low() > max) {
            return true;
        }
        long low = Math.max(zone.low(), min) - min;
        long high = Math.min(zone.high(), max) - min;
        return high - low <= ZONE_RANGE_MAX && noneSet(low, high);
    }

    private boolean noneSet(long low, long high) {
        for (long word = low >>> 6; word <= high >>> 6; word++) {
            long found = bits.get(Lanes.LONG, word * 8);
            if (word == low >>> 6) {
                found &= -1L << low;
            }
            if (word == high >>> 6) {
                found &= -1L >>> 63 - (high & 63);
            }
            if (found != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean contains(long value) {
        return value >= min && value <= max && Lanes.bit(bits, value - min);
    }
}
