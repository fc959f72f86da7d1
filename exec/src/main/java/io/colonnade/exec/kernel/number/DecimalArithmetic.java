package io.colonnade.exec.kernel.number;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type.DecimalType;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Arithmetic on decimals, planned once from the types: what their precisions prove safe is computed without checks in
/// 64 bits, the rest in 128, and only what fits neither, value by value, as a BigInteger.
///
/// ```text
/// DECIMAL(12, 2) + DECIMAL(10, 0) as DECIMAL(13, 2)     a + b * 100             64 bits, no checks
/// DECIMAL(15, 2) * DECIMAL(15, 2) as DECIMAL(30, 4)     64 x 64 -> 128 bits     no checks
/// DECIMAL(15, 2) / DECIMAL(15, 2) as DECIMAL(32, 17)    a * 10^17 / b           128 / 64 bits
/// ```
///
/// *Result*: false, and the target filled, or true if a row overflowed or was divided by zero (it may be NULL).
public final class DecimalArithmetic {
    private final ArithmeticOperator operator;
    private final DecimalType left;
    private final DecimalType right;
    private final DecimalType result;
    private final boolean wideLeft;
    private final boolean wideRight;
    private final boolean wide;
    private final BigInteger limit;
    private final long limitHigh;
    private final long limitLow;

    public DecimalArithmetic(ArithmeticOperator operator, DecimalType left, DecimalType right, DecimalType result) {
        this.operator = operator;
        this.left = left;
        this.right = right;
        this.result = result;
        this.wideLeft = left.layout() == Layout.INT128;
        this.wideRight = right.layout() == Layout.INT128;
        this.wide = result.layout() == Layout.INT128;
        this.limit = Int128.bigPower(result.precision());
        this.limitHigh = limit.shiftRight(64).longValue();
        this.limitLow = limit.longValue();
    }

    public boolean compute(Column.Plain a, Column.Plain b, int rows, MemorySegment target) {
        return switch (operator) {
            case ADD -> sum(a.values(), b.values(), 1, rows, target);
            case SUBTRACT -> sum(a.values(), b.values(), -1, rows, target);
            case MULTIPLY -> product(a.values(), b.values(), rows, target);
            case DIVIDE -> quotients(a.values(), b.values(), rows, target);
            case MODULO -> slowly(a.values(), b.values(), rows, target);
        };
    }

    private boolean sum(MemorySegment a, MemorySegment b, int sign, int rows, MemorySegment target) {
        int shiftLeft = result.scale() - left.scale();
        int shiftRight = result.scale() - right.scale();
        if (shiftLeft < 0 || shiftRight < 0) {
            return slowly(a, b, rows, target);
        }
        int digits = Math.max(left.precision() + shiftLeft, right.precision() + shiftRight);
        if (digits <= DecimalType.PRECISION_INT64_MAX && !wide) {
            LongArithmetic.addScaled(a, Int128.power(shiftLeft), b, sign * Int128.power(shiftRight), rows, target);
            return digits >= result.precision() && LongArithmetic.exceeds(target, limitLow - 1, rows);
        }
        boolean fits = digits <= DecimalType.PRECISION_MAX
                && shiftLeft <= DecimalType.PRECISION_INT64_MAX
                && shiftRight <= DecimalType.PRECISION_INT64_MAX;
        return fits && wide
                ? sum128(a, Int128.power(shiftLeft), b, Int128.power(shiftRight), sign < 0 ? -1 : 0, rows, target)
                : slowly(a, b, rows, target);
    }

