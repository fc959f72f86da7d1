package io.colonnade.core.temporal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/// Dates and timestamps read from and written as text, in ISO form.
///
/// ```text
/// 1998-09-02   1998-9-2   19980902                 days since 1970-01-01
/// 1998-09-02 23:59   1998-09-02T23:59:59.123456    microseconds since 1970-01-01 00:00; a date alone is midnight
/// 23:59   23:59:59.123456   11:59 PM               microseconds since midnight
/// ```
///
/// A zone behind, such as `Z`, `+02`, `-03:30` or ` Europe/Berlin`, counts where a moment is read ({@link
/// ZonedText}) and is read over elsewhere, as in PostgreSQL.
public final class CalendarText {
    public static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int YEAR_MAX = 294_246;

    private CalendarText() {}

    /// The text is no date or time of that form, or one that does not exist.
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    /// What a timestamp says: microseconds since 1970-01-01 00:00, and what stands behind them, which names a
    /// zone or is empty.
    record Read(long micros, String zone) {}

    /// A time of day after the date is read and dropped, as PostgreSQL does.
    public static int parseDate(String text) throws InvalidException {
        return (int) Math.floorDiv(parseTimestamp(text), MICROS_PER_DAY);
    }

    public static long parseTimestamp(String text) throws InvalidException {
        Read read = read(text);
        if (!read.zone().isEmpty()) {
            // Not used, but it has to be one.
            TimeZones.offsetOrZone(read.zone());
        }
        return read.micros();
    }

    static Read read(String text) throws InvalidException {
        Reader in = new Reader(text.strip());
        long days = in.date();
        if (in.done()) {
            return new Read(Math.multiplyExact(days, MICROS_PER_DAY), "");
        }
        in.separator();
        long time = in.time();
        return new Read(days * MICROS_PER_DAY + time, in.rest());
    }

    /// The time of day; a date before it is read and dropped. 24:00 is none.
    public static long parseTime(String text) throws InvalidException {
        String bare = text.strip();
        boolean dated = bare.indexOf('-') > 0 && (bare.indexOf(':') < 0 || bare.indexOf('-') < bare.indexOf(':'));
        if (dated) {
            return Math.floorMod(parseTimestamp(bare), MICROS_PER_DAY);
        }
        Reader in = new Reader(bare);
        long time = in.time();
        String zone = in.rest();
        if (!zone.isEmpty()) {
            TimeZones.offsetOrZone(zone);
        }
        if (time >= MICROS_PER_DAY) {
            throw new InvalidException("no such time of day");
        }
        return time;
    }

    public static String date(long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        if (date.getYear() > 0) {
            return padded(date.getYear(), 4) + "-" + padded(date.getMonthValue(), 2) + "-"
                    + padded(date.getDayOfMonth(), 2);
        }
        return padded(1 - date.getYear(), 4) + "-" + padded(date.getMonthValue(), 2) + "-"
                + padded(date.getDayOfMonth(), 2) + " BC";
    }

    public static String timestamp(long micros) {
        String date = date(Math.floorDiv(micros, MICROS_PER_DAY));
        String clock = time(Math.floorMod(micros, MICROS_PER_DAY));
        int era = date.indexOf(' ');
        return era < 0 ? date + " " + clock : date.substring(0, era) + " " + clock + " BC";
    }

    /// Microseconds since midnight, or hours beyond a day, as `hh:mm:ss[.ffffff]`.
    public static String time(long micros) {
        long seconds = micros / 1_000_000;
        String clock = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
        return micros % 1_000_000 == 0
                ? clock
                : clock + "." + padded(micros % 1_000_000, 6).replaceAll("0+$", "");
    }

    static String padded(long value, int digits) {
        String text = Long.toString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /// Reads digits and separators from left to right.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean done() {
            return at == text.length();
        }

        private int digitsAhead() {
            int end = at;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            return end - at;
        }

        private int number(int digitsMin, int digitsMax) throws InvalidException {
            int digits = digitsAhead();
            if (digits < digitsMin || digits > digitsMax) {
                throw new InvalidException("digits expected at character " + (at + 1));
            }
            int value = Integer.parseInt(text, at, at + digits, 10);
            at += digits;
            return value;
        }

        private int fixed(int digits) {
            int value = Integer.parseInt(text, at, at + digits, 10);
            at += digits;
            return value;
        }

        private void expect(char separator) throws InvalidException {
            if (done() || text.charAt(at) != separator) {
                throw new InvalidException("'" + separator + "' expected at character " + (at + 1));
            }
            at++;
        }

        long date() throws InvalidException {
            int year;
            int month;
            int day;
            if (digitsAhead() == 8) {
                year = fixed(4);
                month = fixed(2);
                day = fixed(2);
            } else {
                year = number(4, 6);
                expect('-');
                month = number(1, 2);
                expect('-');
                day = number(1, 2);
            }
            try {
                if (year < 1 || year > YEAR_MAX) {
                    throw new InvalidException("year " + year);
                }
                return LocalDate.of(year, month, day).toEpochDay();
            } catch (DateTimeException e) {
                throw new InvalidException("no such day");
            }
        }

        void separator() throws InvalidException {
            char separator = text.charAt(at);
            if (separator != ' ' && separator != 'T' && separator != 't') {
                throw new InvalidException("a blank or T expected at character " + (at + 1));
            }
            at++;
        }

        /// What is left, without blanks around.
        String rest() {
            String rest = text.substring(at).strip();
            at = text.length();
            return rest;
        }

        private boolean takes(char c) {
            boolean taken = !done() && text.charAt(at) == c;
            at += taken ? 1 : 0;
            return taken;
        }

        /// Whether AM or PM follows: 0, 1, or -1 if neither does.
        private int half() {
            int from = at;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
            String half =
                    text.substring(from, Math.min(text.length(), from + 2)).toLowerCase(Locale.ROOT);
            boolean ends = text.length() == from + 2 || text.length() > from + 2 && text.charAt(from + 2) == ' ';
            if (!ends || !half.equals("am") && !half.equals("pm")) {
                return -1;
            }
            at = from + 2;
            return half.equals("pm") ? 1 : 0;
        }

        long time() throws InvalidException {
            int hour = number(1, 2);
            expect(':');
            int minute = number(1, 2);
            int second = 0;
            long micros = 0;
            if (takes(':')) {
                second = number(1, 2);
                if (takes('.')) {
                    micros = fraction();
                }
            }
            int half = half();
            if (half >= 0) {
                if (hour < 1 || hour > 12) {
                    throw new InvalidException("no such time of day");
                }
                hour = hour % 12 + 12 * half;
            }
            if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute | second | micros) != 0)) {
                throw new InvalidException("no such time of day");
            }
            return ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros;
        }

        /// Digits after the point as microseconds, rounded half up.
        private long fraction() throws InvalidException {
            int digits = digitsAhead();
            if (digits == 0) {
                throw new InvalidException("digits expected at character " + (at + 1));
            }
            String padded = text.substring(at, at + digits) + "0000000";
            at += digits;
            return Long.parseLong(padded.substring(0, 6)) + (padded.charAt(6) >= '5' ? 1 : 0);
        }
    }
}
