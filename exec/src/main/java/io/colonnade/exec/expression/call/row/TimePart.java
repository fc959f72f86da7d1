package io.colonnade.exec.expression.call.row;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.util.Locale;

/// A part of a pattern of times: what it writes, and how many digits it reads (0: it is a name; -1: it is not
/// read).
enum TimePart {
    YEAR(4),
    YEAR_OF_THREE(3),
    YEAR_OF_TWO(2),
    YEAR_OF_ONE(1),
    ISO_YEAR(-1),
    QUARTER(-1),
    MONTH(2),
    MONTH_NAME(0),
    MONTH_SHORT(0),
    WEEK_OF_YEAR(-1),
    ISO_WEEK(-1),
    DAY(2),
    DAY_OF_YEAR(3),
    DAY_OF_WEEK(-1),
    DAY_OF_WEEK_FROM_ZERO(-1),
    ISO_DAY_OF_WEEK(-1),
    DAY_NAME(0),
    DAY_SHORT(0),
    HOUR(2),
    HOUR_OF_TWELVE(2),
    MINUTE(2),
    SECOND(2),
    SECOND_OF_DAY(-1),
    MILLISECOND(3),
    MICROSECOND(6),
    HALF(0),
    CENTURY(-1),
    JULIAN(-1);

    private static final int NAME_WIDTH = 9;

    private final int digits;

    TimePart(int digits) {
        this.digits = digits;
    }

    int digits() {
        return digits;
    }

    /// As it is written; names in capitals only at their beginning. Unless `bare`, numbers are filled with
    /// zeros and full names with blanks.
    String format(LocalDateTime t, boolean bare) {
        int hour = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
        int year = t.getYear() > 0 ? t.getYear() : 1 - t.getYear();
        return switch (this) {
            case YEAR -> number(year, 4, bare);
            case YEAR_OF_THREE -> number(year % 1000, 3, bare);
            case YEAR_OF_TWO -> number(year % 100, 2, bare);
            case YEAR_OF_ONE -> number(year % 10, 1, bare);
            case ISO_YEAR -> number(t.get(IsoFields.WEEK_BASED_YEAR), 4, bare);
            case QUARTER -> number(t.get(IsoFields.QUARTER_OF_YEAR), 1, bare);
            case MONTH -> number(t.getMonthValue(), 2, bare);
            case MONTH_NAME -> name(t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), bare);
            case MONTH_SHORT ->
                t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case WEEK_OF_YEAR -> number((t.getDayOfYear() - 1) / 7 + 1, 2, bare);
            case ISO_WEEK -> number(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, bare);
            case DAY -> number(t.getDayOfMonth(), 2, bare);
            case DAY_OF_YEAR -> number(t.getDayOfYear(), 3, bare);
            case DAY_OF_WEEK -> number(t.getDayOfWeek().getValue() % 7 + 1, 1, bare);
            case DAY_OF_WEEK_FROM_ZERO -> number(t.getDayOfWeek().getValue() % 7, 1, bare);
            case ISO_DAY_OF_WEEK -> number(t.getDayOfWeek().getValue(), 1, bare);
            case DAY_NAME -> name(t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), bare);
            case DAY_SHORT ->
                t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case HOUR -> number(t.getHour(), 2, bare);
            case HOUR_OF_TWELVE -> number(hour, 2, bare);
            case MINUTE -> number(t.getMinute(), 2, bare);
            case SECOND -> number(t.getSecond(), 2, bare);
            case SECOND_OF_DAY -> number(t.toLocalTime().toSecondOfDay(), 1, bare);
            case MILLISECOND -> number(t.getNano() / 1_000_000, 3, bare);
            case MICROSECOND -> number(t.getNano() / 1000, 6, bare);
            case HALF -> t.getHour() < 12 ? "AM" : "PM";
            case CENTURY -> number(TimeField.CENTURY.whole(t), 2, bare);
            case JULIAN -> number(JulianFields.JULIAN_DAY.getFrom(t), 1, bare);
        };
    }

    private static String number(long value, int width, boolean bare) {
        String text = Long.toString(value);
        return bare || text.length() >= width ? text : "0".repeat(width - text.length()) + text;
    }

    private static String name(String name, boolean bare) {
        return bare ? name : name + " ".repeat(NAME_WIDTH - name.length());
    }
}
