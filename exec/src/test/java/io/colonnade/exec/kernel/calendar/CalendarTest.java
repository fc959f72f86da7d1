package io.colonnade.exec.kernel.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.temporal.CalendarText;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalendarTest {
    private static void check(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        long fields = Calendar.fields(day);
        if (Calendar.year(fields) != date.getYear()
                || Calendar.month(fields) != date.getMonthValue()
                || Calendar.day(fields) != date.getDayOfMonth()
                || Calendar.epochDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth()) != day) {
            assertThat(Calendar.year(fields) + "-" + Calendar.month(fields) + "-" + Calendar.day(fields))
                    .as("day " + day)
                    .isEqualTo(date.toString());
        }
    }

    @Test
    void everyDayOfFourCenturiesIsRight() {
        for (long day = -100_000; day < 100_000; day++) {
            check(day);
        }
    }

    @Test
    void everyDateAndTimestampIsInReach() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            check(random.nextInt());
        }
        check(Integer.MIN_VALUE);
        check(Integer.MAX_VALUE);
        check(Math.floorDiv(Long.MIN_VALUE, CalendarText.MICROS_PER_DAY));
        check(Math.floorDiv(Long.MAX_VALUE, CalendarText.MICROS_PER_DAY));
    }
}
