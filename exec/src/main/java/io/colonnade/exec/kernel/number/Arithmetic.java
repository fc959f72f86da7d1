package io.colonnade.exec.kernel.number;

import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;

/// Arithmetic on plain columns of one number type other than DECIMAL ({@link DecimalArithmetic}). Computes
/// all rows and answers true if one of them, perhaps a NULL, overflowed or was divided by zero.
public final class Arithmetic {
    private Arithmetic() {}

    public static boolean compute(
            ArithmeticOperator operator, Type type, MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        return switch (type) {
            case Type.TinyintType t -> ints(operator, a, b, rows, target) | IntArithmetic.exceedsTinyint(target, rows);
            case Type.SmallintType t ->
                ints(operator, a, b, rows, target) | IntArithmetic.exceedsSmallint(target, rows);
            case Type.IntegerType t -> ints(operator, a, b, rows, target);
            case Type.BigintType t -> longs(operator, a, b, rows, target);
            // Rounding the double that is nearest gives the float that is nearest: 53 bits are more than twice 24.
            case Type.RealType t -> doubles(operator, a, b, rows, target) | RealNumbers.round(target, rows);
            case Type.DoubleType t -> doubles(operator, a, b, rows, target);
            case Type.BooleanType t -> throw new IllegalArgumentException(t.sql());
            case Type.DecimalType t -> throw new IllegalArgumentException(t.sql());
            case Type.CharType t -> throw new IllegalArgumentException(t.sql());
            case Type.VarcharType t -> throw new IllegalArgumentException(t.sql());
            case Type.DateType t -> throw new IllegalArgumentException(t.sql());
            case Type.TimeType t -> throw new IllegalArgumentException(t.sql());
            case Type.TimestampType t -> throw new IllegalArgumentException(t.sql());
            case Type.ZonedTimestampType t -> throw new IllegalArgumentException(t.sql());
            case Type.IntervalType t -> throw new IllegalArgumentException(t.sql());
        };
    }

    private static boolean ints(
            ArithmeticOperator operator, MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        return switch (operator) {
            case ADD -> IntArithmetic.add(a, b, rows, target);
            case SUBTRACT -> IntArithmetic.subtract(a, b, rows, target);
            case MULTIPLY -> IntArithmetic.multiply(a, b, rows, target);
            case DIVIDE -> IntArithmetic.divide(a, b, rows, target);
            case MODULO -> IntArithmetic.modulo(a, b, rows, target);
        };
    }

    private static boolean longs(
            ArithmeticOperator operator, MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        return switch (operator) {
            case ADD -> LongArithmetic.add(a, b, rows, target);
            case SUBTRACT -> LongArithmetic.subtract(a, b, rows, target);
            case MULTIPLY -> LongArithmetic.multiply(a, b, rows, target);
            case DIVIDE -> LongArithmetic.divide(a, b, rows, target);
            case MODULO -> LongArithmetic.modulo(a, b, rows, target);
        };
    }

    private static boolean doubles(
            ArithmeticOperator operator, MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        return switch (operator) {
            case ADD -> DoubleArithmetic.add(a, b, rows, target);
            case SUBTRACT -> DoubleArithmetic.subtract(a, b, rows, target);
            case MULTIPLY -> DoubleArithmetic.multiply(a, b, rows, target);
            case DIVIDE -> DoubleArithmetic.divide(a, b, rows, target);
            case MODULO -> DoubleArithmetic.modulo(a, b, rows, target);
        };
    }
}
