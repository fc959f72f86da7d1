package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Function;
import io.colonnade.exec.expression.evaluator.DatumText;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Functions of DOUBLEs. An argument outside of the domain, and an infinite result of finite arguments, are
/// OUT_OF_RANGE.
final class RealKernels {
    private static final double LN_2 = Math.log(2);

    private RealKernels() {}

    static void register(RowCalls.Table table) {
        one(table, Function.CBRT, Math::cbrt);
        one(table, Function.LOG10, Math::log10);
        one(table, Function.LOG2, RealKernels::log2);
        two(table, Function.LOG, RealKernels::log);
        one(table, Function.SIN, Math::sin);
        one(table, Function.COS, Math::cos);
        one(table, Function.TAN, Math::tan);
        one(table, Function.COT, x -> 1 / Math.tan(x));
        one(table, Function.ASIN, Math::asin);
        one(table, Function.ACOS, Math::acos);
        one(table, Function.ATAN, Math::atan);
        two(table, Function.ATAN2, Math::atan2);
        one(table, Function.SINH, Math::sinh);
        one(table, Function.COSH, Math::cosh);
        one(table, Function.TANH, Math::tanh);
        one(table, Function.ASINH, RealKernels::asinh);
        one(table, Function.ACOSH, x -> Math.log(x + Math.sqrt(x * x - 1)));
        one(table, Function.ATANH, x -> (Math.log1p(x) - Math.log1p(-x)) / 2);
        one(table, Function.DEGREES, x -> x / Math.PI * 180);
        one(table, Function.RADIANS, x -> x / 180 * Math.PI);
        table.strict(Function.PI, (in, out) -> out.real(Math.PI));
        table.strict(Function.ISNAN, (in, out) -> out.flag(Double.isNaN(in.real(0))));
        table.strict(Function.ISFINITE, (in, out) -> out.flag(Double.isFinite(in.real(0))));
        table.strict(Function.ISINF, (in, out) -> out.flag(Double.isInfinite(in.real(0))));
    }

    private static void one(RowCalls.Table table, Function function, DoubleUnaryOperator operator) {
        table.strict(function, (in, out) -> {
            double x = in.real(0);
            double result = operator.applyAsDouble(x);
            if (!Double.isFinite(result)) {
                check(function, result, x, x, out);
            }
            out.real(result);
        });
    }

    private static void two(RowCalls.Table table, Function function, DoubleBinaryOperator operator) {
        table.strict(function, (in, out) -> {
            double x = in.real(0);
            double y = in.real(1);
            double result = operator.applyAsDouble(x, y);
            if (!Double.isFinite(result)) {
                check(function, result, x, y, out);
            }
            out.real(result);
        });
    }

    private static void check(Function function, double result, double x, double y, RowResult out) {
        boolean nan = Double.isNaN(x) || Double.isNaN(y);
        boolean infinite = Double.isInfinite(x) || Double.isInfinite(y);
        if (Double.isNaN(result) ? !nan : !nan && !infinite) {
            throw out.outOfRange(function.sqlName() + " of " + DatumText.of(x));
        }
    }

    /// Powers of two have whole logarithms.
    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        return x > 0 && Double.isFinite(x) && x == Math.scalb(1.0, exponent) ? exponent : Math.log(x) / LN_2;
    }

    private static double log(double base, double x) {
        double result = Math.log(x) / Math.log(base);
        double whole = Math.rint(result);
        return Math.abs(result - whole) < 1e-9 && Math.pow(base, whole) == x ? whole : result;
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        if (Double.isInfinite(x)) {
            return x;
        }
        double square = size * size;
        double result = size > 1e150 ? Math.log(size) + LN_2 : Math.log1p(size + square / (1 + Math.sqrt(square + 1)));
        return Math.copySign(result, x);
    }
}
