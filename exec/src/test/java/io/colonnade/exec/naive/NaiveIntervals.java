package io.colonnade.exec.naive;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.calendar.Intervals;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/// Moments and intervals by java.time.
final class NaiveIntervals {
    private static final long DAY = 86_400_000_000L;

    private NaiveIntervals() {}

    static Datum call(Expression.Call e, List<Datum> a) {
        try {
            return value(e, a);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException failure) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "naive");
        }
    }

    private static Datum value(Expression.Call e, List<Datum> a) {
        Type first = e.arguments().getFirst().type();
        return switch (e.function()) {
            case TO_MOMENT -> Datum.of(moment(local(integer(a, 0)), zone(a, 1)));
            case TO_LOCAL ->
                Datum.of(micros(instant(integer(a, 0)).atZone(zone(a, 1)).toLocalDateTime()));
            case PARSE_MOMENT -> {
                try {
                    yield Datum.of(
                            ZonedText.parse(((Datum.Text) a.get(0)).value().strip(), zone(a, 1)));
                } catch (CalendarText.InvalidException invalid) {
                    throw new EngineException(ErrorCode.INVALID_DATETIME, "naive");
                }
            }
            case MOMENT_TEXT -> {
                ZonedDateTime time = instant(integer(a, 0)).atZone(zone(a, 1));
                String text = NaiveExpression.format(Type.TIMESTAMP, Datum.of(micros(time.toLocalDateTime())));
                String id = time.getOffset().getId();
                String offset =
                        id.equals("Z") ? "+00" : id.endsWith(":00") && id.length() == 6 ? id.substring(0, 3) : id;
                yield Datum.of(text.endsWith(" BC") ? text.replace(" BC", offset + " BC") : text + offset);
            }
            case ADD_INTERVAL -> {
                Interval interval = interval(a, 1);
                if (first.equals(Type.TIME)) {
                    yield Datum.of(BigInteger.valueOf(integer(a, 0))
                            .add(BigInteger.valueOf(interval.micros()))
                            .mod(BigInteger.valueOf(DAY))
                            .longValueExact());
                }
                ZoneId zone = a.size() > 2 ? zone(a, 2) : ZoneOffset.UTC;
                long moved = integer(a, 0);
                if (interval.months() != 0 || interval.days() != 0) {
                    LocalDateTime local = instant(moved).atZone(zone).toLocalDateTime();
                    // What the clocks there show has to be a TIMESTAMP.
                    Math.addExact(
                            moved, zone.getRules().getOffset(instant(moved)).getTotalSeconds() * 1_000_000L);
                    // So has the time after the months, before the days come.
                    LocalDateTime months = local.plusMonths(interval.months());
                    micros(months);
                    moved = moment(months.plusDays(interval.days()), zone);
                }
                yield Datum.of(Math.addExact(moved, interval.micros()));
            }
            case INTERVAL_BETWEEN -> {
                long micros = Math.subtractExact(integer(a, 0), integer(a, 1));
                yield first.equals(Type.TIME)
                        ? datum(new Interval(0, 0, micros))
                        : datum(new Interval(0, Math.toIntExact(micros / DAY), micros % DAY));
            }
            case INTERVAL_SUM -> {
                Interval x = interval(a, 0);
                Interval y = interval(a, 1);
                yield datum(new Interval(
                        Math.addExact(x.months(), y.months()),
                        Math.addExact(x.days(), y.days()),
                        Math.addExact(x.micros(), y.micros())));
            }
            case INTERVAL_NEGATE -> {
                Interval x = interval(a, 0);
                yield datum(new Interval(-x.months(), -x.days(), Math.negateExact(x.micros())));
            }
            case INTERVAL_MULTIPLY, INTERVAL_DIVIDE -> scaled(e.function(), interval(a, 0), a.get(1));
            case INTERVAL_TOTAL -> new Datum.Wide(interval(a, 0).total());
            case INTERVAL_MONTHS -> Datum.of((long) interval(a, 0).months());
            case INTERVAL_DAYS -> Datum.of((long) interval(a, 0).days());
            case INTERVAL_MICROS -> Datum.of(interval(a, 0).micros());
            case INTERVAL_OF ->
                datum(new Interval(
                        Math.toIntExact(integer(a, 0)),
                        Math.toIntExact(integer(a, 1)),
                        ((Datum.Wide) a.get(2)).value().longValueExact()));
            default -> throw new AssertionError(e);
        };
    }

    /// So far from one to the other, part by part.
    static Datum between(Datum first, Datum second, double share) {
        Interval low = Interval.of(((Datum.Wide) first).value());
        Interval high = Interval.of(((Datum.Wide) second).value());
        Interval apart = new Interval(
                high.months() - low.months(),
                high.days() - low.days(),
                Math.subtractExact(high.micros(), low.micros()));
        return share == 0 ? first : datum(Intervals.plus(low, Intervals.times(apart, share)));
    }

    /// Known answers of this one are in the tests of SQL.
    private static Datum scaled(Function function, Interval interval, Datum by) {
        double factor = ((Datum.Real) by).value();
        if (function == Function.INTERVAL_DIVIDE && factor == 0) {
            throw new EngineException(ErrorCode.DIVISION_BY_ZERO, "naive");
        }
        return datum(
                function == Function.INTERVAL_DIVIDE
                        ? Intervals.dividedBy(interval, factor)
                        : Intervals.times(interval, factor));
    }

    private static Datum datum(Interval interval) {
        return new Datum.Wide(interval.number());
    }

    private static Interval interval(List<Datum> a, int index) {
        return Interval.of(((Datum.Wide) a.get(index)).value());
    }

    private static long integer(List<Datum> a, int index) {
        return ((Datum.Int) a.get(index)).value();
    }

    private static ZoneId zone(List<Datum> a, int index) {
        return ZoneId.of(((Datum.Text) a.get(index)).value());
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static LocalDateTime local(long micros) {
        return LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
    }

    private static long micros(LocalDateTime time) {
        // Beyond 64 bits only in the sum: the second before the least one has a fraction.
        return BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(time.getNano() / 1000))
                .longValueExact();
    }

    /// Of an hour that comes twice the later one.
    private static long moment(LocalDateTime local, ZoneId zone) {
        return micros(local.atZone(zone)
                .withLaterOffsetAtOverlap()
                .withZoneSameInstant(ZoneOffset.UTC)
                .toLocalDateTime());
    }
}
