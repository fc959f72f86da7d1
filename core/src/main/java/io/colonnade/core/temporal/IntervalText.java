package io.colonnade.core.temporal;

import io.colonnade.core.temporal.CalendarText.InvalidException;
import io.colonnade.core.type.Interval;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Intervals read from and written as text.
///
/// ```text
/// 1 year 2 mons 3 days 04:05:06.789    PostgreSQL's form, with signs and "ago"; this is how they are written
/// 1-2   3 4:05:06                      the standard's: years-months, days and time
/// P1Y2M3DT4H5M6.7S   P2W               ISO 8601
/// 90                                   seconds, or the field that the literal names
/// ```
///
/// Parts of a year become months, parts of a month days of which it has 30, and parts of a day hours.
public final class IntervalText {
    private static final Pattern TOKEN =
            Pattern.compile("(?<clock>[+-]?\\d+:\\d+(?::\\d+(?:\\.\\d*)?|\\.\\d+)?)|(?<years>[+-]?\\d+-\\d+)"
                    + "|(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*(?<unit>\\p{L}+)?|(?<word>\\p{L}+)");
    private static final Pattern ISO =
            Pattern.compile("P(?=[\\dT+-])(?<date>(?:[+-]?[\\d.]+[YMWD])*)" + "(?:T(?<time>(?:[+-]?[\\d.]+[HMS])+))?");
    private static final Pattern ISO_PART = Pattern.compile("([+-]?[\\d.]+)([YMWDHS])");

    private IntervalText() {}

    /// Reads any of the forms.
    public static Interval parse(String text) throws InvalidException {
        return parse(text, IntervalField.SECOND, IntervalField.SECOND, false);
    }

    /// The same with the fields that a literal names: what is smaller than the last one is cut off.
    public static Interval parse(String text, IntervalField from, IntervalField to) throws InvalidException {
        return parse(text, from, to, true);
    }

    private static Interval parse(String text, IntervalField from, IntervalField to, boolean cut)
            throws InvalidException {
        try {
            IntervalParts parts = new IntervalParts();
            String bare = text.strip();
            if (bare.startsWith("P") || bare.startsWith("p")) {
                iso(bare.toUpperCase(Locale.ROOT), parts);
            } else {
                tokens(bare, from, to, parts);
            }
            return cut ? parts.cut(to) : parts.interval();
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new InvalidException("out of range");
        }
    }

