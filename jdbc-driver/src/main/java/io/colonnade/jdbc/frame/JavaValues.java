package io.colonnade.jdbc.frame;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values of a column as the Java classes of `getObject(i, Class)` and as `java.sql` dates.
final class JavaValues {

    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private JavaValues() {}

    /// The accessor's current value, which is not NULL, as `type`.
    static Object convert(ColumnAccessor accessor, Class<?> type) throws SQLException {
        if (type == Object.class) {
            return accessor.objectValue();
        }
        if (type == String.class) {
            return accessor.textValue();
        }
        if (type == Boolean.class) {
            return accessor.booleanValue();
        }
        if (Number.class.isAssignableFrom(type)) {
            return number(accessor, type);
        }
        if (type == UUID.class) {
            return uuid(accessor);
        }
        return temporal(accessor, type);
    }

    private static Object number(ColumnAccessor accessor, Class<?> type) throws SQLException {
        if (type == Long.class) {
            return accessor.getLong();
        }
        if (type == Integer.class) {
            return accessor.getInt();
        }
        if (type == Short.class) {
            return accessor.getShort();
        }
        if (type == Byte.class) {
            return accessor.getByte();
        }
        if (type == Double.class) {
            return accessor.doubleValue();
        }
        if (type == Float.class) {
            return (float) accessor.doubleValue();
        }
        if (type == BigDecimal.class) {
            return accessor.decimalValue();
        }
        if (type == BigInteger.class) {
            return accessor.decimalValue().setScale(0, RoundingMode.DOWN).toBigInteger();
        }
        throw accessor.cannotConvert(type.getName());
    }

    private static Object uuid(ColumnAccessor accessor) throws SQLException {
        try {
            return UUID.fromString(accessor.textValue().strip());
        } catch (IllegalArgumentException notAUuid) {
            throw accessor.cannotConvert("a UUID");
        }
    }

    private static Object temporal(ColumnAccessor accessor, Class<?> type) throws SQLException {
        if (type == LocalDate.class) {
            return accessor.localDate();
        }
        if (type == LocalDateTime.class) {
            return accessor.localDateTime();
        }
        if (type == LocalTime.class) {
            return accessor.localTime();
        }
        if (type == Date.class) {
            return Date.valueOf(accessor.localDate());
        }
        if (type == Timestamp.class || type == java.util.Date.class) {
            return accessor.timestamp(null);
        }
        if (type == Time.class) {
            return Time.valueOf(accessor.localTime());
        }
        if (type == ZonedDateTime.class) {
            return accessor.moment().toZonedDateTime();
        }
        if (type == OffsetDateTime.class) {
            return accessor.moment();
        }
        if (type == Instant.class) {
            return accessor.moment().toInstant();
        }
        if (type == Period.class) {
            return accessor.period();
        }
        if (type == Duration.class) {
            return accessor.duration();
        }
        throw accessor.cannotConvert(type.getName());
    }

    /// The date whose fields, shown in the calendar's zone, are those of `date`; no calendar means the JVM's zone.
    static Date toDate(LocalDate date, @Nullable Calendar calendar) {
        if (calendar == null || isDefaultZone(calendar)) {
            return Date.valueOf(date);
        }
        return new Date(millis(date.atStartOfDay(), calendar));
    }

    static Time toTime(LocalTime time, @Nullable Calendar calendar) {
        if (calendar == null || isDefaultZone(calendar)) {
            return Time.valueOf(time);
        }
        return new Time(millis(LocalDate.EPOCH.atTime(time), calendar));
    }

    static Timestamp toTimestamp(LocalDateTime timestamp, @Nullable Calendar calendar) {
        if (calendar == null || isDefaultZone(calendar)) {
            return Timestamp.valueOf(timestamp);
        }
        Timestamp result = new Timestamp(millis(timestamp, calendar));
        result.setNanos(timestamp.getNano());
        return result;
    }

    private static boolean isDefaultZone(Calendar calendar) {
        return calendar.getTimeZone().equals(TimeZone.getDefault());
    }

    /// Whole seconds go through the fields of a calendar, so that dates before 1582 keep their fields too.
    private static long millis(LocalDateTime fields, Calendar calendar) {
        Calendar copy = (Calendar) calendar.clone();
        copy.clear();
        copy.set(
                fields.getYear(),
                fields.getMonthValue() - 1,
                fields.getDayOfMonth(),
                fields.getHour(),
                fields.getMinute(),
                fields.getSecond());
        return copy.getTimeInMillis();
    }

    /// As PostgreSQL prints it: `2020-01-02 03:04:05` and a fraction only where there is one.
    static String text(LocalDateTime timestamp) {
        String whole = TO_THE_SECOND.format(timestamp);
        int micros = timestamp.getNano() / 1_000;
        if (micros == 0) {
            return whole;
        }
        String fraction = Integer.toString(1_000_000 + micros).substring(1);
        int end = fraction.length();
        while (fraction.charAt(end - 1) == '0') {
            end--;
        }
        return whole + '.' + fraction.substring(0, end);
    }
}
