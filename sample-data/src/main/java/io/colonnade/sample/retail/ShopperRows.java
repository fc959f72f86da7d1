package io.colonnade.sample.retail;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.table.TextBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// Rows of `shopper`: a customer who gave a name.
record ShopperRows(long seed) implements SampleTable.Rows {

    private static final int FIRST_BIRTH =
            Math.toIntExact(LocalDate.of(1940, 1, 1).toEpochDay());
    private static final int BIRTH_DAYS = 68 * 365;
    private static final long FIRST_JOIN_MICROS = LocalDate.of(2018, 1, 1).toEpochDay() * 86_400_000_000L;
    private static final int JOIN_SECONDS = 4 * 365 * 86_400;
    private static final byte[] MAIL_START = "shopper".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAIL_END = ".example".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "retail.shopper");
        TextBuffer text = new TextBuffer();
        for (long row = from; row < to; row++) {
            random.startRow(row);
            sink.whole(row + 1);
            sink.text(text.clear()
                    .add(RetailWords.FIRST_NAMES[random.below(RetailWords.FIRST_NAMES.length)])
                    .add(' ')
                    .add(RetailWords.LAST_NAMES[random.below(RetailWords.LAST_NAMES.length)]));
            byte[] host = RetailWords.MAIL_NAMES[random.below(RetailWords.MAIL_NAMES.length)];
            if (random.oneIn(5)) {
                sink.missing();
            } else {
                sink.text(text.clear()
                        .add(MAIL_START)
                        .add(row + 1, 1)
                        .add('@')
                        .add(host)
                        .add(MAIL_END));
            }
            if (random.oneIn(8)) {
                sink.missing();
            } else {
                sink.date(FIRST_BIRTH + random.below(BIRTH_DAYS));
            }
            sink.timestamp(FIRST_JOIN_MICROS + random.below(JOIN_SECONDS) * 1_000_000L);
            sink.text(RetailWords.SEGMENTS[random.below(RetailWords.SEGMENTS.length)]);
            sink.endRow();
        }
    }
}
