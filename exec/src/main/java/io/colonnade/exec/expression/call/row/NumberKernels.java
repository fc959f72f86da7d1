package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Function;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Functions of numbers of any type.
final class NumberKernels {
    private static final int FACTORIAL_MAX = 33;
    /// Three digits to the base 128, of which the planner makes series.
    private static final int SERIES_MAX = 1 << 21;

    /// No number has digits beyond.
    private static final int DIGITS_MAX = 400;

    private NumberKernels() {}

    static void register(RowCalls.Table table) {
        table.strict(Function.SIGN, NumberKernels::sign);
        table.strict(Function.TRUNC, (in, out) -> cut(in, out, RoundingMode.DOWN));
        table.strict(Function.ROUND_TO, (in, out) -> cut(in, out, RoundingMode.HALF_UP));
        table.strict(
                Function.GCD, (in, out) -> out.exact(new BigDecimal(big(in, 0).gcd(big(in, 1)))));
        table.strict(Function.LCM, NumberKernels::lcm);
        table.strict(Function.DIV, (in, out) -> {
            BigDecimal divisor = in.exact(1);
            if (divisor.signum() == 0) {
                throw new EngineException(ErrorCode.DIVISION_BY_ZERO, "division by zero: DIV of " + in.exact(0));
            }
            out.exact(in.exact(0).divideToIntegralValue(divisor));
        });
        table.strict(Function.FACTORIAL, NumberKernels::factorial);
        table.strict(Function.WIDTH_BUCKET, NumberKernels::bucket);
        table.strict(Function.SERIES_LENGTH, (in, out) -> {
            double steps = in.real(0);
            if (!(steps < SERIES_MAX)) {
                throw new EngineException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "generate_series of more than " + SERIES_MAX + " values",
                        null,
                        "take a larger step, or join two series",
                        null);
            }
            out.integer((long) steps);
        });
    }

    private static void sign(RowArguments in, RowResult out) {
        if (in.type(0).isFloating()) {
            out.real(Math.signum(in.real(0)));
        } else {
            out.integer(in.exact(0).signum());
        }
    }

    private static void cut(RowArguments in, RowResult out, RoundingMode mode) {
        int digits = in.count() > 1 ? Math.clamp(in.integer(1), -DIGITS_MAX, DIGITS_MAX) : 0;
        if (!in.type(0).isFloating()) {
            BigDecimal value = in.exact(0);
            out.exact(digits >= value.scale() ? value : value.setScale(digits, mode));
            return;
        }
        double value = in.real(0);
        out.real(
                Double.isFinite(value)
                        ? Math.copySign(
                                BigDecimal.valueOf(value).setScale(digits, mode).doubleValue(), value)
                        : value);
    }

    private static BigInteger big(RowArguments in, int index) {
        return BigInteger.valueOf(in.integer(index));
    }

    private static void lcm(RowArguments in, RowResult out) {
        BigInteger x = big(in, 0);
        BigInteger y = big(in, 1);
        BigInteger multiple = x.signum() == 0 || y.signum() == 0
                ? BigInteger.ZERO
                : x.divide(x.gcd(y)).multiply(y).abs();
        out.exact(new BigDecimal(multiple));
    }

    private static void factorial(RowArguments in, RowResult out) {
        long n = in.integer(0);
        if (n < 0 || n > FACTORIAL_MAX) {
            throw out.outOfRange("FACTORIAL of " + n);
        }
        BigInteger product = BigInteger.ONE;
        for (long i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        out.exact(new BigDecimal(product));
    }

    private static void bucket(RowArguments in, RowResult out) {
        double x = in.real(0);
        double low = in.real(1);
        double high = in.real(2);
        long count = in.integer(3);
        if (count < 1) {
            throw TextKernels.invalid("WIDTH_BUCKET needs one range at least, not " + count);
        }
        if (!Double.isFinite(low) || !Double.isFinite(high) || low == high || Double.isNaN(x)) {
            throw TextKernels.invalid("WIDTH_BUCKET needs two different finite bounds and no NaN");
        }
        boolean rises = low < high;
        if (rises ? x < low : x > low) {
            out.integer(0);
        } else if (rises ? x >= high : x <= high) {
            out.integer(count + 1);
        } else {
            // Divided first: the difference of two large bounds is infinite.
            double share = (x / 2 - low / 2) / (high / 2 - low / 2);
            out.integer(Math.min(count, (long) (share * count) + 1));
        }
    }
}
