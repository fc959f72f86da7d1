package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.MemorySegment;

/// A Bloom filter over integers, of blocks of 64 bits of which each value sets three, and their range.
///
/// *Ownership*: the words belong to the join; their number is a power of two.
public record HashedKeys(long min, long max, MemorySegment words, long keyCount) implements RuntimeFilter {
    /// Bytes for a number of keys: 16 bits each, a power of two.
    public static long bytes(long keys) {
        return Math.max(64, Long.highestOneBit(Math.max(1, keys * 2 - 1)) * 2);
    }

    public static void add(MemorySegment words, long value) {
        long hash = WordHash.mix(value);
        long at = position(words, hash);
        words.set(Lanes.LONG, at, words.get(Lanes.LONG, at) | mask(hash));
    }

    private static long position(MemorySegment words, long hash) {
        return (hash >>> 18) * 8 & words.byteSize() - 8;
    }

    private static long mask(long hash) {
        return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12);
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public boolean excludes(Zone zone) {
        return zone.isAllNull() || zone.high() < min || zone.low() > max;
    }

    @Override
    public boolean contains(long value) {
        if (value < min || value > max) {
            return false;
        }
        long hash = WordHash.mix(value);
        long mask = mask(hash);
        return (words.get(Lanes.LONG, position(words, hash)) & mask) == mask;
    }
}
