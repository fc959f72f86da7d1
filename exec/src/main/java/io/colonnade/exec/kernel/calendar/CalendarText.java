package io.colonnade.exec.kernel.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;

/// Dates and timestamps read from and written as text, in ISO form.
///
/// ```text
/// 1998-09-02   1998-9-2   19980902                 days since 1970-01-01
/// 1998-09-02 23:59   1998-09-02T23:59:59.123456    microseconds since 1970-01-01 00:00; a date alone is midnight
/// ```
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

    /// A time of day after the date is read and dropped, as PostgreSQL does.
    public static int parseDate(String text) throws InvalidException {
        return (int) Math.floorDiv(parseTimestamp(text), MICROS_PER_DAY);
    }

    public static long parseTimestamp(String text) throws InvalidException {
        Reader in = new Reader(text.strip());
        long days = in.date();
        return in.done() ? Math.multiplyExact(days, MICROS_PER_DAY) : days * MICROS_PER_DAY + in.time();
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
        long time = Math.floorMod(micros, MICROS_PER_DAY);
        long seconds = time / 1_000_000;
        String clock = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
        String fraction =
                time % 1_000_000 == 0 ? "" : "." + padded(time % 1_000_000, 6).replaceAll("0+$", "");
        int era = date.indexOf(' ');
        return era < 0 ? date + " " + clock + fraction : date.substring(0, era) + " " + clock + fraction + " BC";
    }

    private static String padded(long value, int digits) {
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

        long time() throws InvalidException {
            char separator = text.charAt(at);
            if (separator != ' ' && separator != 'T' && separator != 't') {
                throw new InvalidException("a blank or T expected at character " + (at + 1));
            }
            at++;
            int hour = number(1, 2);
            expect(':');
            int minute = number(1, 2);
            int second = 0;
            long micros = 0;
            if (!done()) {
                expect(':');
                second = number(1, 2);
                if (!done()) {
                    expect('.');
                    micros = fraction();
                }
            }
            if (!done()) {
                throw new InvalidException("nothing more expected at character " + (at + 1));
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
