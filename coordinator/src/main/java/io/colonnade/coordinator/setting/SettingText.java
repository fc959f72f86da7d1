package io.colonnade.coordinator.setting;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of settings as texts. *Errors*: INVALID_PARAMETER that says what a setting takes.
public final class SettingText {
    static final String ON = "on";
    static final String OFF = "off";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,12})\\s*(ms|s|min|h|)");
    private static final String UNITS = " kmgt";

    private SettingText() {}

    public static long number(String name, String text, long low, long high) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw refused(name, text, "a number from " + low + " to " + high);
    }

    /// A number of bytes such as 512MiB.
    public static long size(String name, String text, long least) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            int shift = UNITS.indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)) * 10;
            long number = Long.parseLong(matcher.group(1));
            if (number <= Long.MAX_VALUE >> shift && number << shift >= least) {
                return number << shift;
            }
        }
        throw refused(name, text, "a size of at least " + (least >> 20) + " MiB such as 512MiB or 2GiB");
    }

    /// The size in the largest unit that it is a whole number of.
    public static String size(long bytes) {
        int unit = 0;
        long left = bytes;
        while (left > 0 && left % 1024 == 0 && unit < UNITS.length() - 1) {
            left /= 1024;
            unit++;
        }
        return unit == 0
                ? String.valueOf(left)
                : left + UNITS.substring(unit, unit + 1).toUpperCase(Locale.ROOT) + "iB";
    }

    /// A time such as 500ms, 30s, 5min or 1h; a bare number counts milliseconds.
    static long millis(String name, String text) {
        Matcher matcher = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> number * 1000;
                case "min" -> number * 60_000;
                case "h" -> number * 3_600_000;
                default -> number;
            };
        }
        throw refused(name, text, "a time such as 500ms, 30s or 5min, 0 for no limit");
    }

    /// True for the first of two values.
    public static boolean isFirst(String name, String text, String first, String second) {
        if (text.strip().equalsIgnoreCase(first)) {
            return true;
        }
        if (text.strip().equalsIgnoreCase(second)) {
            return false;
        }
        throw refused(name, text, first + " or " + second);
    }

    /// `on` or `off`, which may be written as truths are in SQL.
    static String truth(String name, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case ON, "true", "yes", "1" -> ON;
            case OFF, "false", "no", "0" -> OFF;
            default -> throw refused(name, text, "on or off");
        };
    }

    private static EngineException refused(String name, String value, String wanted) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER,
                "the setting " + name + "=" + value + " cannot be used",
                null,
                "give " + wanted,
                null);
    }
}
