package io.colonnade.benchmarks.loops;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The columns of `lineorder` that the four queries read, as narrow as their values allow, in the order in which the
/// engine returns them.
///
/// ```text
/// custkey, partkey, extendedprice, revenue, supplycost   int32
/// suppkey, orderdate less {@link #FIRST_DAY}              uint16
/// quantity, discount                                     uint8
/// ```
///
/// *Ownership*: the memory is the JVM's until it ends.
final class Fact {
    /// 1992-01-01; all dates of the benchmark lie within 65,536 of it.
    static final int FIRST_DAY = 19920101;

    final int rows;
    final MemorySegment customers;
    final MemorySegment parts;
    final MemorySegment suppliers;
    final MemorySegment days;
    final MemorySegment quantities;
    final MemorySegment discounts;
    final MemorySegment prices;
    final MemorySegment revenues;
    final MemorySegment costs;

    private Fact(int rows) {
        this.rows = rows;
        this.customers = column(4);
        this.parts = column(4);
        this.suppliers = column(2);
        this.days = column(2);
        this.quantities = column(1);
        this.discounts = column(1);
        this.prices = column(4);
        this.revenues = column(4);
        this.costs = column(4);
    }

    private MemorySegment column(int width) {
        return Arena.global().allocate((long) rows * width + 64, 64);
    }

    static Fact read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int rows;
            try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM lineorder")) {
                count.next();
                rows = Math.toIntExact(count.getLong(1));
            }
            Fact fact = new Fact(rows);
            try (ResultSet result = statement.executeQuery(
                    "SELECT lo_custkey, lo_partkey, lo_suppkey, lo_orderdate, lo_quantity, lo_discount,"
                            + " lo_extendedprice, lo_revenue, lo_supplycost FROM lineorder")) {
                for (int row = 0; result.next(); row++) {
                    fact.set(row, result);
                }
            }
            return fact;
        }
    }

    private void set(int row, ResultSet result) throws SQLException {
        customers.set(Lanes.INT, row * 4L, result.getInt(1));
        parts.set(Lanes.INT, row * 4L, result.getInt(2));
        suppliers.set(Lanes.SHORT, row * 2L, (short) within(result.getInt(3), 0xFFFF));
        days.set(Lanes.SHORT, row * 2L, (short) within(result.getInt(4) - FIRST_DAY, 0xFFFF));
        quantities.set(Lanes.BYTE, row, (byte) within(result.getInt(5), 0xFF));
        discounts.set(Lanes.BYTE, row, (byte) within(result.getInt(6), 0xFF));
        prices.set(Lanes.INT, row * 4L, result.getInt(7));
        revenues.set(Lanes.INT, row * 4L, result.getInt(8));
        costs.set(Lanes.INT, row * 4L, result.getInt(9));
    }

    private static int within(int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(value + " does not fit the loops' columns; take a smaller scale");
        }
        return value;
    }

    long bytes() {
        return rows * 26L;
    }
}
