package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Conversions between number layouts. The ones that can fail compute all rows and answer whether a row, perhaps a
/// NULL, was out of range.
public final class NumberCasts {
    /// Digits that PostgreSQL takes from a double on its way to a decimal.
    private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private static final MathContext REAL_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private static final double TWO_TO_63 = 0x1p63;
    /// Doubles represent integers and powers of ten up to these exactly, so one division rounds correctly.
    private static final long EXACT_INTEGER = 1L << 53;

    private static final int EXACT_POWER = 18;

    private NumberCasts() {}

    public static void int32To64(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, values.get(Lanes.INT, i * 4L));
        }
    }

    public static boolean int64To32(MemorySegment values, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            bad |= value ^ (int) value;
            target.set(Lanes.INT, i * 4L, (int) value);
        }
        return bad != 0;
    }

    public static boolean exceedsTinyint(MemorySegment values, int rows) {
        return IntArithmetic.exceedsTinyint(values, rows);
    }

    public static boolean exceedsSmallint(MemorySegment values, int rows) {
        return IntArithmetic.exceedsSmallint(values, rows);
    }

    public static void int32ToDouble(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, values.get(Lanes.INT, i * 4L));
        }
    }

    public static void int64ToDouble(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, (double) values.get(Lanes.LONG, i * 8L));
        }
    }

    /// Rounded half to even, as PostgreSQL does.
    public static boolean doubleToInt64(MemorySegment values, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            double value = Math.rint(values.get(Lanes.DOUBLE, i * 8L));
            bad |= !(value >= -TWO_TO_63 && value < TWO_TO_63);
            target.set(Lanes.LONG, i * 8L, (long) value);
        }
        return bad;
    }

    public static void decimalToDouble(MemorySegment values, boolean wide, int scale, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long low = Int128.low(values, wide, i);
            boolean exact = Int128.fitsLong(Int128.high(values, wide, i), low)
                    && low <= EXACT_INTEGER
                    && low >= -EXACT_INTEGER
                    && scale <= EXACT_POWER;
            double value = exact
                    ? (double) low / Int128.power(scale)
                    : new BigDecimal(Int128.big(values, wide, i), scale).doubleValue();
            target.set(Lanes.DOUBLE, i * 8L, value);
        }
    }

    /// Integers as the doubles that equal the nearest floats.
    public static void int64ToReal(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, (float) values.get(Lanes.LONG, i * 8L));
        }
    }

    /// Decimals as the doubles that equal the nearest floats; what is too large for a float stays a double.
    public static void decimalToReal(MemorySegment values, boolean wide, int scale, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            BigDecimal value = new BigDecimal(Int128.big(values, wide, i), scale);
            float real = value.floatValue();
            target.set(Lanes.DOUBLE, i * 8L, Float.isInfinite(real) ? value.doubleValue() : real);
        }
    }

    /// A double as the decimal that PostgreSQL makes of it, before it is rounded to a scale; of a REAL it
    /// takes fewer digits.
    public static BigDecimal toDecimal(double value, boolean isReal) {
        return new BigDecimal(value).round(isReal ? REAL_DIGITS : DOUBLE_DIGITS);
    }

    public static boolean doubleToDecimal(
            MemorySegment values,
            boolean isReal,
            int rows,
            int precision,
            int scale,
            boolean wide,
            MemorySegment target) {
        BigInteger limit = Int128.bigPower(precision);
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            double value = values.get(Lanes.DOUBLE, i * 8L);
            if (!Double.isFinite(value)) {
                bad = true;
                continue;
            }
            BigInteger unscaled = toDecimal(value, isReal)
                    .setScale(scale, RoundingMode.HALF_UP)
                    .unscaledValue();
            bad |= store(unscaled, limit, wide, i, target);
        }
        return bad;
    }

    /// Decimals of scale `from` as decimals of scale `to`, rounded half away from zero.
    public static boolean rescale(
            MemorySegment values,
            boolean wide,
            int from,
            int rows,
            int precision,
            int to,
            boolean wideTarget,
            MemorySegment target) {
        int shift = to - from;
        BigInteger limit = Int128.bigPower(precision);
        if (!wide && !wideTarget && Math.abs(shift) <= EXACT_POWER) {
            return rescale64(values, shift, rows, limit.longValue(), target);
        }
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            BigInteger value = Int128.big(values, wide, i);
            BigInteger scaled = shift >= 0
                    ? value.multiply(Int128.bigPower(shift))
                    : Rounding.halfAway(value, Int128.bigPower(-shift));
            bad |= store(scaled, limit, wideTarget, i, target);
        }
        return bad;
    }

    private static boolean rescale64(MemorySegment values, int shift, int rows, long limit, MemorySegment target) {
        long factor = Int128.power(Math.abs(shift));
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            long scaled = shift >= 0 ? value * factor : Rounding.halfAway(value, factor);
            bad |= shift >= 0 && Math.multiplyHigh(value, factor) != scaled >> 63;
            bad |= scaled >= limit || scaled <= -limit;
            target.set(Lanes.LONG, i * 8L, scaled);
        }
        return bad;
    }

    private static boolean store(BigInteger value, BigInteger limit, boolean wide, int row, MemorySegment target) {
        if (value.abs().compareTo(limit) >= 0) {
            return true;
        }
        if (wide) {
            Lanes.setInt128(target, row, value);
        } else {
            target.set(Lanes.LONG, row * 8L, value.longValue());
        }
        return false;
    }

    /// int64 as 128 bits, scaled up by a power of ten of at most 18.
    public static void int64To128(MemorySegment values, int rows, int shift, MemorySegment target) {
        long factor = Int128.power(shift);
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            Int128.set(target, i, Math.multiplyHigh(value, factor), value * factor);
        }
    }

    public static boolean int128To64(MemorySegment values, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long low = Int128.low(values, true, i);
            bad |= !Int128.fitsLong(Int128.high(values, true, i), low);
            target.set(Lanes.LONG, i * 8L, low);
        }
        return bad;
    }

    /// Which values are not zero.
    public static void int32ToBits(MemorySegment values, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (values.get(Lanes.INT, (from + i) * 4L) != 0 ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    public static void int64ToBits(MemorySegment values, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (values.get(Lanes.LONG, (from + i) * 8L) != 0 ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    public static void bitsToInt32(MemorySegment bits, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, Lanes.bit(bits, i) ? 1 : 0);
        }
    }

    public static void bitsToInt64(MemorySegment bits, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, Lanes.bit(bits, i) ? 1 : 0);
        }
    }
}
