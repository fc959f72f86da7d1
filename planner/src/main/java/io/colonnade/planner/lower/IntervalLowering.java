package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.util.List;

/// Arithmetic with dates, times, intervals and zones as calls of functions. A constant interval of months, days or
/// hours alone goes to the kernels for these.
final class IntervalLowering {
    private static final Literal UTC = new Literal(Type.VARCHAR, Datum.of("UTC"));

    private final Folding folding;

    IntervalLowering(Folding folding) {
        this.folding = folding;
    }

    /// The constant that a literal's text is.
    Literal literal(Expression text) {
        if (text instanceof Literal literal && literal.value() instanceof Datum.Text value) {
            try {
                return new Literal(
                        Type.INTERVAL,
                        new Datum.Wide(IntervalText.parse(value.value()).number()));
            } catch (CalendarText.InvalidException e) {
                throw new EngineException(ErrorCode.INVALID_DATETIME, "not an INTERVAL: '" + value.value() + "'");
            }
        }
        throw EngineException.notSupported("an INTERVAL that is no constant text");
    }

    /// `left + right`, or with `sign` -1 `left - right`, which is a `type`.
    Expression sum(Expression left, Expression right, int sign, Type type) {
        if (sign < 0 && isPoint(left.type()) && isPoint(right.type())) {
            return between(left, right);
        }
        if (sign < 0 && left.type().equals(Type.TIME) && right.type().equals(Type.TIME)) {
            return new Call(Function.INTERVAL_BETWEEN, List.of(left, right), Type.INTERVAL);
        }
        boolean swap = rank(left.type()) < rank(right.type());
        Expression time = swap ? right : left;
        Expression by = swap ? left : right;
        if (by.type().isInteger()) {
            Expression days = to(by, Type.INTEGER);
            return new Call(Function.ADD_DAYS, List.of(time, sign > 0 ? days : negative(days)), Type.DATE);
        }
        if (by.type().equals(Type.TIME)) {
            return new Call(Function.ADD_MICROS, List.of(to(time, Type.TIMESTAMP), by), Type.TIMESTAMP);
        }
        if (!by.type().equals(Type.INTERVAL)) {
            throw EngineException.notSupported("this arithmetic with dates");
        }
        Expression signed =
                sign > 0 ? by : folding.fold(new Call(Function.INTERVAL_NEGATE, List.of(by), Type.INTERVAL));
        return switch (time.type()) {
            case Type.IntervalType t -> new Call(Function.INTERVAL_SUM, List.of(time, signed), type);
            case Type.TimeType t -> new Call(Function.ADD_INTERVAL, List.of(time, signed), type);
            case Type.ZonedTimestampType t ->
                new Call(Function.ADD_INTERVAL, List.of(time, signed, folding.zone()), type);
            default -> moved(time, signed, type);
        };
    }

    /// DATE and TIMESTAMP plus an interval.
    private Expression moved(Expression time, Expression interval, Type type) {
        Interval constant = interval instanceof Literal literal && literal.value() instanceof Datum.Wide wide
                ? Interval.of(wide.value())
                : null;
        if (constant == null) {
            Expression sum =
                    new Call(Function.ADD_INTERVAL, List.of(to(time, Type.TIMESTAMP), interval), Type.TIMESTAMP);
            return to(folding.fold(sum), type);
        }
        Expression moved = time;
        if (constant.months() != 0) {
            moved = folding.fold(
                    new Call(Function.ADD_MONTHS, List.of(moved, integer(constant.months())), moved.type()));
        }
        if (constant.days() != 0 && moved.type().equals(Type.DATE)) {
            moved = folding.fold(new Call(Function.ADD_DAYS, List.of(moved, integer(constant.days())), Type.DATE));
        }
        long rest = moved.type().equals(Type.DATE) ? 0 : constant.days() * Interval.MICROS_PER_DAY;
        long micros = Math.addExact(rest, constant.micros());
        if (micros != 0) {
            Literal by = new Literal(Type.BIGINT, Datum.of(micros));
            moved = new Call(Function.ADD_MICROS, List.of(to(moved, Type.TIMESTAMP), by), Type.TIMESTAMP);
        }
        return to(folding.fold(moved), type);
    }

    private Expression between(Expression left, Expression right) {
        if (left.type().equals(Type.DATE) && right.type().equals(Type.DATE)) {
            return new Call(Function.DIFF_DAYS, List.of(left, right), Type.INTEGER);
        }
        Type common = Operands.common(left.type(), right.type());
        return new Call(Function.INTERVAL_BETWEEN, List.of(to(left, common), to(right, common)), Type.INTERVAL);
    }

    Expression scaled(Function function, Expression interval, Expression number) {
        return new Call(function, List.of(interval, to(number, Type.DOUBLE)), Type.INTERVAL);
    }

    /// A moment as clocks of a zone show it, or the moment at which they show a timestamp; an interval is a zone so
    /// far east of UTC.
    Expression atZone(Expression time, Expression zone) {
        boolean isMoment = time.type().equals(Type.TIMESTAMP_TZ);
        Expression value = isMoment ? time : to(time, Type.TIMESTAMP);
        Function function = isMoment ? Function.TO_LOCAL : Function.TO_MOMENT;
        Type type = isMoment ? Type.TIMESTAMP : Type.TIMESTAMP_TZ;
        if (!zone.type().equals(Type.INTERVAL)) {
            return new Call(function, List.of(value, zone), type);
        }
        Expression east =
                isMoment ? zone : folding.fold(new Call(Function.INTERVAL_NEGATE, List.of(zone), Type.INTERVAL));
        Expression other = folding.fold(new Call(function, List.of(value, UTC), type));
        return isMoment
                ? new Call(Function.ADD_INTERVAL, List.of(other, east), type)
                : new Call(Function.ADD_INTERVAL, List.of(other, east, UTC), type);
    }

    private Expression to(Expression value, Type type) {
        Expression cast = Operands.cast(value, type);
        return cast instanceof Cast ? folding.fold(cast) : cast;
    }

    private Expression negative(Expression days) {
        return folding.fold(new Arithmetic(ArithmeticOperator.SUBTRACT, integer(0), days, Type.INTEGER));
    }

    private static Literal integer(long value) {
        return new Literal(Type.INTEGER, Datum.of(Math.toIntExact(value)));
    }

    private static boolean isPoint(Type type) {
        return type.equals(Type.DATE) || type.equals(Type.TIMESTAMP) || type.equals(Type.TIMESTAMP_TZ);
    }

    /// What is moved stands above what it is moved by.
    private static int rank(Type type) {
        return switch (type) {
            case Type.DateType t -> 3;
            case Type.TimestampType t -> 3;
            case Type.ZonedTimestampType t -> 3;
            case Type.TimeType t -> 2;
            case Type.IntervalType t -> 1;
            default -> 0;
        };
    }
}
