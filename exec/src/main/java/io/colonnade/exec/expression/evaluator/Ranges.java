package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.number.RealNumbers;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Which numbers a type holds.
public final class Ranges {
    private Ranges() {}

    /// Whether a number, rounded half away from zero to the scale of a decimal, fits.
    public static boolean holds(Type type, BigDecimal value) {
        return switch (type) {
            case Type.TinyintType t -> within(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Type.SmallintType t -> within(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case Type.IntegerType t -> within(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Type.DateType t -> within(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Type.BigintType t -> within(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case Type.TimestampType t -> within(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case Type.ZonedTimestampType t -> within(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case Type.TimeType t -> within(value, 0, CalendarText.MICROS_PER_DAY - 1);
            case Type.DecimalType t -> {
                BigDecimal rounded = value.setScale(t.scale(), RoundingMode.HALF_UP);
                yield rounded.precision() <= t.precision() || rounded.signum() == 0;
            }
            case Type.RealType t -> !RealNumbers.overflows(value.doubleValue());
            case Type.DoubleType t -> true;
            case Type.IntervalType t -> true;
            case Type.BooleanType t -> true;
            case Type.CharType t -> true;
            case Type.VarcharType t -> true;
        };
    }

    /// Whether a number, rounded half away from zero to what the type keeps, fits.
    public static boolean holdsRounded(Type type, BigDecimal value) {
        return type.isInteger() ? holds(type, value.setScale(0, RoundingMode.HALF_UP)) : holds(type, value);
    }

    private static boolean within(BigDecimal value, long low, long high) {
        return value.compareTo(BigDecimal.valueOf(low)) >= 0 && value.compareTo(BigDecimal.valueOf(high)) <= 0;
    }
}
