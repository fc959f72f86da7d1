package io.colonnade.core.temporal;

import io.colonnade.core.temporal.CalendarText.InvalidException;
import java.time.ZoneId;

/// Moments read from and written as text: `2024-02-29 12:30:00+01`, with the offset of a zone.
public final class ZonedText {
    private static final int SECONDS_PER_HOUR = 3600;

    private ZonedText() {}

    /// Microseconds since 1970-01-01T00:00Z; text without a zone is in `zone`.
    public static long parse(String text, ZoneId zone) throws InvalidException {
        CalendarText.Read read = CalendarText.read(text);
        ZoneId written = read.zone().isEmpty() ? zone : TimeZones.offsetOrZone(read.zone());
        try {
            return TimeZones.toMoment(read.micros(), written);
        } catch (ArithmeticException e) {
            throw new InvalidException("no such moment");
        }
    }

    public static String of(long moment, ZoneId zone) {
        int offset = TimeZones.offsetSeconds(moment, zone);
        String local = CalendarText.timestamp(Math.addExact(moment, offset * 1_000_000L));
        int era = local.endsWith(" BC") ? local.length() - 3 : local.length();
        return local.substring(0, era) + offset(offset) + local.substring(era);
    }

    /// `+hh[:mm[:ss]]`.
    private static String offset(int seconds) {
        int size = Math.abs(seconds);
        String text = (seconds < 0 ? "-" : "+") + CalendarText.padded(size / SECONDS_PER_HOUR, 2);
        if (size % SECONDS_PER_HOUR != 0) {
            text += ":" + CalendarText.padded(size / 60 % 60, 2);
        }
        return size % 60 == 0 ? text : text + ":" + CalendarText.padded(size % 60, 2);
    }
}
