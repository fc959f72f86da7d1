package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The values of a prepared statement's parameters, in the classes that
/// [io.colonnade.jdbc.service.StatementRequest] names.
///
/// Instants (`java.sql.Timestamp`, `Instant`, `OffsetDateTime`) stay moments where TIMESTAMP WITH TIME ZONE
/// is wanted; else they are the date and time that a clock shows in the JVM's zone, or in the zone of the
/// calendar given with them: TIMESTAMP has no zone. Nanoseconds are cut to microseconds.
final class ParameterValues {

    private static final Object UNSET = new Object();

    private final @Nullable Object[] values;

    ParameterValues(int count) {
        values = new Object[count];
        clear();
    }

    void clear() {
        Arrays.fill(values, UNSET);
    }

    /// The values in order; each must have been set, to NULL at least.
    List<@Nullable Object> all() throws SQLException {
        List<@Nullable Object> all = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNSET) {
                throw SqlExceptions.of("07001", "Parameter " + (i + 1) + " of " + values.length + " is not set");
            }
            all.add(values[i]);
        }
        return all;
    }

    /// Sets parameter `index` (from 1) to a value of any class that can be converted.
    void set(int index, @Nullable Object value) throws SQLException {
        if (index < 1 || index > values.length) {
            throw SqlExceptions.of(
                    "07009", "There is no parameter " + index + "; the statement has " + values.length + " of them");
        }
        values[index - 1] = value == null ? null : canonical(value);
    }

    /// Sets parameter `index` to `value` converted to a type of [Types] first.
    void set(int index, @Nullable Object value, int type) throws SQLException {
        set(index, value == null ? null : cast(canonical(value), type));
    }

    private static Object canonical(Object value) throws SQLException {
        return switch (value) {
            case Boolean flag -> flag;
            case Byte small -> small.shortValue();
            case Short number -> number;
            case Integer number -> number;
            case Long number -> number;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case BigDecimal number -> number;
            case BigInteger number -> new BigDecimal(number);
            case String text -> text;
            case Character character -> character.toString();
            case UUID uuid -> uuid.toString();
            default -> canonicalTime(value);
        };
    }

    private static Object canonicalTime(Object value) throws SQLException {
        return switch (value) {
            case LocalDate date -> date;
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.MICROS);
            case Date date -> date.toLocalDate();
            case LocalTime time -> time.truncatedTo(ChronoUnit.MICROS);
            case Timestamp time -> {
                ZoneOffset offset = ZoneId.systemDefault().getRules().getOffset(time.toInstant());
                yield time.toLocalDateTime().truncatedTo(ChronoUnit.MICROS).atOffset(offset);
            }
            case java.sql.Time time -> time.toLocalTime();
            case Period period -> period.toString();
            case Duration duration -> duration.toString();
            case java.util.Date date -> canonicalTime(date.toInstant());
            case Calendar calendar -> canonicalTime(calendar.toInstant());
            case Instant instant ->
                instant.truncatedTo(ChronoUnit.MICROS)
                        .atZone(ZoneId.systemDefault())
                        .toOffsetDateTime();
            case OffsetDateTime time -> canonicalTime(time.toInstant());
            case ZonedDateTime time -> canonicalTime(time.toInstant());
            default ->
                throw SqlExceptions.notSupported(
                        "A parameter of class " + value.getClass().getName());
        };
    }

    private static Object cast(Object value, int type) throws SQLException {
        try {
            return switch (type) {
                case Types.BOOLEAN, Types.BIT -> toBoolean(value);
                case Types.TINYINT -> (short) toDecimal(value).byteValueExact();
                case Types.SMALLINT -> toDecimal(value).shortValueExact();
                case Types.INTEGER -> toDecimal(value).intValueExact();
                case Types.BIGINT -> toDecimal(value).longValueExact();
                case Types.DOUBLE, Types.FLOAT, Types.REAL ->
                    value instanceof Double number ? number : toDecimal(value).doubleValue();
                case Types.DECIMAL, Types.NUMERIC -> toDecimal(value);
                case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                    value.toString();
                case Types.DATE -> toTimestamp(value).toLocalDate();
                case Types.TIME -> toTime(value);
                case Types.TIMESTAMP -> toTimestamp(value);
                // The engine reads text in the session's zone.
                case Types.TIMESTAMP_WITH_TIMEZONE ->
                    value instanceof String || value instanceof OffsetDateTime ? value : toTimestamp(value);
                case Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> value;
                default -> throw SqlExceptions.notSupported("A parameter of JDBC type " + type);
            };
        } catch (NumberFormatException notANumber) {
            throw SqlExceptions.of("22018", "Parameter value '" + value + "' is not a number");
        } catch (ArithmeticException doesNotFit) {
            throw SqlExceptions.of("22003", "Parameter value " + value + " does not fit its type");
        } catch (DateTimeException notATime) {
            throw SqlExceptions.of("22007", "Parameter value '" + value + "' is not a date or timestamp");
        }
    }

    private static Object toBoolean(Object value) throws SQLException {
        return value instanceof String text
                ? Boolean.parseBoolean(text.strip())
                : value instanceof Boolean flag ? flag : toDecimal(value).signum() != 0;
    }

    private static BigDecimal toDecimal(Object value) throws SQLException {
        return switch (value) {
            case BigDecimal number -> number;
            case Boolean flag -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
            case Double number -> BigDecimal.valueOf(number);
            case Number number -> BigDecimal.valueOf(number.longValue());
            case String text -> new BigDecimal(text.strip());
            default -> throw SqlExceptions.of("22018", "Parameter value '" + value + "' is not a number");
        };
    }

    private static LocalTime toTime(Object value) throws SQLException {
        return switch (value) {
            case LocalTime time -> time;
            case String text -> LocalTime.parse(text.strip());
            default -> toTimestamp(value).toLocalTime();
        };
    }

    private static LocalDateTime toTimestamp(Object value) throws SQLException {
        return switch (value) {
            case LocalDate date -> date.atStartOfDay();
            case LocalDateTime time -> time;
            case OffsetDateTime time -> time.toLocalDateTime();
            case String text ->
                text.strip().length() <= 10
                        ? LocalDate.parse(text.strip()).atStartOfDay()
                        : LocalDateTime.parse(text.strip().replace(' ', 'T'));
            default -> throw SqlExceptions.of("22007", "Parameter value '" + value + "' is not a date or timestamp");
        };
    }

    /// What a clock in the calendar's zone shows at the instant of `date`.
    static @Nullable LocalDateTime inZone(java.util.@Nullable Date date, @Nullable Calendar calendar) {
        if (date == null) {
            return null;
        }
        Calendar fields = calendar == null ? Calendar.getInstance() : (Calendar) calendar.clone();
        fields.setTimeInMillis(date.getTime());
        int nanos = date instanceof Timestamp time ? time.getNanos() : fields.get(Calendar.MILLISECOND) * 1_000_000;
        return LocalDateTime.of(
                fields.get(Calendar.YEAR),
                fields.get(Calendar.MONTH) + 1,
                fields.get(Calendar.DAY_OF_MONTH),
                fields.get(Calendar.HOUR_OF_DAY),
                fields.get(Calendar.MINUTE),
                fields.get(Calendar.SECOND),
                nanos);
    }

    /// The whole text of a reader, or its first `length` characters.
    static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        try {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            String all = text.toString();
            return length >= 0 && length < all.length() ? all.substring(0, (int) length) : all;
        } catch (IOException unreadable) {
            throw new SQLException("The reader of a parameter failed: " + unreadable.getMessage(), "58030", unreadable);
        }
    }

    /// The whole text of a UTF-8 stream, or of its first `length` bytes.
    static @Nullable String text(@Nullable InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return null;
        }
        try {
            byte[] bytes = length < 0 ? stream.readAllBytes() : stream.readNBytes(Math.toIntExact(length));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new SQLException("The stream of a parameter failed: " + unreadable.getMessage(), "58030", unreadable);
        }
    }
}
