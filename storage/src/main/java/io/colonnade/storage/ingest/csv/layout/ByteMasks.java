package io.colonnade.storage.ingest.csv.layout;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Compares 64 bytes with one at once: bit `i` of the answer speaks of byte `i`.
///
/// With the Vector API that is one or a few instructions; without its module the twin here does 8 bytes at a time.
final class ByteMasks {
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    /// Multiplied with bits 0, 8, .. 56 it moves them side by side into the highest byte.
    private static final long GATHER = 0x0102040810204080L;

    private ByteMasks() {}

    /// Which of the 64 bytes from `offset` equal `value`.
    static long equal(MemorySegment bytes, long offset, byte value) {
        return VECTORS ? VectorMasks.equal(bytes, offset, value) : equalByWords(bytes, offset, value);
    }

    /// Which of the 64 bytes from `offset` are not ASCII.
    static long negative(MemorySegment bytes, long offset) {
        return VECTORS ? VectorMasks.negative(bytes, offset) : negativeByWords(bytes, offset);
    }

    static long equalByWords(MemorySegment bytes, long offset, byte value) {
        long pattern = ONES * (value & 0xFF);
        long mask = 0;
        for (int word = 0; word < 8; word++) {
            long x = bytes.get(Lanes.LONG, offset + word * 8L) ^ pattern;
            long zeros = ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
            mask |= (((zeros >>> 7) * GATHER) >>> 56) << (word * 8);
        }
        return mask;
    }

    static long negativeByWords(MemorySegment bytes, long offset) {
        long mask = 0;
        for (int word = 0; word < 8; word++) {
            long high = bytes.get(Lanes.LONG, offset + word * 8L) & ~LOW_BITS;
            mask |= (((high >>> 7) * GATHER) >>> 56) << (word * 8);
        }
        return mask;
    }

    /// Bit `i` is the parity of bits `0..i`: set from an opening quote up to the byte before the closing one.
    static long prefixParity(long bits) {
        long parity = bits ^ (bits << 1);
        parity ^= parity << 2;
        parity ^= parity << 4;
        parity ^= parity << 8;
        parity ^= parity << 16;
        return parity ^ (parity << 32);
    }

    /// The lowest `count` bits, for 0 to 64 of them.
    static long low(int count) {
        return count >= 64 ? -1L : (1L << count) - 1;
    }
}
