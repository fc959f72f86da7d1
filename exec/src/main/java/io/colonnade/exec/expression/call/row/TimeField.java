package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A field of dates and times, as date_part and date_trunc name it.
enum TimeField {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    DOW,
    ISODOW,
    DOY,
    ISOYEAR,
    EPOCH;

    private static final long MICROS = 1_000_000;
    private static final int WEEK_DAYS = 7;
    private static final int YEARS_OF_MILLENNIUM = 1000;
    private static final int YEARS_OF_CENTURY = 100;
    private static final int YEARS_OF_DECADE = 10;

    /// The field of a name, whatever its case, also in the plural; INVALID_PARAMETER if there is none.
    static TimeField of(String name) {
        String word = name.strip().toUpperCase(Locale.ROOT);
        TimeField field = find(word);
        if (field == null && word.endsWith("S")) {
            field = find(word.substring(0, word.length() - 1));
        }
        if (field == null) {
            throw unknown(name);
        }
        return field;
    }

    private static EngineException unknown(String name) {
        return TextKernels.invalid("no field of dates and times is called '" + name + "'");
    }

    private static @Nullable TimeField find(String word) {
        return switch (word) {
            case "MICROSECOND", "US", "USEC" -> MICROSECOND;
            case "MILLISECOND", "MS", "MSEC" -> MILLISECOND;
            case "SECOND", "SEC" -> SECOND;
            case "MINUTE", "MIN" -> MINUTE;
            case "HOUR", "H", "HR" -> HOUR;
            case "DAY", "D", "DAYOFMONTH" -> DAY;
            case "WEEK", "W", "WEEKOFYEAR" -> WEEK;
            case "MONTH", "MON" -> MONTH;
            case "QUARTER" -> QUARTER;
            case "YEAR", "Y", "YR" -> YEAR;
            case "DECADE" -> DECADE;
            case "CENTURY", "CENTURIE" -> CENTURY;
            case "MILLENNIUM", "MILLENNIA" -> MILLENNIUM;
            case "DOW", "DAYOFWEEK", "WEEKDAY" -> DOW;
            case "ISODOW" -> ISODOW;
            case "DOY", "DAYOFYEAR" -> DOY;
            case "ISOYEAR" -> ISOYEAR;
            case "EPOCH" -> EPOCH;
            default -> null;
        };
    }

    /// Its value; seconds, their parts and the epoch in microseconds.
    private long micros(LocalDateTime t) {
        return this == EPOCH ? TimeKernels.micros(t) : t.getSecond() * MICROS + t.getNano() / 1000;
    }

    /// Its value, whole.
    long whole(LocalDateTime t) {
        int year = t.getYear();
        return switch (this) {
            case MICROSECOND -> micros(t);
            case MILLISECOND -> micros(t) / 1000;
            case SECOND -> t.getSecond();
            case EPOCH -> Math.floorDiv(micros(t), MICROS);
            case MINUTE -> t.getMinute();
            case HOUR -> t.getHour();
            case DAY -> t.getDayOfMonth();
            case WEEK -> t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> t.getMonthValue();
            case QUARTER -> t.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> named(year);
            case DECADE -> Math.floorDiv(year, YEARS_OF_DECADE);
            case CENTURY -> period(year, YEARS_OF_CENTURY);
            case MILLENNIUM -> period(year, YEARS_OF_MILLENNIUM);
            case DOW -> t.getDayOfWeek().getValue() % WEEK_DAYS;
            case ISODOW -> t.getDayOfWeek().getValue();
            case DOY -> t.getDayOfYear();
            case ISOYEAR -> named(t.get(IsoFields.WEEK_BASED_YEAR));
        };
    }

    /// Its value with the fraction of a second.
    double exact(LocalDateTime t) {
        return switch (this) {
            case MILLISECOND -> micros(t) / 1000.0;
            case SECOND, EPOCH -> micros(t) / (double) MICROS;
            default -> whole(t);
        };
    }

    /// There is no year 0.
    private static long named(int year) {
        return year > 0 ? year : year - 1;
    }

    /// Centuries begin with a year 1.
    private static long period(int year, int years) {
        return year > 0 ? (year + years - 1) / years : -((years - year) / years);
    }

    /// The beginning of the period that the time lies in.
    LocalDateTime truncate(LocalDateTime t) {
        int year = t.getYear();
        return switch (this) {
            case MICROSECOND -> t;
            case MILLISECOND -> t.truncatedTo(ChronoUnit.MILLIS);
            case SECOND -> t.truncatedTo(ChronoUnit.SECONDS);
            case MINUTE -> t.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> t.truncatedTo(ChronoUnit.HOURS);
            case DAY -> t.truncatedTo(ChronoUnit.DAYS);
            case WEEK -> t.truncatedTo(ChronoUnit.DAYS).with(ChronoField.DAY_OF_WEEK, 1);
            case MONTH -> t.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case QUARTER -> LocalDateTime.of(year, (t.getMonthValue() - 1) / 3 * 3 + 1, 1, 0, 0);
            case YEAR -> LocalDateTime.of(year, 1, 1, 0, 0);
            case DECADE -> LocalDateTime.of(Math.floorDiv(year, YEARS_OF_DECADE) * YEARS_OF_DECADE, 1, 1, 0, 0);
            case CENTURY -> start(year, YEARS_OF_CENTURY);
            case MILLENNIUM -> start(year, YEARS_OF_MILLENNIUM);
            case ISOYEAR -> {
                long week = IsoFields.WEEK_OF_WEEK_BASED_YEAR.getFrom(t);
                yield t.truncatedTo(ChronoUnit.DAYS).minusWeeks(week - 1).with(ChronoField.DAY_OF_WEEK, 1);
            }
            case DOW, ISODOW, DOY, EPOCH -> throw TextKernels.invalid("a time cannot be cut to " + this);
        };
    }

    private static LocalDateTime start(int year, int years) {
        return LocalDateTime.of(Math.floorDiv(year - 1, years) * years + 1, 1, 1, 0, 0);
    }

    /// How many of its borders lie between two times.
    long between(LocalDateTime from, LocalDateTime to) {
        return switch (this) {
            case MONTH -> months(to) - months(from);
            case QUARTER -> Math.floorDiv(months(to), 3) - Math.floorDiv(months(from), 3);
            case YEAR -> to.getYear() - (long) from.getYear();
            case DECADE, CENTURY, MILLENNIUM, ISOYEAR -> whole(to) - whole(from);
            case WEEK -> ChronoUnit.WEEKS.between(truncate(from), truncate(to));
            case DAY, DOW, ISODOW, DOY -> ChronoUnit.DAYS.between(DAY.truncate(from), DAY.truncate(to));
            case HOUR -> ChronoUnit.HOURS.between(truncate(from), truncate(to));
            case MINUTE -> ChronoUnit.MINUTES.between(truncate(from), truncate(to));
            case SECOND, EPOCH -> from.toEpochSecond(ZoneOffset.UTC) * -1 + to.toEpochSecond(ZoneOffset.UTC);
            case MILLISECOND ->
                Math.floorDiv(TimeKernels.micros(to), 1000) - Math.floorDiv(TimeKernels.micros(from), 1000);
            case MICROSECOND -> Math.subtractExact(TimeKernels.micros(to), TimeKernels.micros(from));
        };
    }

    private static long months(LocalDateTime t) {
        return t.getYear() * 12L + t.getMonthValue() - 1;
    }
}
