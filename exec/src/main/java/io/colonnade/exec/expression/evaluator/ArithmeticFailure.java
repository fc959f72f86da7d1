package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.RealNumbers;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Computes one row exactly to find out whether, and why, it fails; the kernels only say that some row did.
public final class ArithmeticFailure {
    private ArithmeticFailure() {}

    public static void check(ArithmeticOperator operator, Type left, Datum a, Type right, Datum b, Type type) {
        if (a instanceof Datum.Real x && b instanceof Datum.Real y) {
            check(operator, x.value(), y.value(), type);
            return;
        }
        BigDecimal x = DatumText.decimal(left, a);
        BigDecimal y = DatumText.decimal(right, b);
        if (divides(operator) && y.signum() == 0) {
            throw divisionByZero(operator, x.toPlainString());
        }
        int scale = type instanceof Type.DecimalType t ? t.scale() : 0;
        RoundingMode rounding = type instanceof Type.DecimalType ? RoundingMode.HALF_UP : RoundingMode.DOWN;
        BigDecimal result = switch (operator) {
            case ADD -> x.add(y);
            case SUBTRACT -> x.subtract(y);
            case MULTIPLY -> x.multiply(y);
            case DIVIDE -> x.divide(y, scale, rounding);
            case MODULO -> x.remainder(y);
        };
        if (!Ranges.holds(type, result)) {
            throw outOfRange(x.toPlainString() + " " + operator.sql() + " " + y.toPlainString(), type);
        }
    }

    private static void check(ArithmeticOperator operator, double x, double y, Type type) {
        if (divides(operator) && y == 0 && !Double.isNaN(x)) {
            throw divisionByZero(operator, DatumText.of(x));
        }
        double result = switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MODULO -> x % y;
        };
        boolean infinite = Double.isInfinite(result) || type instanceof Type.RealType && RealNumbers.overflows(result);
        if (infinite && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw outOfRange(DatumText.of(x) + " " + operator.sql() + " " + DatumText.of(y), type);
        }
    }

    private static boolean divides(ArithmeticOperator operator) {
        return operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULO;
    }

    public static EngineException divisionByZero(ArithmeticOperator operator, String dividend) {
        return new EngineException(
                ErrorCode.DIVISION_BY_ZERO,
                "division by zero: " + dividend + " " + operator.sql() + " 0",
                null,
                "guard it with NULLIF(divisor, 0) or CASE",
                null);
    }

    public static EngineException outOfRange(String what, Type type) {
        return new EngineException(ErrorCode.OUT_OF_RANGE, "out of range for " + type.sql() + ": " + what);
    }
}
