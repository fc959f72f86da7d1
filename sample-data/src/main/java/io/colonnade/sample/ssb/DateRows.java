package io.colonnade.sample.ssb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.table.TextBuffer;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/// Rows of `dates`: each day from 1992-01-01 to 1998-12-31, with its place in week, month and year.
///
/// Weeks of `d_daynuminweek` begin on Sunday (1) and end on Saturday (7); `d_weeknuminyear` counts groups of seven days
/// from 1 January, 1 to 53. The holidays are those of the United States' federal law.
record DateRows() implements SampleTable.Rows {

    static final LocalDate FIRST = LocalDate.of(1992, 1, 1);
    static final int DAY_COUNT = 2557;

    /// A date as `d_datekey`: 19920101.
    static int key(LocalDate date) {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        TextBuffer text = new TextBuffer();
        for (long row = from; row < to; row++) {
            LocalDate date = FIRST.plusDays(row);
            byte[] month = ascii(date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            int dayInWeek = date.getDayOfWeek().getValue() % 7 + 1;
            sink.whole(key(date));
            sink.text(text.clear()
                    .add(month)
                    .add(' ')
                    .add(date.getDayOfMonth(), 1)
                    .add(',')
                    .add(' ')
                    .add(date.getYear(), 4));
            sink.text(ascii(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
            sink.text(month);
            sink.whole(date.getYear());
            sink.whole(date.getYear() * 100L + date.getMonthValue());
            sink.text(text.clear()
                    .add((char) month[0])
                    .add((char) month[1])
                    .add((char) month[2])
                    .add(date.getYear(), 4));
            sink.whole(dayInWeek);
            sink.whole(date.getDayOfMonth());
            sink.whole(date.getDayOfYear());
            sink.whole(date.getMonthValue());
            sink.whole((date.getDayOfYear() - 1) / 7 + 1);
            sink.text(ascii(sellingSeason(date.getMonth())));
            sink.text(flag(dayInWeek == 7));
            sink.text(flag(date.getDayOfMonth() == date.lengthOfMonth()));
            sink.text(flag(isHoliday(date)));
            sink.text(flag(dayInWeek != 1 && dayInWeek != 7));
            sink.endRow();
        }
    }

    static String sellingSeason(Month month) {
        return switch (month) {
            case JANUARY, FEBRUARY, MARCH -> "Winter";
            case APRIL -> "Spring";
            case MAY, JUNE, JULY, AUGUST -> "Summer";
            case SEPTEMBER, OCTOBER -> "Fall";
            case NOVEMBER, DECEMBER -> "Christmas";
        };
    }

    static boolean isHoliday(LocalDate date) {
        return switch (date.getMonth()) {
            case JANUARY -> date.getDayOfMonth() == 1 || isNth(date, 3, DayOfWeek.MONDAY);
            case FEBRUARY -> isNth(date, 3, DayOfWeek.MONDAY);
            case MAY -> date.equals(date.with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
            case JULY -> date.getDayOfMonth() == 4;
            case SEPTEMBER -> isNth(date, 1, DayOfWeek.MONDAY);
            case OCTOBER -> isNth(date, 2, DayOfWeek.MONDAY);
            case NOVEMBER -> date.getDayOfMonth() == 11 || isNth(date, 4, DayOfWeek.THURSDAY);
            case DECEMBER -> date.getDayOfMonth() == 25;
            case MARCH, APRIL, JUNE, AUGUST -> false;
        };
    }

    private static boolean isNth(LocalDate date, int n, DayOfWeek day) {
        return date.equals(date.with(TemporalAdjusters.dayOfWeekInMonth(n, day)));
    }

    private static byte[] flag(boolean value) {
        return ascii(value ? "1" : "0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
