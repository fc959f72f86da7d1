package io.colonnade.exec.kernel.calendar;

import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.CalendarText;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// EXTRACT and calendar arithmetic over whole columns of days or microseconds, as int64.
public final class CalendarFunctions {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private CalendarFunctions() {}

    /// A field of dates, given as days.
    public static void extract(Function field, MemorySegment days, int rows, MemorySegment target) {
        switch (field) {
            case EXTRACT_YEAR -> years(days, rows, target);
            case EXTRACT_QUARTER -> quarters(days, rows, target);
            case EXTRACT_MONTH -> months(days, rows, target);
            case EXTRACT_DAY -> daysOfMonth(days, rows, target);
            default -> others(field, days, rows, target);
        }
    }

    private static void years(MemorySegment days, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long year = Calendar.year(Calendar.fields(days.get(Lanes.INT, i * 4L)));
            target.set(Lanes.LONG, i * 8L, year > 0 ? year : year - 1);
        }
    }

    private static void quarters(MemorySegment days, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            int month = Calendar.month(Calendar.fields(days.get(Lanes.INT, i * 4L)));
            target.set(Lanes.LONG, i * 8L, (month + 2) / 3);
        }
    }

    private static void months(MemorySegment days, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, Calendar.month(Calendar.fields(days.get(Lanes.INT, i * 4L))));
        }
    }

    private static void daysOfMonth(MemorySegment days, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, Calendar.day(Calendar.fields(days.get(Lanes.INT, i * 4L))));
        }
    }

    private static void others(Function field, MemorySegment days, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            int day = days.get(Lanes.INT, i * 4L);
            int value = switch (field) {
                case EXTRACT_WEEK -> Calendar.week(day);
                case EXTRACT_DAY_OF_WEEK -> Calendar.dayOfWeek(day);
                case EXTRACT_DAY_OF_YEAR -> Calendar.dayOfYear(day);
                default -> 0;
            };
            target.set(Lanes.LONG, i * 8L, value);
        }
    }

    /// Hour, minute or second of timestamps.
    public static void extractTime(Function field, MemorySegment micros, int rows, MemorySegment target) {
        long unit = field == Function.EXTRACT_HOUR
                ? 3600 * MICROS_PER_SECOND
                : field == Function.EXTRACT_MINUTE ? 60 * MICROS_PER_SECOND : MICROS_PER_SECOND;
        long modulus = field == Function.EXTRACT_HOUR ? 24 : 60;
        for (int i = 0; i < rows; i++) {
            long value = Math.floorMod(Math.floorDiv(micros.get(Lanes.LONG, i * 8L), unit), modulus);
            target.set(Lanes.LONG, i * 8L, value);
        }
    }

    /// Days plus or, with `sign` -1, minus days, as int32; answers the first present row out of range, or -1.
    public static int plusDays(
            MemorySegment days,
            MemorySegment other,
            int sign,
            @Nullable MemorySegment validity,
            int rows,
            MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long sum = days.get(Lanes.INT, i * 4L) + (long) sign * other.get(Lanes.INT, i * 4L);
            if (sum != (int) sum && Lanes.bit(validity, i)) {
                return i;
            }
            target.set(Lanes.INT, i * 4L, (int) sum);
        }
        return -1;
    }

    public static int plusMonths(
            MemorySegment days,
            MemorySegment months,
            @Nullable MemorySegment validity,
            int rows,
            MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long sum = Calendar.plusMonths(days.get(Lanes.INT, i * 4L), months.get(Lanes.INT, i * 4L));
            if (sum != (int) sum && Lanes.bit(validity, i)) {
                return i;
            }
            target.set(Lanes.INT, i * 4L, (int) sum);
        }
        return -1;
    }

    /// Timestamps plus months.
    public static int plusMonthsToTimestamps(
            MemorySegment micros,
            MemorySegment months,
            @Nullable MemorySegment validity,
            int rows,
            MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long value = micros.get(Lanes.LONG, i * 8L);
            long day = Math.floorDiv(value, CalendarText.MICROS_PER_DAY);
            long time = Math.floorMod(value, CalendarText.MICROS_PER_DAY);
            long sum = Calendar.plusMonths(day, months.get(Lanes.INT, i * 4L));
            long result = sum * CalendarText.MICROS_PER_DAY + time;
            if (Math.floorDiv(result, CalendarText.MICROS_PER_DAY) != sum && Lanes.bit(validity, i)) {
                return i;
            }
            target.set(Lanes.LONG, i * 8L, result);
        }
        return -1;
    }

    public static int plusMicros(
            MemorySegment micros,
            MemorySegment other,
            @Nullable MemorySegment validity,
            int rows,
            MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            long x = micros.get(Lanes.LONG, i * 8L);
            long y = other.get(Lanes.LONG, i * 8L);
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) < 0 && Lanes.bit(validity, i)) {
                return i;
            }
            target.set(Lanes.LONG, i * 8L, sum);
        }
        return -1;
    }
}
