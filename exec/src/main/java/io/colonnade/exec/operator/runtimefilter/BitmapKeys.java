package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.storage.segment.Zone;

/// A bit for each value from `min` to `max`, and one more that is always clear.
///
/// The bits are an array and no accounted memory, since only arrays can be gathered from with the Vector API;
/// the join that makes them reserves as much.
public record BitmapKeys(long min, long max, int[] bits, long keyCount) implements RuntimeFilter {
    /// The most values a bitmap can have: 16 MiB of bits.
    public static final long RANGE_MAX = 1L << 27;

    /// A zone wider than this is not searched for a key.
    private static final long ZONE_RANGE_MAX = 1 << 20;

    /// Words of bits that a range needs.
    public static int words(long min, long max) {
        return (int) ((max - min + 1) / 32 + 1);
    }

    /// Marks the value that lies `offset` above the least one.
    public static void set(int[] bits, int offset) {
        bits[offset >>> 5] |= 1 << offset;
    }

    /// How many values are marked.
    public long present() {
        long count = 0;
        for (int word : bits) {
            count += Integer.bitCount(word);
        }
        return count;
    }

    /// Values there are bits for; the bit of this number is clear.
    int size() {
        return (int) (max - min + 1);
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
        int low = (int) (Math.max(zone.low(), min) - min);
        int high = (int) (Math.min(zone.high(), max) - min);
        return high - low <= ZONE_RANGE_MAX && noneSet(low, high);
    }

    private boolean noneSet(int low, int high) {
        for (int word = low >>> 5; word <= high >>> 5; word++) {
            int found = bits[word];
            if (word == low >>> 5) {
                found &= -1 << low;
            }
            if (word == high >>> 5) {
                found &= -1 >>> 31 - (high & 31);
            }
            if (found != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean contains(long value) {
        if (value < min || value > max) {
            return false;
        }
        int offset = (int) (value - min);
        return (bits[offset >>> 5] >>> offset & 1) != 0;
    }
}