    private static void tokens(String text, IntervalField from, IntervalField to, IntervalParts parts)
            throws InvalidException {
        Matcher token = TOKEN.matcher(text);
        int at = text.startsWith("@") ? 1 : 0;
        int bareNumbers = 0;
        boolean ago = false;
        boolean any = false;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            if (ago || !token.region(at, text.length()).lookingAt()) {
                throw new InvalidException("not expected: character " + (at + 1));
            }
            at = token.end();
            if (token.group("clock") != null) {
                clock(token.group("clock"), from, to, parts);
            } else if (token.group("years") != null) {
                yearsAndMonths(token.group("years"), parts);
            } else if (token.group("word") != null) {
                ago = any && token.group("word").equalsIgnoreCase("ago");
                if (!ago) {
                    throw new InvalidException("no unit: " + token.group("word"));
                }
            } else {
                ago = number(text, token, from, to, bareNumbers, parts);
                bareNumbers += token.group("unit") == null || ago ? 1 : 0;
            }
            any = true;
        }
        if (!any) {
            throw new InvalidException("empty");
        }
        if (ago) {
            parts.negate();
        }
    }

    /// A number with or without a unit; true if what follows is not its unit but "ago".
    private static boolean number(
            String text, Matcher token, IntervalField from, IntervalField to, int bareBefore, IntervalParts parts)
            throws InvalidException {
        BigDecimal value = new BigDecimal(token.group("number"));
        String unit = token.group("unit");
        boolean ago = unit != null && unit.equalsIgnoreCase("ago");
        if (unit != null && !ago) {
            parts.add(value, IntervalUnit.named(unit));
            return false;
        }
        boolean last = ago || token.end() == text.length();
        if (last) {
            parts.add(value, IntervalUnit.of(to));
        } else if (text.substring(token.end()).strip().contains(":")) {
            parts.add(value, IntervalUnit.DAY);
        } else {
            int field = Math.min(from.ordinal() + bareBefore, to.ordinal());
            parts.add(value, IntervalUnit.of(IntervalField.values()[field]));
        }
        return ago;
    }

    /// `h:m`, `h:m:s`, or `m:s` where minutes and seconds were asked for.
    private static void clock(String text, IntervalField from, IntervalField to, IntervalParts parts)
            throws InvalidException {
        boolean negative = text.startsWith("-");
        String[] fields = (negative || text.startsWith("+") ? text.substring(1) : text).split(":");
        boolean fromMinutes = fields.length == 2
                && to == IntervalField.SECOND
                && (from == IntervalField.MINUTE || fields[1].contains("."));
        int unit = fromMinutes ? IntervalField.MINUTE.ordinal() : IntervalField.HOUR.ordinal();
        for (int i = 0; i < fields.length; i++) {
            BigDecimal value = new BigDecimal(fields[i]);
            if (i > 0 && value.compareTo(BigDecimal.valueOf(60)) >= 0) {
                throw new InvalidException("no time: " + text);
            }
            parts.add(negative ? value.negate() : value, IntervalUnit.of(IntervalField.values()[unit + i]));
        }
    }

    private static void yearsAndMonths(String text, IntervalParts parts) throws InvalidException {
        int dash = text.lastIndexOf('-');
        boolean negative = text.startsWith("-");
        BigDecimal years = new BigDecimal(text.substring(negative || text.startsWith("+") ? 1 : 0, dash));
        BigDecimal months = new BigDecimal(text.substring(dash + 1));
        if (months.compareTo(BigDecimal.valueOf(Interval.MONTHS_PER_YEAR)) >= 0) {
            throw new InvalidException("no months: " + months);
        }
        parts.add(negative ? years.negate() : years, IntervalUnit.YEAR);
        parts.add(negative ? months.negate() : months, IntervalUnit.MONTH);
    }

    private static void iso(String text, IntervalParts parts) throws InvalidException {
        Matcher whole = ISO.matcher(text);
        if (!whole.matches()) {
            throw new InvalidException("not as P1Y2M3DT4H5M6S");
        }
        isoParts(whole.group("date"), false, parts);
        if (whole.group("time") != null) {
            isoParts(whole.group("time"), true, parts);
        }
    }

    private static void isoParts(String text, boolean isTime, IntervalParts parts) {
        Matcher part = ISO_PART.matcher(text);
        while (part.find()) {
            IntervalUnit unit = switch (part.group(2).charAt(0)) {
                case 'Y' -> IntervalUnit.YEAR;
                case 'W' -> IntervalUnit.WEEK;
                case 'D' -> IntervalUnit.DAY;
                case 'H' -> IntervalUnit.HOUR;
                case 'S' -> IntervalUnit.SECOND;
                default -> isTime ? IntervalUnit.MINUTE : IntervalUnit.MONTH;
            };
            parts.add(new BigDecimal(part.group(1)), unit);
        }
    }

    /// As PostgreSQL writes it.
    public static String of(Interval interval) {
        StringBuilder text = new StringBuilder();
        boolean before = append(text, interval.months() / Interval.MONTHS_PER_YEAR, "year", false);
        before = append(text, interval.months() % Interval.MONTHS_PER_YEAR, "mon", before);
        before = append(text, interval.days(), "day", before);
        long micros = interval.micros();
        if (text.isEmpty() || micros != 0) {
            text.append(text.isEmpty() ? "" : " ").append(micros < 0 ? "-" : before ? "+" : "");
            text.append(micros == Long.MIN_VALUE ? "2562047788:00:54.775808" : CalendarText.time(Math.abs(micros)));
        }
        return text.toString();
    }

    /// After a part below zero one above it has a sign.
    private static boolean append(StringBuilder text, int value, String unit, boolean before) {
        if (value == 0) {
            return before;
        }
        text.append(text.isEmpty() ? "" : " ").append(before && value > 0 ? "+" : "");
        text.append(value).append(' ').append(unit).append(value == 1 ? "" : "s");
        return value < 0;
    }
}
