package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Interval;
import java.util.Locale;

/// The fields of intervals as DATE_PART gives them: each with the sign of its part, as in PostgreSQL.
final class IntervalPart {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final long MICROS_PER_MINUTE = 60_000_000;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    /// Of 365.25 days.
    private static final long MICROS_PER_YEAR = Interval.MICROS_PER_DAY / 4 * 1461;

    private IntervalPart() {}

    /// Years have 365.25 days, months 30 days of 24 hours.
    static long epochMicros(Interval interval) {
        long years = interval.months() / Interval.MONTHS_PER_YEAR;
        long days = (long) interval.months() % Interval.MONTHS_PER_YEAR * Interval.DAYS_PER_MONTH + interval.days();
        try {
            long whole = Math.addExact(
                    Math.multiplyExact(years, MICROS_PER_YEAR), Math.multiplyExact(days, Interval.MICROS_PER_DAY));
            return Math.addExact(whole, interval.micros());
        } catch (ArithmeticException e) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "the seconds of the interval are out of range", e);
        }
    }

    static double of(String field, Interval interval) {
        long years = interval.months() / Interval.MONTHS_PER_YEAR;
        long micros = interval.micros();
        return switch (field.strip().toLowerCase(Locale.ROOT)) {
            case "millennium", "millenniums", "millennia" -> (double) (years / 1000);
            case "century", "centuries" -> (double) (years / 100);
            case "decade", "decades" -> (double) (years / 10);
            case "year", "years", "y" -> (double) years;
            case "quarter", "quarters" -> (double) (interval.months() % Interval.MONTHS_PER_YEAR / 3 + 1);
            case "month", "months", "mon", "mons" -> (double) (interval.months() % Interval.MONTHS_PER_YEAR);
            case "day", "days", "d" -> (double) interval.days();
            case "hour", "hours", "h" -> (double) (micros / MICROS_PER_HOUR);
            case "minute", "minutes", "m" -> (double) (micros / MICROS_PER_MINUTE % 60);
            case "second", "seconds", "s" -> micros % MICROS_PER_MINUTE / MICROS_PER_SECOND;
            case "millisecond", "milliseconds", "ms" -> micros % MICROS_PER_MINUTE / 1e3;
            case "microsecond", "microseconds", "us" -> (double) (micros % MICROS_PER_MINUTE);
            case "epoch" -> epochMicros(interval) / MICROS_PER_SECOND;
            default -> throw TextKernels.invalid("an INTERVAL has no field \"" + field + "\"");
        };
    }
}
