package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;

/// Days of the Gregorian calendar, written `yyyy-mm-dd` (or with one digit for month or day), years 1 to 9999.
final class DateText {
    /// The answer where there is no such day.
    static final long NONE = Long.MIN_VALUE;

    private static final byte[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private DateText() {}

    /// Days since 1970-01-01, or {@link #NONE}.
    static long day(MemorySegment bytes, int start, int end) {
        if (end - start == 10 && bytes.get(Lanes.BYTE, start + 4L) == '-' && bytes.get(Lanes.BYTE, start + 7L) == '-') {
            long year = Digits.parse(bytes, start, 4);
            long month = Digits.parse(bytes, start + 5, 2);
            long day = Digits.parse(bytes, start + 8, 2);
            return day(year, month, day);
        }
        return loose(bytes, start, end);
    }

    private static long loose(MemorySegment bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && WholeNumbers.isBlank(bytes.get(Lanes.BYTE, start))) {
            start++;
        }
        while (start < end && WholeNumbers.isBlank(bytes.get(Lanes.BYTE, end - 1L))) {
            end--;
        }
        int first = start + 4;
        if (end - start < 8 || end - start > 10 || bytes.get(Lanes.BYTE, first) != '-') {
            return NONE;
        }
        int second = bytes.get(Lanes.BYTE, first + 2L) == '-' ? first + 2 : first + 3;
        if (second >= end - 1 || end - second > 3 || bytes.get(Lanes.BYTE, second) != '-') {
            return NONE;
        }
        return day(
                Digits.parse(bytes, start, 4),
                Digits.parse(bytes, first + 1, second - first - 1),
                Digits.parse(bytes, second + 1, end - second - 1));
    }

    private static long day(long year, long month, long day) {
        if (year < 1 || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        boolean isLeapDay = month == 2 && day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (day > MONTH_DAYS[(int) month - 1] && !isLeapDay) {
            return NONE;
        }
        // Years from March on: then the leap day is the last one.
        long shifted = month <= 2 ? year - 1 : year;
        long monthFromMarch = (month + 9) % 12;
        long dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
    }

    static BadField invalid(String text, int row, Type type, String format) {
        boolean looksRight = text.matches("\\d{4}-\\d{1,2}-\\d{1,2}.*");
        String problem = looksRight
                ? "does not exist or is no " + type.sql() + " (" + format + ")"
                : "is not a " + type.sql() + " (" + format + ")";
        return new BadField(row, ErrorCode.INVALID_DATETIME, problem);
    }
}
