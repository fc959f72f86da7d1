package io.colonnade.sample.retail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.colonnade.sample.table.RowSink;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Locale;

/// Rows of the small dimensions, which no random number enters: department, category, region, city, calendar.
final class DimensionRows {

    private static final int CATEGORIES_PER_DEPARTMENT = 5;

    private DimensionRows() {}

    static void departments(long from, long to, RowSink sink) throws IOException {
        for (int row = (int) from; row < to; row++) {
            sink.whole(row + 1);
            sink.text(RetailWords.DEPARTMENTS[row]);
            sink.endRow();
        }
    }

    static void categories(long from, long to, RowSink sink) throws IOException {
        for (int row = (int) from; row < to; row++) {
            sink.whole(row + 1);
            sink.text(RetailWords.CATEGORIES[row]);
            sink.whole(row / CATEGORIES_PER_DEPARTMENT + 1);
            sink.endRow();
        }
    }

    static void regions(long from, long to, RowSink sink) throws IOException {
        for (int row = (int) from; row < to; row++) {
            sink.whole(row + 1);
            sink.text(RetailWords.REGIONS[row]);
            sink.endRow();
        }
    }

    static void cities(long from, long to, RowSink sink) throws IOException {
        for (int row = (int) from; row < to; row++) {
            RetailWords.City city = RetailWords.CITIES[row];
            sink.whole(row + 1);
            sink.text(city.name());
            sink.whole(city.region() + 1);
            sink.whole(city.population());
            sink.real(city.latitude());
            sink.real(city.longitude());
            sink.truth(city.capital());
            sink.endRow();
        }
    }

    static void calendar(long from, long to, RowSink sink) throws IOException {
        for (long row = from; row < to; row++) {
            LocalDate date = RetailCalendar.FIRST.plusDays(row);
            sink.date(Math.toIntExact(date.toEpochDay()));
            sink.whole(date.getYear());
            sink.whole((date.getMonthValue() + 2) / 3);
            sink.whole(date.getMonthValue());
            sink.text(date.getMonth()
                    .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    .getBytes(UTF_8));
            sink.text(date.getDayOfWeek()
                    .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    .getBytes(UTF_8));
            sink.truth(RetailCalendar.isWeekend(date));
            String holiday = RetailCalendar.holiday(date);
            if (holiday == null) {
                sink.missing();
            } else {
                sink.text(holiday.getBytes(UTF_8));
            }
            sink.endRow();
        }
    }
}
