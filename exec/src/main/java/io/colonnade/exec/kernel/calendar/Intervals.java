package io.colonnade.exec.kernel.calendar;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;

/// Arithmetic with intervals, as PostgreSQL does it. ArithmeticException or IllegalArgumentException if the
/// result is none.
public final class Intervals {
    private static final BigDecimal DAYS_PER_MONTH = BigDecimal.valueOf(Interval.DAYS_PER_MONTH);
    private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(Interval.MICROS_PER_DAY);

    private static final int DAYS_PER_WEEK = 7;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Intervals() {}

    public static Interval plus(Interval a, Interval b) {
        return new Interval(
                Math.addExact(a.months(), b.months()),
                Math.addExact(a.days(), b.days()),
                Math.addExact(a.micros(), b.micros()));
    }

    public static Interval negate(Interval a) {
        return new Interval(-a.months(), -a.days(), Math.negateExact(a.micros()));
    }

    /// Months go first, and the day is cut to the end of the month; then days, both as clocks of the zone
    /// show them; then hours as they pass.
    public static long plus(long moment, Interval interval, ZoneId zone) {
        long shifted = moment;
        if (interval.months() != 0 || interval.days() != 0) {
            long local = TimeZones.toLocal(moment, zone);
            long day = Math.floorDiv(local, CalendarText.MICROS_PER_DAY);
            long time = Math.floorMod(local, CalendarText.MICROS_PER_DAY);
            long moved = Math.addExact(Calendar.plusMonths(day, interval.months()), (long) interval.days());
            long sum = Math.addExact(Math.multiplyExact(moved, CalendarText.MICROS_PER_DAY), time);
            shifted = TimeZones.toMoment(sum, zone);
        }
        return Math.addExact(shifted, interval.micros());
    }

    public static Interval times(Interval interval, double factor) {
        BigDecimal exact = number(factor);
        return scaled(
                exact.multiply(BigDecimal.valueOf(interval.months())),
                exact.multiply(BigDecimal.valueOf(interval.days())),
                exact.multiply(BigDecimal.valueOf(interval.micros())));
    }

    public static Interval dividedBy(Interval interval, double divisor) {
        BigDecimal exact = number(divisor);
        return scaled(
                BigDecimal.valueOf(interval.months()).divide(exact, MathContext.DECIMAL128),
                BigDecimal.valueOf(interval.days()).divide(exact, MathContext.DECIMAL128),
                BigDecimal.valueOf(interval.micros()).divide(exact, MathContext.DECIMAL128));
    }

    /// Months for each 30 days; both have one sign then.
    public static Interval justifyDays(Interval a) {
        long days = a.days() % Interval.DAYS_PER_MONTH;
        long months = a.months() + (long) (a.days() / Interval.DAYS_PER_MONTH);
        if (months > 0 && days < 0) {
            days += Interval.DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && days > 0) {
            days -= Interval.DAYS_PER_MONTH;
            months++;
        }
        return new Interval(Math.toIntExact(months), (int) days, a.micros());
    }

    /// Days for each 24 hours; both have one sign then.
    public static Interval justifyHours(Interval a) {
        long micros = a.micros() % Interval.MICROS_PER_DAY;
        long days = a.days() + a.micros() / Interval.MICROS_PER_DAY;
        if (days > 0 && micros < 0) {
            micros += Interval.MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= Interval.MICROS_PER_DAY;
            days++;
        }
        return new Interval(a.months(), Math.toIntExact(days), micros);
    }

    /// Days for each 24 hours and months for each 30 days; all three have one sign then.
    public static Interval justify(Interval a) {
        long allDays = a.days() + a.micros() / Interval.MICROS_PER_DAY;
        long micros = a.micros() % Interval.MICROS_PER_DAY;
        long months = a.months() + allDays / Interval.DAYS_PER_MONTH;
        long days = allDays % Interval.DAYS_PER_MONTH;
        if (months > 0 && (days < 0 || days == 0 && micros < 0)) {
            days += Interval.DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && (days > 0 || days == 0 && micros > 0)) {
            days -= Interval.DAYS_PER_MONTH;
            months++;
        }
        if (days > 0 && micros < 0) {
            micros += Interval.MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= Interval.MICROS_PER_DAY;
            days++;
        }
        return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
    }

    /// Years, months, weeks, days, hours and minutes in their order, and seconds, which are rounded to
    /// microseconds.
    public static Interval of(long[] parts, double seconds) {
        double micros = Math.rint(seconds * MICROS_PER_SECOND);
        if (!(Math.abs(micros) < Long.MAX_VALUE)) {
            throw new ArithmeticException("no finite number of seconds");
        }
        long minutes = Math.addExact(Math.multiplyExact(parts[4], 60), parts[5]);
        return new Interval(
                Math.toIntExact(parts[0] * Interval.MONTHS_PER_YEAR + parts[1]),
                Math.toIntExact(parts[2] * DAYS_PER_WEEK + parts[3]),
                Math.addExact(Math.multiplyExact(minutes, 60 * MICROS_PER_SECOND), (long) micros));
    }

    /// So far from `first` to `second` as `share` says, part by part. *Errors*: OUT_OF_RANGE.
    public static Interval between(Interval first, Interval second, double share) {
        try {
            return plus(first, times(plus(second, negate(first)), share));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, "intervals lie too far apart for a PERCENTILE_CONT", e);
        }
    }

    private static BigDecimal number(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("no finite number");
        }
        // The digits that were written, so that 10 months times 0.7 are 7 months.
        return BigDecimal.valueOf(value);
    }

    /// What is left of months becomes days, and what is left of days hours. A part of a day is rounded to
    /// microseconds before it is taken for less than a day.
    private static Interval scaled(BigDecimal months, BigDecimal days, BigDecimal micros) {
        BigDecimal wholeMonths = months.setScale(0, RoundingMode.DOWN);
        BigDecimal wholeDays = days.setScale(0, RoundingMode.DOWN);
        BigDecimal left = months.subtract(wholeMonths).multiply(DAYS_PER_MONTH).setScale(6, RoundingMode.HALF_EVEN);
        BigDecimal leftDays = left.setScale(0, RoundingMode.DOWN);
        BigDecimal part = days.subtract(wholeDays).add(left.subtract(leftDays));
        BigDecimal clock = part.multiply(MICROS_PER_DAY).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal[] carried = clock.divideAndRemainder(MICROS_PER_DAY);
        return new Interval(
                wholeMonths.intValueExact(),
                wholeDays.add(leftDays).add(carried[0]).intValueExact(),
                micros.add(carried[1]).setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }
}
