package io.colonnade.sample.retail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.table.TextBuffer;
import java.io.IOException;
import java.time.LocalDate;

/// Rows of `store`: the cities have one in turn; every nineteenth store closed in 2024.
record StoreRows(long seed) implements SampleTable.Rows {

    private static final int FIRST_OPENING =
            Math.toIntExact(LocalDate.of(2001, 3, 1).toEpochDay());
    private static final int FIRST_CLOSING =
            Math.toIntExact(LocalDate.of(2024, 2, 1).toEpochDay());
    private static final byte[] NAME_START = "Store ".getBytes(UTF_8);

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "retail.store");
        TextBuffer text = new TextBuffer();
        for (long row = from; row < to; row++) {
            random.startRow(row);
            int city = (int) (row % RetailWords.CITIES.length);
            sink.whole(row + 1);
            sink.text(text.clear()
                    .add(NAME_START)
                    .add(RetailWords.CITIES[city].name())
                    .add(' ')
                    .add(row + 1, 3));
            sink.whole(city + 1);
            sink.date(FIRST_OPENING + random.below(7_500));
            int closed = closingDay(row);
            if (closed == Integer.MAX_VALUE) {
                sink.missing();
            } else {
                sink.date(closed);
            }
            sink.decimal(random.between(15_000, 980_000), 2);
            sink.truth(random.oneIn(6));
            sink.endRow();
        }
    }

    /// The day on which the store `row` (from 0) sold for the last time, or the greatest integer if it is open.
    static int closingDay(long row) {
        return row % 19 == 18 ? FIRST_CLOSING + (int) (row / 19 * 13 % 300) : Integer.MAX_VALUE;
    }
}
