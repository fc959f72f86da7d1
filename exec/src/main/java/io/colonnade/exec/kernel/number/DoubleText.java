package io.colonnade.exec.kernel.number;

import java.math.BigDecimal;

/// Doubles as PostgreSQL writes them: the fewest digits that read back the same, with an exponent from 1e+15 up and
/// below 0.0001.
///
/// ```text
/// 1   0.1   -0   123456789012345   1e+15   1.5e-05   NaN   Infinity
/// ```
public final class DoubleText {
    private DoubleText() {}

    /// A float, with as many digits as tell it from other floats.
    static String of(float value) {
        return value == 0 || !Float.isFinite(value) ? of((double) value) : of(Float.toString(value), 6);
    }

    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return of(Double.toString(value), 15);
    }

    private static String of(String javas, int exponentMax) {
        BigDecimal shortest = new BigDecimal(javas).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < exponentMax) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String sign = shortest.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + power;
    }
}
