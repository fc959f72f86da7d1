package io.colonnade.core.function;

import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the type of a result follows from those of the arguments.
public enum ResultType {
    BOOLEAN(Type.BOOLEAN, "BOOLEAN"),
    INTEGER(Type.INTEGER, "INTEGER"),
    BIGINT(Type.BIGINT, "BIGINT"),
    DOUBLE(Type.DOUBLE, "DOUBLE"),
    TEXT(Type.VARCHAR, "VARCHAR"),
    DATE(Type.DATE, "DATE"),
    TIMESTAMP(Type.TIMESTAMP, "TIMESTAMP"),
    ZONED(Type.TIMESTAMP_TZ, "TIMESTAMP WITH TIME ZONE"),
    INTERVAL(Type.INTERVAL, "INTERVAL"),
    TIME(Type.TIME, "TIME"),
    /// A number read by a pattern.
    READ(new DecimalType(DecimalType.PRECISION_MAX, 10), "DECIMAL with the digits of the pattern"),
    /// The whole number of any size.
    HUGE(new DecimalType(DecimalType.PRECISION_MAX, 0), "DECIMAL(38, 0)"),
    /// Seconds with their microseconds.
    SECONDS(new DecimalType(DecimalType.PRECISION_INT64_MAX, 6), "DECIMAL(18, 6)"),
    /// The type of the first argument.
    FIRST(null, "as the first"),
    /// The type that the arguments are compared in.
    COMMON(null, "their common type"),
    /// The type of the first argument; a DECIMAL loses its digits after the point.
    WHOLE(null, "as x, without digits after the point"),
    /// The type of the first argument; a DECIMAL has as many digits after the point as are asked for by a constant.
    ROUNDED(null, "as x, a DECIMAL with the digits kept");

    private final @Nullable Type type;
    private final String text;

    ResultType(@Nullable Type type, String text) {
        this.type = type;
        this.text = text;
    }

    /// The result type that signatures write in lower case.
    static ResultType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// As the manual writes it.
    public String text() {
        return text;
    }

    /// The type for arguments of the types `arguments`. `digits` is the second argument where it is a
    /// constant, 0 where there is none.
    Type of(List<Type> arguments, @Nullable Long digits) {
        if (type != null) {
            return type;
        }
        Type first = arguments.getFirst();
        return switch (this) {
            case COMMON -> CommonType.of(arguments);
            case WHOLE -> first instanceof DecimalType decimal ? rounded(decimal, 0) : first;
            case ROUNDED ->
                first instanceof DecimalType decimal
                        ? rounded(
                                decimal,
                                digits == null ? decimal.scale() : Math.clamp(digits, 0, DecimalType.PRECISION_MAX))
                        : first;
            default -> first;
        };
    }

    /// 9.9 rounds to 10.
    private static Type rounded(DecimalType argument, int scale) {
        int whole = argument.precision() - argument.scale() + 1;
        return Type.decimal(Math.min(DecimalType.PRECISION_MAX, whole + scale), scale);
    }
}
