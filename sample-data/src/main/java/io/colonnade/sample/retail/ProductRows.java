package io.colonnade.sample.retail;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.table.TextBuffer;
import java.io.IOException;
import java.time.LocalDate;

/// Rows of `product`.
///
/// The price comes first in a row's random stream, so that sales can look it up by product without the rest.
record ProductRows(long seed) implements SampleTable.Rows {

    private static final int FIRST_LAUNCH =
            Math.toIntExact(LocalDate.of(2015, 1, 1).toEpochDay());
    private static final int CATEGORIES_WITH_PRODUCTS = RetailWords.CATEGORIES.length - 1;

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = random();
        TextBuffer text = new TextBuffer();
        for (long row = from; row < to; row++) {
            int price = priceCents(random, row);
            int category = random.below(CATEGORIES_WITH_PRODUCTS);
            byte[] brand = RetailWords.BRANDS[random.below(RetailWords.BRANDS.length)];
            boolean branded = !random.oneIn(12);
            sink.whole(row + 1);
            text.clear();
            if (branded) {
                text.add(brand).add(' ');
            }
            text.add(RetailWords.LINES[random.below(RetailWords.LINES.length)]).add(' ');
            sink.text(text.add(random.between(100, 999), 3));
            sink.whole(category + 1);
            if (branded) {
                sink.text(brand);
            } else {
                sink.missing();
            }
            sink.decimal(price, 2);
            // The cost of goods is kept to a hundredth of a cent: 45 % to 75 % of the price.
            sink.decimal((long) price * random.between(4_500, 7_500) / 100, 4);
            if (random.oneIn(10)) {
                sink.missing();
            } else {
                sink.decimal(random.between(20, 25_000), 3);
            }
            sink.date(FIRST_LAUNCH + random.below(2_500));
            sink.truth(random.oneIn(5));
            sink.endRow();
        }
    }

    RowRandom random() {
        return new RowRandom(seed, "retail.product");
    }

    /// Starts the product's row and draws its price: 0.99 to 999.99, most of them low.
    static int priceCents(RowRandom random, long row) {
        random.startRow(row);
        double low = random.fraction();
        return 99 + 100 * (int) (low * low * low * 1_000);
    }
}
