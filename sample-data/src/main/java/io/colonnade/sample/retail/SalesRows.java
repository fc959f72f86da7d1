package io.colonnade.sample.retail;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;

/// Rows of `sales`, in the order of their days, as facts arrive in life.
///
/// Sale `i` of `n` happens when the share `i / n` of all sales has happened, by the weights of [RetailCalendar]. Few
/// products make most of the sales; one sale in four has no known shopper; one in five is made online, at any hour.
///
/// ```
/// amount = quantity * unit_price * (1 - discount), rounded half up to cents
/// ```
final class SalesRows implements SampleTable.Rows {

    private static final int[] DISCOUNT_PERCENTS = {0, 0, 0, 0, 0, 5, 10, 15, 20, 25};
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long OPENING_MICROS = 8 * 3_600_000_000L;
    private static final long OPEN_MILLIS = 13 * 3_600_000L;

    private final long seed;
    private final long saleCount;
    private final int storeCount;
    private final int shopperCount;
    private final int[] prices;
    private final RetailCalendar calendar = new RetailCalendar();

    SalesRows(long seed, long saleCount, int productCount, int storeCount, int shopperCount) {
        this.seed = seed;
        this.saleCount = saleCount;
        this.storeCount = storeCount;
        this.shopperCount = shopperCount;
        this.prices = new int[productCount];
        RowRandom random = new ProductRows(seed).random();
        for (int product = 0; product < productCount; product++) {
            prices[product] = ProductRows.priceCents(random, product);
        }
    }

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "retail.sales");
        for (long row = from; row < to; row++) {
            random.startRow(row);
            double share = (row + 0.5) / saleCount;
            int day = calendar.dayAt(share);
            int epochDay = RetailCalendar.FIRST_EPOCH_DAY + day;
            boolean online = random.oneIn(5);
            int product = skewed(random, prices.length);
            int quantity = 1 + skewed(random, 12);
            int percent = DISCOUNT_PERCENTS[random.below(DISCOUNT_PERCENTS.length)];
            long full = (long) quantity * prices[product];
            sink.whole(row + 1);
            sink.date(epochDay);
            sink.timestamp(epochDay * DAY_MICROS + timeOfDay(random, online, calendar.partOfDay(day, share)));
            sink.whole(product + 1);
            sink.whole(storeOpenOn(epochDay, random.below(storeCount)) + 1);
            if (random.oneIn(4)) {
                sink.missing();
            } else {
                sink.whole(skewed(random, shopperCount) + 1);
            }
            sink.whole(quantity);
            sink.decimal(prices[product], 2);
            sink.decimal(percent, 2);
            sink.decimal((full * (100 - percent) + 50) / 100, 2);
            sink.text(RetailWords.PAYMENTS[random.below(RetailWords.PAYMENTS.length)]);
            sink.truth(online);
            if (percent == 0 || random.oneIn(2)) {
                sink.missing();
            } else {
                sink.text(RetailWords.COUPONS[percent / 5 % RetailWords.COUPONS.length]);
            }
            sink.endRow();
        }
    }

    private static long timeOfDay(RowRandom random, boolean online, double partOfDay) {
        if (online) {
            return random.below(86_400) * 1_000_000L;
        }
        return OPENING_MICROS + (long) (partOfDay * OPEN_MILLIS) * 1_000;
    }

    /// The store, or the next one that is open.
    private int storeOpenOn(int epochDay, int store) {
        return StoreRows.closingDay(store) < epochDay ? (store + 1) % storeCount : store;
    }

    /// 0 .. `bound` - 1, low numbers far more often.
    private static int skewed(RowRandom random, int bound) {
        double low = random.fraction();
        return (int) (low * low * bound);
    }
}