    /// Adds, or where `flip` is -1 subtracts, two numbers of at most 38 digits each.
    private boolean sum128(
            MemorySegment a, long factor, MemorySegment b, long other, long flip, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long low = Int128.low(a, wideLeft, i);
            long x1 = Int128.timesHigh(Int128.high(a, wideLeft, i), low, factor);
            long x0 = low * factor;
            low = Int128.low(b, wideRight, i);
            long y1 = Int128.timesHigh(Int128.high(b, wideRight, i), low, other) ^ flip;
            long y0 = (low * other ^ flip) - flip;
            y1 += flip != 0 && y0 == 0 ? 1 : 0;
            long r0 = x0 + y0;
            long r1 = x1 + y1 + (Long.compareUnsigned(r0, x0) < 0 ? 1 : 0);
            bad |= ((x1 ^ r1) & (y1 ^ r1)) < 0 || Int128.exceeds(r1, r0, limitHigh, limitLow);
            Int128.set(target, i, r1, r0);
        }
        return bad;
    }

    private boolean product(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int digits = left.precision() + right.precision();
        if (left.scale() + right.scale() != result.scale()) {
            return slowly(a, b, rows, target);
        }
        if (!wide && digits <= DecimalType.PRECISION_INT64_MAX) {
            LongArithmetic.multiplyExact(a, b, rows, target);
            return digits > result.precision() && LongArithmetic.exceeds(target, limitLow - 1, rows);
        }
        if (wide && !wideLeft && !wideRight && digits <= result.precision()) {
            multiplyWide(a, b, rows, target);
            return false;
        }
        return wide ? product128(a, b, rows, target) : slowly(a, b, rows, target);
    }

    /// 64 x 64 -> 128 bits.
    private static void multiplyWide(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long x = a.get(Lanes.LONG, i * 8L);
            long y = b.get(Lanes.LONG, i * 8L);
            Int128.set(target, i, Math.multiplyHigh(x, y), x * y);
        }
    }

    private boolean product128(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long x = Int128.low(a, wideLeft, i);
            long y = Int128.low(b, wideRight, i);
            if (Int128.fitsLong(Int128.high(a, wideLeft, i), x) && Int128.fitsLong(Int128.high(b, wideRight, i), y)) {
                long high = Math.multiplyHigh(x, y);
                bad |= Int128.exceeds(high, x * y, limitHigh, limitLow);
                Int128.set(target, i, high, x * y);
            } else {
                bad |= slow(a, b, i, target);
            }
        }
        return bad;
    }

    /// `a * 10^e / b`, rounded half away from zero.
    private boolean quotients(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int e = result.scale() - left.scale() + right.scale();
        if (e < 0 || e > DecimalType.PRECISION_INT64_MAX || !wide) {
            return slowly(a, b, rows, target);
        }
        long factor = Int128.power(e);
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            long x = Int128.low(a, wideLeft, i);
            long y = Int128.low(b, wideRight, i);
            long n = Math.abs(x);
            long d = Math.abs(y);
            long high = Math.unsignedMultiplyHigh(n, factor);
            boolean fits =
                    Int128.fitsLong(Int128.high(a, wideLeft, i), x) && Int128.fitsLong(Int128.high(b, wideRight, i), y);
            if (fits && Long.compareUnsigned(high, d) < 0) {
                long low = n * factor;
                long q = Int128.divideUnsigned(high, low, d);
                long remainder = low - q * d;
                boolean up = Long.compareUnsigned(remainder, d - remainder) >= 0;
                bad |= signed(q, up, (x ^ y) < 0, i, target);
            } else {
                bad |= slow(a, b, i, target);
            }
        }
        return bad;
    }

    /// Stores a quotient of 64 bits, one more if it is rounded up, with its sign.
    private boolean signed(long quotient, boolean up, boolean negative, int row, MemorySegment target) {
        long low = quotient + (up ? 1 : 0);
        long high = up && low == 0 ? 1 : 0;
        boolean bad = Int128.exceeds(high, low, limitHigh, limitLow);
        if (negative) {
            Int128.set(target, row, ~high + (low == 0 ? 1 : 0), -low);
        } else {
            Int128.set(target, row, high, low);
        }
        return bad;
    }

    private boolean slowly(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        boolean bad = false;
        for (int i = 0; i < rows; i++) {
            bad |= slow(a, b, i, target);
        }
        return bad;
    }

    /// One row by BigInteger, for all types and values.
    private boolean slow(MemorySegment a, MemorySegment b, int row, MemorySegment target) {
        BigInteger value = exactly(Int128.big(a, wideLeft, row), Int128.big(b, wideRight, row));
        if (value == null || value.abs().compareTo(limit) >= 0) {
            return true;
        }
        if (wide) {
            Lanes.setInt128(target, row, value);
        } else {
            target.set(Lanes.LONG, row * 8L, value.longValue());
        }
        return false;
    }

    /// The unscaled result before it is checked against its precision, or null for a division by zero.
    private @Nullable BigInteger exactly(BigInteger a, BigInteger b) {
        int scale = Math.max(left.scale(), right.scale());
        return switch (operator) {
            case ADD -> rescale(align(a, left, scale).add(align(b, right, scale)), scale);
            case SUBTRACT -> rescale(align(a, left, scale).subtract(align(b, right, scale)), scale);
            case MULTIPLY -> rescale(a.multiply(b), left.scale() + right.scale());
            case MODULO ->
                b.signum() == 0 ? null : rescale(align(a, left, scale).remainder(align(b, right, scale)), scale);
            case DIVIDE -> b.signum() == 0 ? null : divide(a, b, result.scale() - left.scale() + right.scale());
        };
    }

    private static BigInteger align(BigInteger value, DecimalType type, int scale) {
        return value.multiply(Int128.bigPower(scale - type.scale()));
    }

    private BigInteger rescale(BigInteger value, int scale) {
        return divide(value, BigInteger.ONE, result.scale() - scale);
    }

    /// `a * 10^e / b`, rounded half away from zero.
    private static BigInteger divide(BigInteger a, BigInteger b, int e) {
        BigInteger n = e > 0 ? a.multiply(Int128.bigPower(e)) : a;
        BigInteger d = e < 0 ? b.multiply(Int128.bigPower(-e)) : b;
        return Rounding.halfAway(n, d);
    }
}
