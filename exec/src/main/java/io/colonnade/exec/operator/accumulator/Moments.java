package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.plan.AggregateFunction;
import org.jspecify.annotations.Nullable;

/// What the statistics are computed from: how many rows, the sums of their values, and the sums of squares
/// and products of what the values differ from their means by. With one variable it is x.
record Moments(double count, double sumY, double sumX, double syy, double sxx, double sxy) {
    /// The value of a function, null if it has none for so few rows or values that are all the same.
    @Nullable
    Double of(AggregateFunction function) {
        if (function == AggregateFunction.REGR_COUNT) {
            return count;
        }
        if (count < 1) {
            return null;
        }
        return switch (function) {
            case VAR_POP -> sxx / count;
            case STDDEV_POP -> Math.sqrt(sxx / count);
            case VAR_SAMP -> count < 2 ? null : (Double) (sxx / (count - 1));
            case STDDEV_SAMP -> count < 2 ? null : (Double) Math.sqrt(sxx / (count - 1));
            case COVAR_POP -> sxy / count;
            case COVAR_SAMP -> count < 2 ? null : (Double) (sxy / (count - 1));
            case CORR -> sxx == 0 || syy == 0 ? null : (Double) correlation();
            case REGR_AVGX -> sumX / count;
            case REGR_AVGY -> sumY / count;
            case REGR_SXX -> sxx;
            case REGR_SYY -> syy;
            case REGR_SXY -> sxy;
            case REGR_SLOPE -> sxx == 0 ? null : (Double) (sxy / sxx);
            case REGR_INTERCEPT -> sxx == 0 ? null : (Double) ((sumY - sumX * (sxy / sxx)) / count);
            case REGR_R2 -> sxx == 0 ? null : (Double) (syy == 0 ? 1.0 : determination());
            default -> throw new IllegalArgumentException(function + " has no moments");
        };
    }

    private double correlation() {
        double product = sxx * syy;
        double root = isInRange(product) ? Math.sqrt(product) : Math.sqrt(sxx) * Math.sqrt(syy);
        double correlation = sxy / root;
        return Double.isNaN(correlation) ? correlation : Math.clamp(correlation, -1, 1);
    }

    private double determination() {
        double product = sxx * syy;
        double square = sxy * sxy;
        return isInRange(product) && isInRange(square) ? Math.min(1, square / product) : correlation() * correlation();
    }

    /// Whether a product has neither become infinite nor lost its digits.
    private static boolean isInRange(double product) {
        return Double.isFinite(product) && product > Double.MIN_NORMAL;
    }
}
