package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.ArithmeticFailure;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Mismatch;
import io.colonnade.exec.expression.evaluator.Retype;
import io.colonnade.exec.expression.evaluator.Strict;
import io.colonnade.exec.kernel.calendar.Calendar;
import io.colonnade.exec.kernel.number.NumberCasts;
import io.colonnade.exec.kernel.text.Strings;
import java.util.List;

/// Chooses how a CAST is done.
///
/// | From \ to | BOOLEAN | integer | DECIMAL | REAL, DOUBLE | string | DATE | TIMESTAMP | TIME | INTERVAL |
/// |---|---|---|---|---|---|---|---|---|---|
/// | BOOLEAN | = | 0, 1 | | | text | | | | |
/// | integer | <> 0 | range | scale | nearest | text | | | | |
/// | DECIMAL | | round, range | round, range | nearest | text | | | | |
/// | REAL, DOUBLE | | round, range | 6 or 15 digits, range | range | text | | | | |
/// | string | parse | parse | parse | parse | cut | parse | parse | parse | parse |
/// | DATE | | | | | text | = | midnight | | |
/// | TIMESTAMP | | | | | text | day | = | time of day | |
/// | TIME | | | | | text | | | = | since midnight |
/// | INTERVAL | | | | | text | | | what exceeds days | = |
///
/// TIMESTAMP WITH TIME ZONE is cast by functions that have the zone for an argument.
/// The empty ones are TYPE_MISMATCH.
public final class CastCompiler {
    private CastCompiler() {}

    public static Evaluator compile(Expression.Cast cast, Evaluator value) {
        Type from = cast.value().type();
        Type to = cast.type();
        if (from.equals(to)) {
            return value;
        }
        return switch (to) {
            case Type.BooleanType t -> toBoolean(value, from);
            case Type.TinyintType t -> toNumber(value, from, to);
            case Type.SmallintType t -> toNumber(value, from, to);
            case Type.IntegerType t -> toNumber(value, from, to);
            case Type.BigintType t -> toNumber(value, from, to);
            case Type.DecimalType t -> toNumber(value, from, to);
            case Type.RealType t -> toNumber(value, from, to);
            case Type.DoubleType t -> toNumber(value, from, to);
            case Type.CharType t -> toText(value, from, to, t.length());
            case Type.VarcharType t -> toText(value, from, to, t.length());
            case Type.DateType t -> toDate(value, from);
            case Type.TimeType t -> TimeCast.toTime(value, from);
            case Type.TimestampType t -> toTimestamp(value, from);
            // To and from it leads a function that has the zone.
            case Type.ZonedTimestampType t -> throw Mismatch.cast(from, to);
            case Type.IntervalType t -> TimeCast.toInterval(value, from);
        };
    }

    private static Evaluator toBoolean(Evaluator value, Type from) {
        if (from.isString()) {
            return new ParseCast(value, Type.BOOLEAN);
        }
        if (!from.isInteger()) {
            throw Mismatch.cast(from, Type.BOOLEAN);
        }
        boolean narrow = from.layout() == Layout.INT32;
        return Strict.filling(Type.BOOLEAN, List.of(value), (inputs, rows, validity, target) -> {
            if (narrow) {
                NumberCasts.int32ToBits(inputs.getFirst().values(), rows, target);
            } else {
                NumberCasts.int64ToBits(inputs.getFirst().values(), rows, target);
            }
        });
    }

    private static Evaluator toNumber(Evaluator value, Type from, Type to) {
        if (from.isString()) {
            return new ParseCast(value, to);
        }
        if (from instanceof Type.BooleanType && to.isInteger()) {
            boolean narrow = to.layout() == Layout.INT32;
            return Strict.filling(to, List.of(value), (inputs, rows, validity, target) -> {
                if (narrow) {
                    NumberCasts.bitsToInt32(inputs.getFirst().values(), rows, target);
                } else {
                    NumberCasts.bitsToInt64(inputs.getFirst().values(), rows, target);
                }
            });
        }
        if (!from.isNumeric()) {
            throw Mismatch.cast(from, to);
        }
        if (holdsAll(from, to)) {
            return from.layout() == to.layout() ? new Retype(value, to) : widening(value, from, to);
        }
        return new NumberCast(value, from, to);
    }

