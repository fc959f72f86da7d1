package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.CharType;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.core.type.Type.VarcharType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives two operands one type, changing literals rather than columns: a cast of a column would hide it from
/// zone maps and dictionaries.
final class Operands {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    record Pair(Expression left, Expression right) {}

    private Operands() {}

    /// Two operands of a comparison.
    static Pair unify(Expression left, Expression right) {
        Expression bareLeft = right instanceof Literal ? bare(left) : left;
        Expression bareRight = left instanceof Literal ? bare(right) : right;
        if (bareRight instanceof Literal literal) {
            Literal fitted = fit(literal, bareLeft.type());
            if (fitted != null) {
                return new Pair(bareLeft, fitted);
            }
        }
        if (bareLeft instanceof Literal literal) {
            Literal fitted = fit(literal, bareRight.type());
            if (fitted != null) {
                return new Pair(fitted, bareRight);
            }
        }
        Type common = common(left.type(), right.type());
        return new Pair(withoutBlanksBeside(right, cast(left, common)), withoutBlanksBeside(left, cast(right, common)));
    }

    /// A text as it compares with `other`: beside a CHAR, blanks at its end do not count.
    static Expression withoutBlanksBeside(Expression other, Expression text) {
        return other.type() instanceof CharType && text.type() instanceof VarcharType && !(text instanceof Literal)
                ? new Call(Function.RTRIM, List.of(text), text.type())
                : text;
    }

    /// The type of a column, CASE or COALESCE of several values: CHAR only of CHARs. Calcite's literals are
    /// CHAR too, ours are VARCHAR: their blanks count.
    static Type ofValues(Type type, List<Type> values) {
        return type instanceof CharType && !values.stream().allMatch(CharType.class::isInstance) ? Type.VARCHAR : type;
    }

    /// The same; NULL has any type.
    static Type ofExpressions(Type type, List<Expression> values) {
        return ofValues(
                type,
                values.stream()
                        .filter(value -> !(value instanceof Literal literal
                                && literal.value().isNull()))
                        .map(Expression::type)
                        .toList());
    }

    /// The operand below casts that only widen.
    private static Expression bare(Expression expression) {
        if (expression instanceof Cast cast && isWidening(cast.value().type(), cast.type())) {
            return bare(cast.value());
        }
        return expression;
    }

    /// Whether every value of `from` is one of `to`.
    static boolean isWidening(Type from, Type to) {
        if (from.isString() && to.isString()) {
            return to.equals(Type.VARCHAR) || length(to) >= length(from);
        }
        if (from.isInteger() && to.isInteger()) {
            return integerRank(to) >= integerRank(from);
        }
        if (from instanceof DecimalType small && to instanceof DecimalType large) {
            return large.scale() >= small.scale()
                    && large.precision() - large.scale() >= small.precision() - small.scale();
        }
        if (from.isInteger() && to instanceof DecimalType large) {
            return large.precision() - large.scale() >= integerDigits(from);
        }
        return from.equals(Type.DATE) && to.equals(Type.TIMESTAMP) || from.equals(Type.REAL) && to.equals(Type.DOUBLE);
    }

    static boolean areSame(Type left, Type right) {
        if (left.isString() && right.isString()) {
            return true;
        }
        if (left instanceof DecimalType l && right instanceof DecimalType r) {
            return l.scale() == r.scale() && l.layout() == r.layout();
        }
        return left.equals(right);
    }

    /// The literal as a value of `type` that compares as the literal does, if there is one.
    static @Nullable Literal fit(Literal literal, Type type) {
        if (literal.value().isNull()) {
            return new Literal(type, Datum.NULL);
        }
        if (literal.type().isString() && type.isString()) {
            return type instanceof CharType && literal.value() instanceof Datum.Text text
                    ? new Literal(Type.VARCHAR, Datum.of(withoutTrailingBlanks(text.value())))
                    : literal;
        }
        if (literal.type().equals(type)) {
            return literal;
        }
        BigDecimal number = number(literal);
        if (number != null && type.isNumeric()) {
            return fit(number, type);
        }
        if (literal.type().equals(Type.DATE)
                && type.equals(Type.TIMESTAMP)
                && literal.value() instanceof Datum.Int days) {
            return new Literal(type, Datum.of(Math.multiplyExact(days.value(), MICROS_PER_DAY)));
        }
        if (literal.type().equals(Type.TIMESTAMP)
                && type.equals(Type.DATE)
                && literal.value() instanceof Datum.Int micros
                && Math.floorMod(micros.value(), MICROS_PER_DAY) == 0) {
            return new Literal(type, Datum.of(Math.floorDiv(micros.value(), MICROS_PER_DAY)));
        }
        return null;
    }

