package io.colonnade.sample.ssb;

import static io.colonnade.sample.table.SampleColumn.Kind.INTEGER;
import static io.colonnade.sample.table.SampleColumn.Kind.VARCHAR;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.util.ArrayList;
import java.util.List;

/// The tables of the Star Schema Benchmark at one scale.
///
/// | table | rows |
/// |---|---|
/// | customer | 30,000 x scale |
/// | supplier | 2,000 x scale |
/// | part | 200,000 x floor(1 + log2 scale) from scale 1 on, 200,000 x scale below |
/// | dates | 2,557: each day of 1992 .. 1998 |
/// | lineorder | 1,500,000 x scale orders of 1 .. 7 lines, about 6,000,000 x scale |
public final class SsbTables {

    /// Beyond this, sparse order keys leave the INTEGER range, as in the specification.
    public static final double SCALE_MAX = 300;

    private static final long ORDERS_PER_FILE_MAX = 250_000;
    private static final long DIMENSION_ROWS_PER_FILE_MAX = 500_000;

    private SsbTables() {}

    /// Dimensions first, the fact table last.
    public static List<SampleTable> at(double scale, long seed) {
        if (!(scale > 0) || scale > SCALE_MAX) {
            throw new IllegalArgumentException("SSB has scales above 0 up to " + SCALE_MAX + ", not " + scale);
        }
        int customers = scaled(30_000, scale);
        int suppliers = scaled(2_000, scale);
        int parts = partCount(scale);
        long orders = scaled(1_500_000, scale);
        return List.of(
                dimension("customer", CUSTOMER, customers, new CustomerRows(seed)),
                dimension("part", PART, parts, new PartRows(seed)),
                dimension("supplier", SUPPLIER, suppliers, new SupplierRows(seed)),
                dimension("dates", DATES, DateRows.DAY_COUNT, new DateRows()),
                new SampleTable(
                        "lineorder",
                        columns(LINEORDER),
                        orders,
                        SampleTable.cut(orders, ORDERS_PER_FILE_MAX),
                        new LineorderRows(seed, customers, parts, suppliers)));
    }

    static int partCount(double scale) {
        if (scale < 1) {
            return scaled(200_000, scale);
        }
        return 200_000 * (int) Math.floor(1 + Math.log(scale) / Math.log(2) + 1e-9);
    }

    private static int scaled(int base, double scale) {
        return (int) Math.max(1, Math.round(base * scale));
    }

    private static SampleTable dimension(String name, String columns, int rows, SampleTable.Rows generator) {
        return new SampleTable(name, columns(columns), rows, DIMENSION_ROWS_PER_FILE_MAX, generator);
    }

    /// Columns written as `name` for a VARCHAR and `name#` for an INTEGER.
    private static List<SampleColumn> columns(String names) {
        List<SampleColumn> columns = new ArrayList<>();
        for (String name : names.split(" ")) {
            columns.add(
                    name.endsWith("#")
                            ? SampleColumn.of(name.substring(0, name.length() - 1), INTEGER)
                            : SampleColumn.of(name, VARCHAR));
        }
        return columns;
    }

    private static final String CUSTOMER = "c_custkey# c_name c_address c_city c_nation c_region c_phone c_mktsegment";
    private static final String SUPPLIER = "s_suppkey# s_name s_address s_city s_nation s_region s_phone";
    private static final String PART =
            "p_partkey# p_name p_mfgr p_category p_brand1 p_color p_type p_size# p_container";
    private static final String DATES = "d_datekey# d_date d_dayofweek d_month d_year# d_yearmonthnum# d_yearmonth"
            + " d_daynuminweek# d_daynuminmonth# d_daynuminyear# d_monthnuminyear# d_weeknuminyear# d_sellingseason"
            + " d_lastdayinweekfl d_lastdayinmonthfl d_holidayfl d_weekdayfl";
    private static final String LINEORDER = "lo_orderkey# lo_linenumber# lo_custkey# lo_partkey# lo_suppkey#"
            + " lo_orderdate# lo_orderpriority lo_shippriority lo_quantity# lo_extendedprice# lo_ordtotalprice#"
            + " lo_discount# lo_revenue# lo_supplycost# lo_tax# lo_commitdate# lo_shipmode";
}
