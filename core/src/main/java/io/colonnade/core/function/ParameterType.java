package io.colonnade.core.function;

import io.colonnade.core.type.Type;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a parameter takes, and what an argument is cast to before the workers see it.
public enum ParameterType {
    BOOLEAN(Type.BOOLEAN),
    /// Any integer, as INTEGER.
    INTEGER(Type.INTEGER),
    /// Any integer, as BIGINT.
    BIGINT(Type.BIGINT),
    /// Any number, as DOUBLE.
    DOUBLE(Type.DOUBLE),
    /// Any number as it is.
    NUMBER(null),
    /// An integer or DECIMAL as it is.
    EXACT(null),
    /// CHAR and VARCHAR.
    TEXT(Type.VARCHAR),
    DATE(Type.DATE),
    /// TIMESTAMP, DATE as its midnight, or a moment in the zone of the session.
    TIMESTAMP(Type.TIMESTAMP),
    /// A moment as it is.
    ZONED(Type.TIMESTAMP_TZ),
    INTERVAL(Type.INTERVAL),
    /// Anything, as its text.
    WRITTEN(Type.VARCHAR),
    /// Anything as it is.
    ANY(null),
    /// Anything that has a common type with the other arguments of this kind, as that type.
    COMMON(null);

    private static final int NEAR = 1;
    private static final int FAR = 2;

    private final @Nullable Type target;

    ParameterType(@Nullable Type target) {
        this.target = target;
    }

    /// The parameter type that signatures write in lower case.
    static ParameterType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// How far an argument is from what is wanted: 0 as it is, more if it is converted, -1 if it is refused.
    int distance(Type given) {
        return switch (this) {
            case BOOLEAN -> given.equals(Type.BOOLEAN) ? 0 : -1;
            case INTEGER -> given.isInteger() ? given.equals(Type.BIGINT) ? NEAR : 0 : -1;
            case BIGINT -> given.isInteger() ? 0 : -1;
            case DOUBLE -> given.isNumeric() ? given.isFloating() ? 0 : FAR : -1;
            case NUMBER -> given.isNumeric() ? NEAR : -1;
            case EXACT -> given.isNumeric() && !given.isFloating() ? NEAR : -1;
            case TEXT -> given.isString() ? 0 : -1;
            case DATE -> given.equals(Type.DATE) ? 0 : -1;
            case TIMESTAMP -> moment(given);
            case ZONED -> given.equals(Type.TIMESTAMP_TZ) ? 0 : -1;
            case INTERVAL -> given.equals(Type.INTERVAL) ? 0 : -1;
            case WRITTEN, ANY, COMMON -> NEAR;
        };
    }

    private static int moment(Type given) {
        if (given.equals(Type.TIMESTAMP)) {
            return 0;
        }
        if (given.equals(Type.DATE)) {
            return NEAR;
        }
        return given.equals(Type.TIMESTAMP_TZ) ? FAR : -1;
    }

    /// What an argument of type `given` is cast to.
    Type target(Type given) {
        if (target != null) {
            return target;
        }
        return switch (this) {
            case NUMBER -> given.isNumeric() ? given : Type.DOUBLE;
            case EXACT -> given.isNumeric() ? given : Type.BIGINT;
            default -> given instanceof Type.CharType ? Type.VARCHAR : given;
        };
    }

    /// The type of a parameter of a statement, `?`, in this place.
    public Type ofUnknown() {
        return switch (this) {
            case NUMBER -> Type.DOUBLE;
            case EXACT -> Type.BIGINT;
            default -> target == null ? Type.VARCHAR : target;
        };
    }

    /// As the manual writes it.
    public String text() {
        return switch (this) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER, BIGINT -> "integer";
            case DOUBLE -> "DOUBLE";
            case NUMBER -> "number";
            case EXACT -> "exact number";
            case TEXT -> "text";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case ZONED -> "TIMESTAMP WITH TIME ZONE";
            case INTERVAL -> "INTERVAL";
            case WRITTEN, ANY -> "any";
            case COMMON -> "comparable";
        };
    }
}
