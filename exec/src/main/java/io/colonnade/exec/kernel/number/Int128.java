package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/// Arithmetic on 128-bit integers as two longs, high and low: what decimals of 19 to 38 digits need.
public final class Int128 {
    private static final long[] POWERS = new long[19];
    private static final BigInteger[] BIG_POWERS = new BigInteger[39];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        for (int i = 0; i < BIG_POWERS.length; i++) {
            BIG_POWERS[i] = BigInteger.TEN.pow(i);
        }
    }

    private Int128() {}

    /// 10 to the power of `exponent`, which is at most 18.
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /// 10 to the power of `exponent`, which is at most 38.
    public static BigInteger bigPower(int exponent) {
        return exponent < BIG_POWERS.length ? BIG_POWERS[exponent] : BigInteger.TEN.pow(exponent);
    }

    /// The high word of an unsigned or signed 128-bit number times a positive factor; the low one is `low * factor`.
    public static long timesHigh(long high, long low, long factor) {
        return high * factor + Math.unsignedMultiplyHigh(low, factor);
    }

    /// Whether the magnitude of a number is at least 10 to the power of 38 or, generally, `limit`.
    public static boolean exceeds(long high, long low, long limitHigh, long limitLow) {
        long magnitudeHigh = high;
        long magnitudeLow = low;
        if (high < 0) {
            magnitudeLow = -low;
            magnitudeHigh = ~high + (low == 0 ? 1 : 0);
        }
        // The least number is its own negation; taken as unsigned its magnitude is right.
        int order = Long.compareUnsigned(magnitudeHigh, limitHigh);
        return order > 0 || (order == 0 && Long.compareUnsigned(magnitudeLow, limitLow) >= 0);
    }

    /// The quotient of an unsigned 128-bit number by a divisor greater than its high word: so it fits in 64 bits
    /// (unsigned). Two steps of schoolbook division in base 2^32.
    public static long divideUnsigned(long high, long low, long divisor) {
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        int shift = Long.numberOfLeadingZeros(divisor);
        long d = divisor << shift;
        long d1 = d >>> 32;
        long d0 = d & 0xFFFF_FFFFL;
        long n = shift == 0 ? high : high << shift | low >>> 64 - shift;
        long rest = low << shift;
        long q1 = digit(n, rest >>> 32, d1, d0);
        long n1 = (n << 32 | rest >>> 32) - q1 * d;
        long q0 = digit(n1, rest & 0xFFFF_FFFFL, d1, d0);
        return (q1 << 32) + q0;
    }

    /// One digit of the quotient: estimated from the leading digit of the divisor, then corrected at most twice.
    private static long digit(long n, long next, long d1, long d0) {
        long q = Long.divideUnsigned(n, d1);
        long r = n - q * d1;
        while (q >>> 32 != 0 || Long.compareUnsigned(q * d0, r << 32 | next) > 0) {
            q--;
            r += d1;
            if (r >>> 32 != 0) {
                break;
            }
        }
        return q;
    }

    public static boolean fitsLong(long high, long low) {
        return high == low >> 63;
    }

    public static long high(MemorySegment values, boolean wide, int row) {
        return wide ? values.get(Lanes.LONG, row * 16L + 8) : values.get(Lanes.LONG, row * 8L) >> 63;
    }

    public static long low(MemorySegment values, boolean wide, int row) {
        return values.get(Lanes.LONG, wide ? row * 16L : row * 8L);
    }

    public static BigInteger big(MemorySegment values, boolean wide, int row) {
        return wide ? Lanes.int128(values, row) : BigInteger.valueOf(values.get(Lanes.LONG, row * 8L));
    }

    public static void set(MemorySegment values, int row, long high, long low) {
        values.set(Lanes.LONG, row * 16L, low);
        values.set(Lanes.LONG, row * 16L + 8, high);
    }
}
