package io.colonnade.sample.ssb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import java.io.IOException;

/// Rows of `lineorder`; the unit is an order.
///
/// ```
/// lo_orderkey        sparse: the first 8 of each 32 keys
/// lo_orderdate       uniform over the days from 1992-01-01 to 1998-08-02, lo_commitdate 30 .. 90 days later
/// lo_custkey         uniform over the keys that three does not divide
/// lo_extendedprice   lo_quantity * price(lo_partkey)
/// lo_revenue         lo_extendedprice * (100 - lo_discount) / 100
/// lo_supplycost      6 * price(lo_partkey) / 10
/// lo_ordtotalprice   the sum over the order of lo_revenue * (100 + lo_tax) / 100
/// ```
///
/// Prices are whole cents, and divisions truncate.
final class LineorderRows implements SampleTable.Rows {

    static final int LINES_PER_ORDER_MAX = 7;

    /// The last order is 151 days older than the last date, so that it can be shipped and received in the calendar.
    static final int ORDER_DAY_COUNT = DateRows.DAY_COUNT - 151;

    private static final byte[] SHIP_PRIORITY = "0".getBytes(US_ASCII);

    private final long seed;
    private final int customerCount;
    private final int partCount;
    private final int supplierCount;
    private final int[] dateKeys;

    LineorderRows(long seed, int customerCount, int partCount, int supplierCount) {
        this.seed = seed;
        this.customerCount = customerCount;
        this.partCount = partCount;
        this.supplierCount = supplierCount;
        this.dateKeys = new int[DateRows.DAY_COUNT];
        for (int day = 0; day < dateKeys.length; day++) {
            dateKeys[day] = DateRows.key(DateRows.FIRST.plusDays(day));
        }
    }

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "ssb.lineorder");
        Line[] lines = new Line[LINES_PER_ORDER_MAX];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = new Line();
        }
        int customersWithOrders = Math.max(1, customerCount - customerCount / 3);
        for (long order = from; order < to; order++) {
            random.startRow(order);
            long orderKey = sparseKey(order + 1);
            int customerKey = keyNotDividedByThree(random.below(customersWithOrders));
            int orderDay = random.below(ORDER_DAY_COUNT);
            byte[] priority = SsbWords.ORDER_PRIORITIES[random.below(SsbWords.ORDER_PRIORITIES.length)];
            int lineCount = random.between(1, LINES_PER_ORDER_MAX);
            int orderTotal = 0;
            for (int i = 0; i < lineCount; i++) {
                lines[i].draw(random, this, orderDay);
                orderTotal += lines[i].totalPrice();
            }
            for (int i = 0; i < lineCount; i++) {
                Line line = lines[i];
                sink.whole(orderKey);
                sink.whole(i + 1);
                sink.whole(customerKey);
                sink.whole(line.partKey);
                sink.whole(line.supplierKey);
                sink.whole(dateKeys[orderDay]);
                sink.text(priority);
                sink.text(SHIP_PRIORITY);
                sink.whole(line.quantity);
                sink.whole(line.extendedPrice);
                sink.whole(orderTotal);
                sink.whole(line.discount);
                sink.whole(line.revenue);
                sink.whole(line.supplyCost);
                sink.whole(line.tax);
                sink.whole(dateKeys[line.commitDay]);
                sink.text(line.shipMode);
                sink.endRow();
            }
        }
    }

    /// The key of the order number `order` >= 1: three low bits kept, two zero bits put in above them.
    static long sparseKey(long order) {
        return order >>> 3 << 5 | order & 7;
    }

    /// 1, 2, 4, 5, 7, 8, 10 ... for 0, 1, 2, 3 ...
    static int keyNotDividedByThree(int index) {
        return index / 2 * 3 + index % 2 + 1;
    }

    /// One line of the order at hand; reused.
    private static final class Line {
        int partKey;
        int supplierKey;
        int quantity;
        int extendedPrice;
        int discount;
        int revenue;
        int supplyCost;
        int tax;
        int commitDay;
        byte[] shipMode = SsbWords.SHIP_MODES[0];

        void draw(RowRandom random, LineorderRows table, int orderDay) {
            partKey = random.between(1, table.partCount);
            supplierKey = random.between(1, table.supplierCount);
            quantity = random.between(1, 50);
            discount = random.between(0, 10);
            tax = random.between(0, 8);
            commitDay = orderDay + random.between(30, 90);
            shipMode = SsbWords.SHIP_MODES[random.below(SsbWords.SHIP_MODES.length)];
            int price = PartRows.price(partKey);
            extendedPrice = price * quantity;
            revenue = (int) ((long) extendedPrice * (100 - discount) / 100);
            supplyCost = 6 * price / 10;
        }

        int totalPrice() {
            return (int) ((long) revenue * (100 + tax) / 100);
        }
    }
}
