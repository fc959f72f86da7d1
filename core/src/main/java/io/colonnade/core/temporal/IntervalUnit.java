package io.colonnade.core.temporal;

import io.colonnade.core.temporal.CalendarText.InvalidException;
import java.util.List;
import java.util.Locale;

/// What a number in the text of an interval may count, by the names that PostgreSQL reads. Each is so many
/// `months`, `days` or `micros`.
enum IntervalUnit {
    MILLENNIUM(12_000, 0, 0, "millennium", "millennia", "millenniums", "mil", "mils"),
    CENTURY(1_200, 0, 0, "century", "centuries", "cent", "c"),
    DECADE(120, 0, 0, "decade", "decades", "dec", "decs"),
    YEAR(12, 0, 0, "year", "years", "yr", "yrs", "y"),
    QUARTER(3, 0, 0, "quarter", "quarters", "qtr"),
    MONTH(1, 0, 0, "month", "months", "mon", "mons"),
    WEEK(0, 7, 0, "week", "weeks", "w"),
    DAY(0, 1, 0, "day", "days", "d"),
    HOUR(0, 0, 3_600_000_000L, "hour", "hours", "hr", "hrs", "h"),
    MINUTE(0, 0, 60_000_000, "minute", "minutes", "min", "mins", "m"),
    SECOND(0, 0, 1_000_000, "second", "seconds", "sec", "secs", "s"),
    MILLISECOND(0, 0, 1_000, "millisecond", "milliseconds", "ms", "msec", "msecs", "msecond", "mseconds"),
    MICROSECOND(0, 0, 1, "microsecond", "microseconds", "us", "usec", "usecs", "usecond", "useconds");

    final int months;
    final int days;
    final long micros;
    private final List<String> names;

    IntervalUnit(int months, int days, long micros, String... names) {
        this.months = months;
        this.days = days;
        this.micros = micros;
        this.names = List.of(names);
    }

    static IntervalUnit named(String name) throws InvalidException {
        String lower = name.toLowerCase(Locale.ROOT);
        for (IntervalUnit unit : values()) {
            if (unit.names.contains(lower)) {
                return unit;
            }
        }
        throw new InvalidException("no unit: " + name);
    }

    static IntervalUnit of(IntervalField field) {
        return switch (field) {
            case YEAR -> YEAR;
            case MONTH -> MONTH;
            case DAY -> DAY;
            case HOUR -> HOUR;
            case MINUTE -> MINUTE;
            case SECOND -> SECOND;
        };
    }
}
