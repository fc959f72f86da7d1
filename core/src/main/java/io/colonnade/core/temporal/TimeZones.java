package io.colonnade.core.temporal;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.temporal.CalendarText.InvalidException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Time zones by their names, and the way between a moment and what clocks show.
///
/// Names are those of the tz database, without regard to case: `Europe/Berlin`, `UTC`. An hour that is
/// skipped is read by the offset before, one that comes twice by the offset after, as in PostgreSQL.
public final class TimeZones {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int HOURS_MAX = 15;

    private TimeZones() {}

    /// Made when the first name is looked up that is not UTC's: there are 600.
    private static final class Names {
        static final Map<String, String> BY_LOWER_CASE = new HashMap<>();

        static {
            for (String name : ZoneId.getAvailableZoneIds()) {
                BY_LOWER_CASE.put(name.toLowerCase(Locale.ROOT), name);
            }
        }
    }

    /// The zone of a name; an offset such as `+02:00` is none, since PostgreSQL takes it for hours west.
    public static ZoneId named(String name) {
        ZoneId zone = find(name.strip());
        if (zone == null) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "there is no time zone '" + name + "'",
                    null,
                    "give a name of the tz database, such as 'UTC' or 'Europe/Berlin', or an offset as INTERVAL '+2' HOUR",
                    null);
        }
        return zone;
    }

    /// The name that {@link #named} finds a zone by.
    public static String name(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static @Nullable ZoneId find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("z") || lower.equals("utc") || lower.equals("gmt")) {
            return ZoneOffset.UTC;
        }
        String known = Names.BY_LOWER_CASE.get(lower);
        return known == null ? null : ZoneId.of(known);
    }

    /// The zone that stands behind a timestamp: a name, or hours east with or without minutes.
    static ZoneId offsetOrZone(String text) throws InvalidException {
        char sign = text.charAt(0);
        if (sign != '+' && sign != '-') {
            ZoneId zone = find(text);
            if (zone == null) {
                throw new InvalidException("no such time zone");
            }
            return zone;
        }
        String digits = text.substring(1).replace(":", "");
        boolean isOffset = text.substring(1).matches("\\d{1,2}(:?\\d{2}(:?\\d{2})?)?");
        if (!isOffset) {
            throw new InvalidException("no such time zone");
        }
        String padded = digits.length() % 2 == 0 ? digits : "0" + digits;
        int hours = Integer.parseInt(padded, 0, 2, 10);
        int minutes = padded.length() > 2 ? Integer.parseInt(padded, 2, 4, 10) : 0;
        int seconds = padded.length() > 4 ? Integer.parseInt(padded, 4, 6, 10) : 0;
        if (hours > HOURS_MAX || minutes > 59 || seconds > 59) {
            throw new InvalidException("no such time zone");
        }
        int total = (hours * 60 + minutes) * 60 + seconds;
        return ZoneOffset.ofTotalSeconds(sign == '-' ? -total : total);
    }

    /// The moment at which clocks of the zone show `micros` since 1970-01-01 00:00; ArithmeticException if there is
    /// none within 64 bits.
    public static long toMoment(long micros, ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return Math.subtractExact(micros, offset.getTotalSeconds() * MICROS_PER_SECOND);
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
        return Math.subtractExact(micros, offset(local, zone.getRules()).getTotalSeconds() * MICROS_PER_SECOND);
    }

    private static ZoneOffset offset(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> valid = rules.getValidOffsets(local);
        if (!valid.isEmpty()) {
            return valid.getLast();
        }
        ZoneOffsetTransition transition = rules.getTransition(local);
        return transition.getOffsetBefore();
    }

    /// What clocks of the zone show at a moment, in microseconds since 1970-01-01 00:00.
    public static long toLocal(long moment, ZoneId zone) {
        return Math.addExact(moment, offsetSeconds(moment, zone) * MICROS_PER_SECOND);
    }

    /// How many seconds east of UTC clocks of the zone are at a moment.
    public static int offsetSeconds(long moment, ZoneId zone) {
        return zone instanceof ZoneOffset offset
                ? offset.getTotalSeconds()
                : zone.getRules()
                        .getOffset(Instant.ofEpochSecond(Math.floorDiv(moment, MICROS_PER_SECOND)))
                        .getTotalSeconds();
    }
}
