package io.colonnade.exec.naive;

import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.type.Datum;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// Variances, covariances and regressions by their textbook definitions, with 60 digits.
final class NaiveStatistics {
    private static final MathContext DIGITS = new MathContext(60);

    private NaiveStatistics() {}

    /// The value for rows none of whose arguments is NULL, of which there is at least one.
    static Datum value(AggregateCall call, List<List<Datum>> rows) {
        int y = call.arguments().getFirst();
        int x = call.arguments().getLast();
        if (rows.stream().anyMatch(row -> !isFinite(row.get(x)) || !isFinite(row.get(y)))) {
            return Datum.of(Double.NaN);
        }
        BigDecimal n = new BigDecimal(rows.size());
        BigDecimal less = n.subtract(BigDecimal.ONE);
        BigDecimal meanY = mean(rows, y);
        BigDecimal meanX = mean(rows, x);
        BigDecimal syy = products(rows, y, meanY, y, meanY);
        BigDecimal sxx = products(rows, x, meanX, x, meanX);
        BigDecimal sxy = products(rows, x, meanX, y, meanY);
        return switch (call.function()) {
            case VAR_POP -> quotient(sxx, n);
            case VAR_SAMP -> quotient(sxx, less);
            case STDDEV_POP -> root(quotient(sxx, n));
            case STDDEV_SAMP -> root(quotient(sxx, less));
            case COVAR_POP -> quotient(sxy, n);
            case COVAR_SAMP -> quotient(sxy, less);
            case CORR -> quotient(sxy, sxx.multiply(syy).sqrt(DIGITS));
            case REGR_AVGX -> Datum.of(meanX.doubleValue());
            case REGR_AVGY -> Datum.of(meanY.doubleValue());
            case REGR_SXX -> Datum.of(sxx.doubleValue());
            case REGR_SXY -> Datum.of(sxy.doubleValue());
            case REGR_SYY -> Datum.of(syy.doubleValue());
            case REGR_SLOPE -> quotient(sxy, sxx);
            case REGR_INTERCEPT ->
                sxx.signum() == 0
                        ? Datum.NULL
                        : Datum.of(meanY.subtract(meanX.multiply(sxy).divide(sxx, DIGITS))
                                .doubleValue());
            case REGR_R2 ->
                sxx.signum() == 0
                        ? Datum.NULL
                        : syy.signum() == 0 ? Datum.of(1.0) : quotient(sxy.multiply(sxy), sxx.multiply(syy));
            default -> throw new AssertionError(call);
        };
    }

    private static boolean isFinite(Datum value) {
        return Double.isFinite(((Datum.Real) value).value());
    }

    private static BigDecimal number(List<Datum> row, int column) {
        return new BigDecimal(((Datum.Real) row.get(column)).value());
    }

    private static BigDecimal mean(List<List<Datum>> rows, int column) {
        return rows.stream()
                .map(row -> number(row, column))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(new BigDecimal(rows.size()), DIGITS);
    }

    private static BigDecimal products(List<List<Datum>> rows, int a, BigDecimal meanA, int b, BigDecimal meanB) {
        if (isConstant(rows, a) || isConstant(rows, b)) {
            return BigDecimal.ZERO;
        }
        return rows.stream()
                .map(row ->
                        number(row, a).subtract(meanA).multiply(number(row, b).subtract(meanB)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isConstant(List<List<Datum>> rows, int column) {
        return rows.stream().map(row -> number(row, column)).distinct().count() == 1;
    }

    private static Datum quotient(BigDecimal value, BigDecimal divisor) {
        return divisor.signum() == 0
                ? Datum.NULL
                : Datum.of(value.divide(divisor, DIGITS).doubleValue());
    }

    private static Datum root(Datum value) {
        return value instanceof Datum.Real real ? Datum.of(Math.sqrt(real.value())) : value;
    }
}
