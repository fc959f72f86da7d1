package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.service.ColumnDescription;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// INTERVAL from text as PostgreSQL writes it. A Period is one without hours, a Duration one without months
/// and days.
final class IntervalAccessor extends ColumnAccessor {

    private static final Pattern PARTS =
            Pattern.compile("(?:([+-]?\\d+) years? ?)?(?:([+-]?\\d+) mons? ?)?(?:([+-]?\\d+) days? ?)?"
                    + "(?:([+-]?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?)?");

    private final TextAccessor text;

    IntervalAccessor(FrameCursor cursor, ColumnDescription column) {
        super(cursor, column);
        this.text = new TextAccessor(cursor, column);
    }

    @Override
    void bind(ColumnBuffers next) {
        super.bind(next);
        text.bind(next);
    }

    @Override
    Object objectValue() throws SQLException {
        return textValue();
    }

    @Override
    String textValue() throws SQLException {
        return text.textValue();
    }

    private Matcher parts(String target) throws SQLException {
        Matcher parts = PARTS.matcher(textValue());
        if (!parts.matches()) {
            throw cannotConvert(target);
        }
        return parts;
    }

    private static int part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
    }

    @Override
    Period period() throws SQLException {
        Matcher parts = parts("a period");
        if (!time(parts).isZero()) {
            throw outOfRange("a period of days");
        }
        return Period.of(part(parts, 1), part(parts, 2), part(parts, 3));
    }

    @Override
    Duration duration() throws SQLException {
        Matcher parts = parts("a duration");
        if (part(parts, 1) != 0 || part(parts, 2) != 0 || part(parts, 3) != 0) {
            throw outOfRange("a duration of hours: days and months have no fixed length");
        }
        return time(parts);
    }

    private static Duration time(Matcher parts) {
        if (parts.group(5) == null) {
            return Duration.ZERO;
        }
        String fraction = parts.group(8) == null ? "0" : parts.group(8);
        Duration time = Duration.ofHours(Long.parseLong(parts.group(5)))
                .plusMinutes(part(parts, 6))
                .plusSeconds(part(parts, 7))
                .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
        return "-".equals(parts.group(4)) ? time.negated() : time;
    }
}
