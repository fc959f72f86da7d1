package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Function;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.calendar.Intervals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Functions of dates and times.
final class TimeKernels {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final long MICROS_PER_MINUTE = SECONDS_PER_MINUTE * MICROS_PER_SECOND;
    private static final int MICRO_DIGITS = 6;
    /// Those that are integers: years to minutes.
    private static final int INTERVAL_PARTS = 6;

    private TimeKernels() {}

    static LocalDateTime time(long micros) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(
                second, (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }

    /// Throws OUT_OF_RANGE for what is no TIMESTAMP.
    static long micros(LocalDateTime t) {
        try {
            // From the second after, so that the very first microseconds do not overflow on the way.
            long next = Math.multiplyExact(t.toEpochSecond(ZoneOffset.UTC) + 1, MICROS_PER_SECOND);
            return Math.addExact(next, t.getNano() / 1000 - MICROS_PER_SECOND);
        } catch (ArithmeticException e) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "out of range for TIMESTAMP: " + t);
        }
    }

    static void register(RowCalls.Table table) {
        table.strict(
                Function.DATE_TRUNC,
                (in, out) -> out.integer(micros(TimeField.of(in.text(0)).truncate(time(in.integer(1))))));
        table.strict(
                Function.DATE_PART,
                (in, out) -> out.real(TimeField.of(in.text(0)).exact(time(in.integer(1)))));
        table.strict(
                Function.EXTRACT_FIELD,
                (in, out) -> out.integer(TimeField.of(in.text(0)).whole(time(in.integer(1)))));
        table.strict(
                Function.DATE_DIFF,
                (in, out) -> out.integer(TimeField.of(in.text(0)).between(time(in.integer(1)), time(in.integer(2)))));
        table.strict(Function.LAST_DAY, (in, out) -> {
            LocalDate day = time(in.integer(0)).toLocalDate();
            out.integer(day.withDayOfMonth(day.lengthOfMonth()).toEpochDay());
        });
        table.strict(
                Function.MONTHNAME,
                (in, out) -> out.text(time(in.integer(0)).getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
        table.strict(
                Function.DAYNAME,
                (in, out) ->
                        out.text(time(in.integer(0)).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
        table.strict(Function.EPOCH_MS, (in, out) -> out.integer(Math.floorDiv(in.integer(0), 1000)));
        table.strict(
                Function.AGE,
                (in, out) -> out.datum(new Datum.Wide(
                        age(time(in.integer(0)), time(in.integer(1))).number())));
        table.strict(Function.EXTRACT_SECONDS, (in, out) -> out.exact(BigDecimal.valueOf(seconds(in), MICRO_DIGITS)));
        table.strict(
                Function.INTERVAL_PART, (in, out) -> out.real(IntervalPart.of(in.text(0), Interval.of(number(in, 1)))));
        table.strict(Function.JUSTIFY_DAYS, (in, out) -> justified(in, out, Intervals::justifyDays));
        table.strict(Function.JUSTIFY_HOURS, (in, out) -> justified(in, out, Intervals::justifyHours));
        table.strict(Function.JUSTIFY_INTERVAL, (in, out) -> justified(in, out, Intervals::justify));
        made(table);
        written(table);
    }

    private static void justified(RowArguments in, RowResult out, UnaryOperator<Interval> change) {
        Interval interval = Interval.of(number(in, 0));
        try {
            out.datum(new Datum.Wide(change.apply(interval).number()));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw out.outOfRange(IntervalText.of(interval));
        }
    }

    private static BigInteger number(RowArguments in, int index) {
        return in.datum(index) instanceof Datum.Wide wide ? wide.value() : BigInteger.ZERO;
    }

    /// Microseconds since the epoch, or of the minute.
    private static long seconds(RowArguments in) {
        boolean isEpoch = in.text(0).equals("EPOCH");
        if (in.type(1) instanceof Type.IntervalType) {
            Interval interval = Interval.of(number(in, 1));
            return isEpoch ? IntervalPart.epochMicros(interval) : interval.micros() % MICROS_PER_MINUTE;
        }
        return isEpoch ? in.integer(1) : Math.floorMod(in.integer(1), MICROS_PER_MINUTE);
    }

    private static void made(RowCalls.Table table) {
        table.strict(Function.MAKE_DATE, (in, out) -> out.integer(date(in).toEpochDay()));
        table.strict(Function.MAKE_TIMESTAMP, (in, out) -> {
            double seconds = in.real(5);
            long micros = Math.round(seconds * MICROS_PER_SECOND);
            try {
                if (!(seconds >= 0 && seconds <= SECONDS_PER_MINUTE)) {
                    throw new DateTimeException(seconds + " seconds");
                }
                LocalDateTime minute = date(in).atTime(Math.toIntExact(in.integer(3)), Math.toIntExact(in.integer(4)));
                out.integer(micros(minute.plus(micros, ChronoUnit.MICROS)));
            } catch (DateTimeException | ArithmeticException e) {
                throw invalid("no such time: " + e.getMessage(), e);
            }
        });
        table.strict(Function.MAKE_INTERVAL, (in, out) -> {
            long[] parts = new long[INTERVAL_PARTS];
            for (int i = 0; i < Math.min(INTERVAL_PARTS, in.count()); i++) {
                parts[i] = in.integer(i);
            }
            double seconds = in.count() > INTERVAL_PARTS ? in.real(INTERVAL_PARTS) : 0;
            try {
                out.datum(new Datum.Wide(Intervals.of(parts, seconds).number()));
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw out.outOfRange("the parts " + Arrays.toString(parts) + " and " + seconds + " seconds");
            }
        });
        table.strict(Function.MAKE_TIME, (in, out) -> {
            double seconds = in.real(2);
            long hour = in.integer(0);
            long minute = in.integer(1);
            long micros =
                    (hour * SECONDS_PER_MINUTE + minute) * MICROS_PER_MINUTE + Math.round(seconds * MICROS_PER_SECOND);
            boolean fits = hour >= 0 && hour < 24 && minute >= 0 && minute < SECONDS_PER_MINUTE;
            if (!fits || !(seconds >= 0 && seconds <= SECONDS_PER_MINUTE) || micros >= Interval.MICROS_PER_DAY) {
                throw new EngineException(
                        ErrorCode.INVALID_DATETIME, "no such time: " + hour + ":" + minute + ":" + seconds);
            }
            out.integer(micros);
        });
        table.strict(Function.EPOCH_TIMESTAMP, (in, out) -> {
            double micros = in.real(0) * MICROS_PER_SECOND;
            if (!(Math.abs(micros) < Long.MAX_VALUE)) {
                throw out.outOfRange(String.valueOf(in.real(0)));
            }
            out.integer(Math.round(micros));
        });
    }

    private static void written(RowCalls.Table table) {
        table.remembering(Function.TO_CHAR, () -> {
            Patterns<TimePattern> patterns = new Patterns<>(TimePattern::template);
            return (in, out) -> out.text(patterns.get(in.text(1)).format(time(in.integer(0))));
        });
        table.remembering(Function.STRFTIME, () -> {
            Patterns<TimePattern> patterns = new Patterns<>(TimePattern::percent);
            return (in, out) -> out.text(patterns.get(in.text(1)).format(time(in.integer(0))));
        });
        table.remembering(Function.TO_DATE, () -> {
            Patterns<TimePattern> patterns = new Patterns<>(TimePattern::template);
            return (in, out) -> out.integer(
                    patterns.get(in.text(1)).parse(in.text(0)).toLocalDate().toEpochDay());
        });
        table.remembering(Function.TO_TIMESTAMP, () -> {
            Patterns<TimePattern> patterns = new Patterns<>(TimePattern::template);
            return (in, out) -> out.integer(micros(patterns.get(in.text(1)).parse(in.text(0))));
        });
        table.remembering(Function.STRPTIME, () -> {
            Patterns<TimePattern> patterns = new Patterns<>(TimePattern::percent);
            return (in, out) -> out.integer(micros(patterns.get(in.text(1)).parse(in.text(0))));
        });
    }

    private static LocalDate date(RowArguments in) {
        try {
            return LocalDate.of(
                    Math.toIntExact(in.integer(0)), Math.toIntExact(in.integer(1)), Math.toIntExact(in.integer(2)));
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid("no such date: " + in.integer(0) + "-" + in.integer(1) + "-" + in.integer(2), e);
        }
    }

    static EngineException invalid(String message, Throwable cause) {
        return new EngineException(ErrorCode.INVALID_DATETIME, message, null, null, cause);
    }

    /// Years, months, days and time from the second to the first; missing days are those of the earlier month.
    static Interval age(LocalDateTime to, LocalDateTime from) {
        if (to.isBefore(from)) {
            Interval positive = age(from, to);
            return new Interval(-positive.months(), -positive.days(), -positive.micros());
        }
        long months = (to.getYear() - (long) from.getYear()) * 12 + to.getMonthValue() - from.getMonthValue();
        int days = to.getDayOfMonth() - from.getDayOfMonth();
        long micros = (to.toLocalTime().toNanoOfDay() - from.toLocalTime().toNanoOfDay()) / 1000;
        if (micros < 0) {
            micros += Interval.MICROS_PER_DAY;
            days--;
        }
        if (days < 0) {
            days += from.toLocalDate().lengthOfMonth();
            months--;
        }
        return new Interval((int) months, days, micros);
    }
}
