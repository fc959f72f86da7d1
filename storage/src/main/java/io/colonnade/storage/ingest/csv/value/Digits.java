package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Decimal digits to integers, eight at a time in one 64 bit word.
///
/// ```text
/// "1996"   word  '1' '9' '9' '6' ? ? ? ?   shifted up   '0' '0' '0' '0' '1' '9' '9' '6'   -> 1996
/// ```
final class Digits {
    /// The answer where there is a byte that is no digit, or no byte at all.
    static final long NONE = -1;

    private static final long ZEROS = 0x3030303030303030L;
    private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

    private Digits() {}

    /// The number that 1 to 18 digits make, or {@link #NONE}. 8 bytes behind `start` must be readable.
    static long parse(MemorySegment bytes, int start, int length) {
        if (length <= 8) {
            return length <= 0 ? NONE : word(bytes.get(Lanes.LONG, start), length);
        }
        if (length > 18) {
            return NONE;
        }
        int rest = length - 8;
        long high = rest <= 8 ? word(bytes.get(Lanes.LONG, start), rest) : parse(bytes, start, rest);
        long low = word(bytes.get(Lanes.LONG, (long) start + rest), 8);
        return (high | low) < 0 ? NONE : high * 100_000_000L + low;
    }

    /// The first `length` bytes (1 to 8) of a little-endian word.
    static long word(long word, int length) {
        long digits = (word << (64 - length * 8)) | (ZEROS >>> 8 >>> (length * 8 - 8));
        if (((digits & HIGH_HALVES) | (((digits + 0x0606060606060606L) & HIGH_HALVES) >>> 4)) != 0x3333333333333333L) {
            return NONE;
        }
        digits -= ZEROS;
        digits = digits * 10 + (digits >>> 8);
        return (((digits & 0x000000FF000000FFL) * 0x000F424000000064L)
                        + (((digits >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L))
                >>> 32;
    }
}