    /// Whether every value of `from` is one of `to`, with the same integer for it in memory.
    private static boolean holdsAll(Type from, Type to) {
        if (from.isInteger() && to.isInteger()) {
            return rank(from) <= rank(to);
        }
        if (from instanceof Type.RealType && to instanceof Type.DoubleType) {
            return true;
        }
        if (to instanceof Type.DecimalType target && target.layout() == Layout.INT64) {
            return from instanceof Type.DecimalType source
                    ? source.scale() == target.scale() && source.precision() <= target.precision()
                    : target.scale() == 0 && target.precision() >= 10 && rank(from) <= 2 && from.isInteger();
        }
        return from instanceof Type.DecimalType source
                && to instanceof Type.DecimalType target
                && source.layout() == target.layout()
                && source.scale() == target.scale()
                && source.precision() <= target.precision();
    }

    private static int rank(Type type) {
        if (type instanceof Type.TinyintType) {
            return 0;
        }
        if (type instanceof Type.SmallintType) {
            return 1;
        }
        return type instanceof Type.IntegerType ? 2 : 3;
    }

    /// INT32 to INT64: a narrow or constant column only changes its type.
    private static Evaluator widening(Evaluator value, Type from, Type to) {
        return (page, scratch) -> {
            Column column = value.evaluate(page, scratch);
            if (Retype.widensFreely(column)) {
                return Retype.column(column, to);
            }
            return new NumberCast((p, s) -> column, from, to).evaluate(page, scratch);
        };
    }

    private static Evaluator toText(Evaluator value, Type from, Type to, int length) {
        if (!from.isString()) {
            return new FormatCast(value, from, to, length);
        }
        boolean isChar = to instanceof Type.CharType;
        int longest = switch (from) {
            case Type.CharType t -> t.length();
            case Type.VarcharType t -> t.length();
            case Type.BooleanType t -> 0;
            case Type.TinyintType t -> 0;
            case Type.SmallintType t -> 0;
            case Type.IntegerType t -> 0;
            case Type.BigintType t -> 0;
            case Type.RealType t -> 0;
            case Type.DoubleType t -> 0;
            case Type.DecimalType t -> 0;
            case Type.DateType t -> 0;
            case Type.TimeType t -> 0;
            case Type.TimestampType t -> 0;
            case Type.ZonedTimestampType t -> 0;
            case Type.IntervalType t -> 0;
        };
        if (longest <= length && (!isChar || from instanceof Type.CharType)) {
            return new Retype(value, to);
        }
        return new Strict(
                to,
                List.of(value),
                (inputs, rows, validity, scratch) -> Strings.cut(inputs.getFirst(), length, isChar, to, scratch));
    }

    private static Evaluator toDate(Evaluator value, Type from) {
        if (from.isString()) {
            return new ParseCast(value, Type.DATE);
        }
        if (!(from instanceof Type.TimestampType)) {
            throw Mismatch.cast(from, Type.DATE);
        }
        return Strict.filling(
                Type.DATE,
                List.of(value),
                (inputs, rows, validity, target) ->
                        Calendar.days(inputs.getFirst().values(), rows, target));
    }

    private static Evaluator toTimestamp(Evaluator value, Type from) {
        if (from.isString()) {
            return new ParseCast(value, Type.TIMESTAMP);
        }
        if (!(from instanceof Type.DateType)) {
            throw Mismatch.cast(from, Type.TIMESTAMP);
        }
        return Strict.filling(Type.TIMESTAMP, List.of(value), (inputs, rows, validity, target) -> {
            int row = Calendar.midnights(inputs.getFirst().values(), validity, rows, target);
            if (row >= 0) {
                throw outOfRange(inputs.getFirst(), row);
            }
        });
    }

    private static EngineException outOfRange(Column.Plain input, int row) {
        String date = CalendarText.date(input.values().get(Lanes.INT, row * 4L));
        return ArithmeticFailure.outOfRange("DATE " + date, Type.TIMESTAMP);
    }
}
