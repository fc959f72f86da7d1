package io.colonnade.core.function;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import java.util.List;

/// The type that holds values of several types.
final class CommonType {
    private static final int BIGINT_DIGITS = 19;
    private static final int INTEGER_DIGITS = 10;
    private static final int SMALLINT_DIGITS = 5;
    private static final int TINYINT_DIGITS = 3;

    private CommonType() {}

    /// Throws TYPE_MISMATCH if there is none.
    static Type of(List<Type> types) {
        Type common = types.getFirst();
        for (Type type : types) {
            common = of(common, type);
        }
        return common instanceof Type.CharType || common instanceof Type.VarcharType ? Type.VARCHAR : common;
    }

    private static Type of(Type left, Type right) {
        if (left.equals(right) || left.isString() && right.isString()) {
            return left;
        }
        if (left.isInteger() && right.isInteger()) {
            return digits(left) >= digits(right) ? left : right;
        }
        if (left.isNumeric() && right.isNumeric()) {
            return exact(left) && exact(right) ? decimal(left, right) : Type.DOUBLE;
        }
        if (isMoment(left) && isMoment(right)) {
            boolean zoned = left.equals(Type.TIMESTAMP_TZ) || right.equals(Type.TIMESTAMP_TZ);
            return zoned ? Type.TIMESTAMP_TZ : Type.TIMESTAMP;
        }
        throw new EngineException(
                ErrorCode.TYPE_MISMATCH,
                left.sql() + " and " + right.sql() + " have no common type",
                null,
                "cast one of them",
                null);
    }

    private static boolean exact(Type type) {
        return type.isInteger() || type instanceof DecimalType;
    }

    private static boolean isMoment(Type type) {
        return type.equals(Type.DATE) || type.equals(Type.TIMESTAMP) || type.equals(Type.TIMESTAMP_TZ);
    }

    private static Type decimal(Type left, Type right) {
        int scale = Math.max(scale(left), scale(right));
        int whole = Math.max(digits(left) - scale(left), digits(right) - scale(right));
        return Type.decimal(Math.min(DecimalType.PRECISION_MAX, whole + scale), scale);
    }

    private static int scale(Type type) {
        return type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    private static int digits(Type type) {
        if (type instanceof DecimalType decimal) {
            return decimal.precision();
        }
        if (type.equals(Type.BIGINT)) {
            return BIGINT_DIGITS;
        }
        if (type.equals(Type.INTEGER)) {
            return INTEGER_DIGITS;
        }
        return type.equals(Type.SMALLINT) ? SMALLINT_DIGITS : TINYINT_DIGITS;
    }
}
