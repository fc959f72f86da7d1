package io.colonnade.coordinator.statement;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.temporal.ZonedText;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns the Java values of a prepared statement's parameters into values of the types that the statement
/// gave them.
///
/// Numbers convert to numbers as long as nothing is lost but digits after a decimal's scale, which are
/// rounded; text converts to everything by SQL's spelling; everything converts to text. What has no zone is a
/// moment in the session's zone.
public final class ParameterValues {
    private ParameterValues() {}

    public static List<Datum> convert(List<? extends @Nullable Object> values, List<Type> types, ZoneId zone) {
        if (values.size() != types.size()) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "the statement has " + types.size() + " parameters, " + values.size() + " were given");
        }
        List<Datum> data = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            data.add(convert(values.get(i), types.get(i), zone, i + 1));
        }
        return data;
    }

    private static Datum convert(@Nullable Object value, Type type, ZoneId zone, int number) {
        if (value == null) {
            return Datum.NULL;
        }
        try {
            return switch (type) {
                case Type.BooleanType t -> bool(value);
                case Type.TinyintType t -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case Type.SmallintType t -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
                case Type.IntegerType t -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case Type.BigintType t -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
                case Type.RealType t -> real(value);
                case Type.DoubleType t ->
                    Datum.of(value instanceof Double d ? d : decimal(value).doubleValue());
                case Type.DecimalType t -> decimal(decimal(value), t);
                case Type.CharType t -> Datum.of(withoutTrailingBlanks(text(value)));
                case Type.VarcharType t -> Datum.of(text(value));
                case Type.DateType t -> Datum.of(date(value).toEpochDay());
                case Type.TimeType t -> Datum.of(clock(value));
                case Type.TimestampType t -> Datum.of(micros(timestamp(value)));
                case Type.ZonedTimestampType t -> Datum.of(moment(value, zone));
                case Type.IntervalType t -> {
                    if (!(value instanceof String text)) {
                        throw new ClassCastException();
                    }
                    yield new Datum.Wide(IntervalText.parse(text).number());
                }
            };
        } catch (DateTimeException | CalendarText.InvalidException e) {
            throw refused(ErrorCode.INVALID_DATETIME, value, type, number);
        } catch (NumberFormatException e) {
            throw refused(ErrorCode.INVALID_TEXT, value, type, number);
        } catch (ArithmeticException e) {
            throw refused(ErrorCode.OUT_OF_RANGE, value, type, number);
        } catch (ClassCastException e) {
            throw refused(ErrorCode.TYPE_MISMATCH, value, type, number);
        }
    }

    private static EngineException refused(ErrorCode code, Object value, Type type, int number) {
        return new EngineException(
                code,
                "parameter " + number + " is " + type.sql() + " and cannot be "
                        + value.getClass().getSimpleName() + " '" + value + "'");
    }

    private static Datum bool(Object value) {
        return switch (value) {
            case Boolean b -> Datum.of(b);
            case String s ->
                switch (s.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "t", "yes", "on", "1" -> Datum.TRUE;
                    case "false", "f", "no", "off", "0" -> Datum.FALSE;
                    default -> throw new NumberFormatException(s);
                };
            default -> throw new ClassCastException();
        };
    }

    private static Datum real(Object value) {
        double wide = value instanceof Double d ? d : decimal(value).doubleValue();
        if (Float.isInfinite((float) wide) && !Double.isInfinite(wide)) {
            throw new ArithmeticException();
        }
        return Datum.of((float) wide);
    }

    private static long clock(Object value) throws CalendarText.InvalidException {
        return switch (value) {
            case LocalTime t -> t.toNanoOfDay() / 1000;
            case LocalDateTime t -> t.toLocalTime().toNanoOfDay() / 1000;
            case OffsetDateTime t -> t.toLocalTime().toNanoOfDay() / 1000;
            case String s -> CalendarText.parseTime(s);
            default -> throw new ClassCastException();
        };
    }

    private static long moment(Object value, ZoneId zone) throws CalendarText.InvalidException {
        return switch (value) {
            case OffsetDateTime t ->
                micros(t.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            case String s -> ZonedText.parse(s, zone);
            default -> TimeZones.toMoment(micros(timestamp(value)), zone);
        };
    }

    private static Datum integer(Object value, long low, long high) {
        long exact = decimal(value).longValueExact();
        if (exact < low || exact > high) {
            throw new ArithmeticException();
        }
        return Datum.of(exact);
    }

    private static BigDecimal decimal(Object value) {
        return switch (value) {
            case BigDecimal d -> d;
            case Short n -> BigDecimal.valueOf(n);
            case Integer n -> BigDecimal.valueOf(n);
            case Long n -> BigDecimal.valueOf(n);
            case Double n -> BigDecimal.valueOf(n);
            case String s -> new BigDecimal(s.strip());
            default -> throw new ClassCastException();
        };
    }

    private static Datum decimal(BigDecimal value, Type.DecimalType type) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException();
        }
        return type.layout() == Layout.INT64
                ? Datum.of(scaled.unscaledValue().longValueExact())
                : new Datum.Wide(scaled.unscaledValue());
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal d -> d.toPlainString();
            case OffsetDateTime t -> t.toLocalDateTime().toString();
            default -> value.toString();
        };
    }

    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static LocalDate date(Object value) {
        return switch (value) {
            case LocalDate d -> d;
            case LocalDateTime t -> t.toLocalDate();
            case OffsetDateTime t -> t.toLocalDate();
            case String s -> LocalDate.parse(s.strip());
            default -> throw new ClassCastException();
        };
    }

    private static LocalDateTime timestamp(Object value) {
        return switch (value) {
            case LocalDateTime t -> t;
            case OffsetDateTime t -> t.toLocalDateTime();
            case LocalDate d -> d.atTime(LocalTime.MIDNIGHT);
            case String s -> {
                String text = s.strip().replace(' ', 'T');
                yield text.indexOf('T') < 0
                        ? LocalDate.parse(text).atTime(LocalTime.MIDNIGHT)
                        : LocalDateTime.parse(text);
            }
            default -> throw new ClassCastException();
        };
    }

    private static long micros(LocalDateTime value) {
        return Math.addExact(
                Math.multiplyExact(value.toEpochSecond(ZoneOffset.UTC), 1_000_000L), value.getNano() / 1000);
    }
}
