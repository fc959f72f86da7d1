package io.colonnade.exec.kernel.calendar;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The proleptic Gregorian calendar on days since 1970-01-01, without objects: dates to fields and back, by
/// counting from 0000-03-01, so that the leap day is the last day of a year.
public final class Calendar {
    /// From 0000-03-01 to 1970-01-01.
    private static final long EPOCH_SHIFT = 719_468;

    private static final long DAYS_PER_ERA = 146_097;
    /// Eras of 400 years added so that every TIMESTAMP and DATE is counted up from zero.
    private static final long ERAS = 14_700;

    private Calendar() {}

    /// Year, month and day packed as `year << 9 | month << 5 | day`.
    ///
    /// By the arithmetic of Neri and Schneider ("Euclidean affine functions and their application to calendar
    /// algorithms", 2022): multiplications and shifts instead of divisions by 365 and 153.
    static long fields(long days) {
        long shifted = (days + EPOCH_SHIFT + DAYS_PER_ERA * ERAS) * 4 + 3;
        long century = shifted / DAYS_PER_ERA;
        long ofCentury = (shifted - century * DAYS_PER_ERA | 3) * 2_939_745L;
        int dayOfYear = (int) ((ofCentury & 0xFFFF_FFFFL) / 2_939_745L >>> 2);
        int ofYear = dayOfYear * 2141 + 197_913;
        int month = ofYear >>> 16;
        int day = (ofYear & 0xFFFF) / 2141 + 1;
        // Months 13 and 14 are January and February of the next year.
        int next = month > 12 ? 1 : 0;
        long year = century * 100 + (ofCentury >>> 32) - ERAS * 400 + next;
        return year << 9 | (long) (month - 12 * next) << 5 | day;
    }

    static long year(long fields) {
        return fields >> 9;
    }

    static int month(long fields) {
        return (int) (fields >>> 5) & 15;
    }

    static int day(long fields) {
        return (int) fields & 31;
    }

    static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        int yearOfEra = (int) (y - era * 400);
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    static int daysOfMonth(long year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int dayOfYear(long days) {
        return (int) (days - epochDay(year(fields(days)), 1, 1)) + 1;
    }

    /// Sunday is 0.
    static int dayOfWeek(long days) {
        return Math.floorMod(days + 4, 7);
    }

    /// The ISO week: the one that holds the year's first Thursday is 1.
    static int week(long days) {
        long thursday = days - Math.floorMod(days + 3, 7) + 3;
        return (dayOfYear(thursday) - 1) / 7 + 1;
    }

    /// Days plus months, the day cut to the end of the month.
    static long plusMonths(long days, long months) {
        long fields = fields(days);
        long count = year(fields) * 12 + month(fields) - 1 + months;
        long year = Math.floorDiv(count, 12);
        int month = Math.floorMod(count, 12) + 1;
        return epochDay(year, month, Math.min(day(fields), daysOfMonth(year, month)));
    }

    /// Timestamps as days.
    public static void days(MemorySegment micros, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long days = Math.floorDiv(micros.get(Lanes.LONG, i * 8L), CalendarText.MICROS_PER_DAY);
            target.set(Lanes.INT, i * 4L, (int) days);
        }
    }

    /// Days as timestamps; answers the first present row that is out of range, or -1.
    public static int midnights(MemorySegment days, @Nullable MemorySegment validity, int rows, MemorySegment target) {
        long most = Long.MAX_VALUE / CalendarText.MICROS_PER_DAY;
        for (int i = 0; i < rows; i++) {
            int day = days.get(Lanes.INT, i * 4L);
            if (Math.abs((long) day) > most && Lanes.bit(validity, i)) {
                return i;
            }
            target.set(Lanes.LONG, i * 8L, day * CalendarText.MICROS_PER_DAY);
        }
        return -1;
    }
}
