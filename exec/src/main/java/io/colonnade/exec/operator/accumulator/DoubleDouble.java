package io.colonnade.exec.operator.accumulator;

/// A number as the sum of two doubles, the second of which is what rounding to the first leaves: about 106 bits.
record DoubleDouble(double high, double low) {
    static DoubleDouble product(double a, double b) {
        double high = a * b;
        return new DoubleDouble(high, Double.isFinite(high) ? Math.fma(a, b, -high) : 0);
    }

    private static DoubleDouble quick(double high, double low) {
        double sum = high + low;
        return Double.isFinite(sum) ? new DoubleDouble(sum, low - (sum - high)) : new DoubleDouble(sum, 0);
    }

    private static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        if (!Double.isFinite(sum)) {
            return new DoubleDouble(sum, 0);
        }
        double part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble first = quick(highs.high, highs.low + lows.high);
        return quick(first.high, first.low + lows.low);
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    DoubleDouble times(DoubleDouble other) {
        DoubleDouble highs = product(high, other.high);
        return quick(highs.high, highs.low + (high * other.low + low * other.high));
    }

    DoubleDouble dividedBy(double divisor) {
        double first = high / divisor;
        if (!Double.isFinite(first)) {
            return new DoubleDouble(first, 0);
        }
        DoubleDouble rest = minus(product(first, divisor));
        return quick(first, (rest.high + rest.low) / divisor);
    }

    double value() {
        return high + low;
    }
}
