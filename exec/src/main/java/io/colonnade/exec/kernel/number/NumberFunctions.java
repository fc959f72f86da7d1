package io.colonnade.exec.kernel.number;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// ABS, FLOOR, CEIL and ROUND over whole columns. Answers are whether a row, perhaps a NULL, was out of range.
public final class NumberFunctions {
    private NumberFunctions() {}

    public static boolean abs32(MemorySegment values, int rows, MemorySegment target) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int value = Math.abs(values.get(Lanes.INT, i * 4L));
            bad |= value;
            target.set(Lanes.INT, i * 4L, value);
        }
        return bad < 0;
    }

    public static boolean abs64(MemorySegment values, int rows, MemorySegment target) {
        long bad = 0;
        for (int i = 0; i < rows; i++) {
            long value = Math.abs(values.get(Lanes.LONG, i * 8L));
            bad |= value;
            target.set(Lanes.LONG, i * 8L, value);
        }
        return bad < 0;
    }

    public static void abs128(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long low = Int128.low(values, true, i);
            long high = Int128.high(values, true, i);
            long sign = high >> 63;
            long r0 = (low ^ sign) - sign;
            Int128.set(target, i, (high ^ sign) + (sign != 0 && r0 == 0 ? 1 : 0), r0);
        }
    }

    public static void absDouble(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.abs(values.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    public static void floor(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.floor(values.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    public static void ceil(MemorySegment values, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, Math.ceil(values.get(Lanes.DOUBLE, i * 8L)));
        }
    }

    /// Doubles rounded half away from zero to `digits` digits after the point, by their shortest decimal form.
    public static void round(MemorySegment values, int digits, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.DOUBLE, i * 8L, round(values.get(Lanes.DOUBLE, i * 8L), digits));
        }
    }

    private static double round(double value, int digits) {
        if (!Double.isFinite(value)) {
            return value;
        }
        if (digits == 0) {
            double whole = Math.floor(Math.abs(value));
            double rounded = Math.abs(value) - whole >= 0.5 ? whole + 1 : whole;
            return Math.copySign(rounded, value);
        }
        if (digits > 340 || digits < -340) {
            return digits > 0 ? value : Math.copySign(0.0, value);
        }
        double rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
        return Math.copySign(rounded, value);
    }

    /// Decimals and integers (scale 0) rounded to `digits` digits after the point (before it, if negative), stored with
    /// scale `to`.
    public static boolean round(
            MemorySegment values,
            boolean wide,
            int from,
            int digits,
            RoundingMode mode,
            int rows,
            BigInteger limit,
            int to,
            boolean wideTarget,
            MemorySegment target) {
        int kept = Math.min(Math.min(digits, from), to);
        if (!wide && !wideTarget && to == kept && from - kept <= 18) {
            return round64(values, Int128.power(from - kept), mode, rows, limit.longValueExact(), target);
        }
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            BigInteger value = Int128.big(values, wide, i);
            BigInteger rounded = new BigDecimal(value, from)
                    .setScale(kept, mode)
                    .setScale(to)
                    .unscaledValue();
            if (rounded.abs().compareTo(limit) >= 0) {
                bad = true;
            } else if (wideTarget) {
                Lanes.setInt128(target, i, rounded);
            } else {
                target.set(Lanes.LONG, i * 8L, rounded.longValue());
            }
        }
        return bad;
    }

    private static boolean round64(
            MemorySegment values, long unit, RoundingMode mode, int rows, long limit, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long value = values.get(Lanes.LONG, i * 8L);
            long rounded = mode == RoundingMode.FLOOR
                    ? Math.floorDiv(value, unit)
                    : mode == RoundingMode.CEILING ? Math.ceilDiv(value, unit) : Rounding.halfAway(value, unit);
            bad |= rounded >= limit || rounded <= -limit;
            target.set(Lanes.LONG, i * 8L, rounded);
        }
        return bad;
    }

    /// Integers rounded half away from zero to a multiple of `unit`; the answer is as above.
    public static boolean roundTo(MemorySegment values, long unit, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long quotient = Rounding.halfAway(values.get(Lanes.LONG, i * 8L), unit);
            long rounded = quotient * unit;
            bad |= Math.multiplyHigh(quotient, unit) != rounded >> 63;
            target.set(Lanes.LONG, i * 8L, rounded);
        }
        return bad;
    }

    /// 10 to the power of `precision`, the first number that a decimal of that precision does not hold.
    public static BigInteger limit(int precision) {
        return Int128.bigPower(precision);
    }
}