    private static @Nullable Literal fit(BigDecimal number, Type type) {
        try {
            return switch (type) {
                case Type.TinyintType t -> new Literal(type, Datum.of(number.byteValueExact()));
                case Type.SmallintType t -> new Literal(type, Datum.of(number.shortValueExact()));
                case Type.IntegerType t -> new Literal(type, Datum.of(number.intValueExact()));
                case Type.BigintType t -> new Literal(type, Datum.of(number.longValueExact()));
                case DecimalType t -> {
                    BigDecimal scaled = number.setScale(t.scale(), RoundingMode.UNNECESSARY);
                    yield scaled.precision() > t.precision()
                            ? null
                            : new Literal(type, unscaled(scaled.unscaledValue(), t));
                }
                // Only if nothing is rounded: 0.1 is no REAL.
                case Type.RealType t -> {
                    Literal real = Literals.real(number);
                    yield real != null && new BigDecimal(number.floatValue()).compareTo(number) == 0 ? real : null;
                }
                case Type.DoubleType t -> new Literal(type, Datum.of(number.doubleValue()));
                default -> null;
            };
        } catch (ArithmeticException e) {
            // It has digits that the type cannot hold.
            return null;
        }
    }

    static Datum unscaled(BigInteger value, DecimalType type) {
        return type.precision() <= DecimalType.PRECISION_INT64_MAX
                ? Datum.of(value.longValueExact())
                : new Datum.Wide(value);
    }

    /// The exact number that a literal stands for; null if it is none, or a DOUBLE.
    static @Nullable BigDecimal number(Literal literal) {
        return switch (literal.value()) {
            case Datum.Int i when literal.type().isInteger() -> BigDecimal.valueOf(i.value());
            case Datum.Int i
            when literal.type() instanceof DecimalType type -> BigDecimal.valueOf(i.value(), type.scale());
            case Datum.Wide w
            when literal.type() instanceof DecimalType type -> new BigDecimal(w.value(), type.scale());
            default -> null;
        };
    }

    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /// The type in which two types are compared or joined.
    static Type common(Type left, Type right) {
        if (areSame(left, right)) {
            return left;
        }
        if (left.isInteger() && right.isInteger()) {
            return integerRank(left) >= integerRank(right) ? left : right;
        }
        if (left.isNumeric() && right.isNumeric()) {
            if (left.isFloating() || right.isFloating()) {
                return Type.DOUBLE;
            }
            DecimalType l = decimal(left);
            DecimalType r = decimal(right);
            int scale = Math.max(l.scale(), r.scale());
            int whole = Math.max(l.precision() - l.scale(), r.precision() - r.scale());
            return Type.decimal(Math.min(DecimalType.PRECISION_MAX, whole + scale), scale);
        }
        if (pointRank(left) >= 0 && pointRank(right) >= 0) {
            return pointRank(left) > pointRank(right) ? left : right;
        }
        throw new EngineException(
                ErrorCode.TYPE_MISMATCH,
                left.sql() + " and " + right.sql() + " cannot be compared",
                null,
                "cast one of them",
                null);
    }

    /// An exact number as a DECIMAL type: integers have scale 0.
    static DecimalType decimal(Type type) {
        return type instanceof DecimalType decimal ? decimal : new DecimalType(integerDigits(type), 0);
    }

    private static int integerDigits(Type type) {
        return switch (type) {
            case Type.TinyintType t -> 3;
            case Type.SmallintType t -> 5;
            case Type.IntegerType t -> 10;
            default -> 19;
        };
    }

    private static int integerRank(Type type) {
        return switch (type) {
            case Type.TinyintType t -> 0;
            case Type.SmallintType t -> 1;
            case Type.IntegerType t -> 2;
            default -> 3;
        };
    }

    /// Dates become timestamps, and these moments, where they meet.
    private static int pointRank(Type type) {
        return switch (type) {
            case Type.DateType t -> 0;
            case Type.TimestampType t -> 1;
            case Type.ZonedTimestampType t -> 2;
            default -> -1;
        };
    }

    /// Whether a cast leads from one date or time to another.
    static boolean isTemporalCast(Type from, Type to) {
        return pointRank(from) >= 0 && pointRank(to) >= 0
                || pointRank(from) > 0 && to.equals(Type.TIME)
                || from.equals(Type.TIME) && to.equals(Type.INTERVAL)
                || from.equals(Type.INTERVAL) && to.equals(Type.TIME);
    }

    private static int length(Type type) {
        return switch (type) {
            case CharType t -> t.length();
            case VarcharType t -> t.length();
            default -> 0;
        };
    }

    /// `expression` as `type`; nothing is added if it has that type, and literals are converted here.
    static Expression cast(Expression expression, Type type) {
        if (expression.type().equals(type) || areSame(expression.type(), type)) {
            return expression;
        }
        if (expression instanceof Literal literal) {
            Literal fitted = fit(literal, type);
            if (fitted != null) {
                return fitted;
            }
        }
        return new Cast(expression, type);
    }

    /// Whether a value of `from` is one of `to` as it is, with nothing to check.
    static boolean isAssignable(Type from, Type to) {
        return switch (to) {
            case DecimalType decimal ->
                from instanceof DecimalType value
                        && areSame(value, decimal)
                        && value.precision() <= decimal.precision();
            // Its blanks are to be cut.
            case CharType text -> false;
            default -> areSame(from, to);
        };
    }

    /// Whether a cast between strings changes nothing.
    static boolean isNoCut(Type from, Type to) {
        return from.isString() && to instanceof VarcharType varchar && varchar.length() >= length(from);
    }
}
