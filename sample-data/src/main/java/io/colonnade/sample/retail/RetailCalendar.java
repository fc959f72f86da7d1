package io.colonnade.sample.retail;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The days on which sales happen, 2022 to 2025, and how the sales are spread over them.
final class RetailCalendar {

    static final LocalDate FIRST = LocalDate.of(2022, 1, 1);
    static final LocalDate LAST = LocalDate.of(2025, 12, 31);
    static final int FIRST_EPOCH_DAY = Math.toIntExact(FIRST.toEpochDay());
    static final int DAY_COUNT = Math.toIntExact(LAST.toEpochDay()) - FIRST_EPOCH_DAY + 1;

    /// `ends[d]` is the share of all sales that happen up to and with day `d`.
    private final double[] ends = new double[DAY_COUNT];

    RetailCalendar() {
        double total = 0;
        for (int day = 0; day < DAY_COUNT; day++) {
            total += weight(FIRST.plusDays(day));
            ends[day] = total;
        }
        for (int day = 0; day < DAY_COUNT; day++) {
            ends[day] /= total;
        }
    }

    /// The day (0 = the first) until which the share `at` (0 .. 1) of all sales has happened.
    int dayAt(double at) {
        int found = Arrays.binarySearch(ends, at);
        return Math.min(DAY_COUNT - 1, found >= 0 ? found + 1 : -found - 1);
    }

    /// How much of the sales of `day` has happened at the share `at`, 0 .. 1.
    double partOfDay(int day, double at) {
        double start = day == 0 ? 0 : ends[day - 1];
        return (at - start) / (ends[day] - start);
    }

    /// The name of a holiday, or null.
    static @Nullable String holiday(LocalDate date) {
        int day = date.getDayOfMonth();
        return switch (date.getMonth()) {
            case JANUARY -> day == 1 ? "New Year's Day" : null;
            case MAY -> day == 1 ? "Labour Day" : null;
            case NOVEMBER -> date.equals(blackFriday(date)) ? "Black Friday" : null;
            case DECEMBER -> day == 25 ? "Christmas Day" : day == 26 ? "Boxing Day" : null;
            case FEBRUARY, MARCH, APRIL, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER -> null;
        };
    }

    static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static LocalDate blackFriday(LocalDate november) {
        return november.with(TemporalAdjusters.dayOfWeekInMonth(4, DayOfWeek.THURSDAY))
                .plusDays(1);
    }

    /// Saturdays, the weeks before Christmas and later years sell more; holidays sell little, but for one.
    private static double weight(LocalDate date) {
        double weight = 1 + 0.08 * (date.getYear() - FIRST.getYear());
        weight *= switch (date.getDayOfWeek()) {
            case SATURDAY -> 1.5;
            case FRIDAY -> 1.2;
            case SUNDAY -> 0.6;
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY -> 1;
        };
        if (date.getMonth() == Month.DECEMBER && date.getDayOfMonth() < 25) {
            weight *= 1.8;
        }
        String holiday = holiday(date);
        if (holiday != null) {
            weight *= holiday.equals("Black Friday") ? 3 : 0.2;
        }
        return weight;
    }
}
