package io.colonnade.sample.tpch;

import static io.colonnade.sample.table.SampleColumn.Kind.DATE;
import static io.colonnade.sample.table.SampleColumn.Kind.INTEGER;
import static io.colonnade.sample.table.SampleColumn.Kind.VARCHAR;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.util.ArrayList;
import java.util.List;

/// The tables of TPC-H at one scale.
///
/// | table | rows |
/// |---|---|
/// | region, nation | 5, 25 |
/// | supplier | 10,000 x scale |
/// | customer | 150,000 x scale |
/// | part | 200,000 x scale |
/// | partsupp | 800,000 x scale |
/// | orders | 1,500,000 x scale |
/// | lineitem | 1 .. 7 for each order, about 6,000,000 x scale |
///
/// The rows are those of the TPC's `dbgen`, whatever the seed. A unit is a *part* of a table as `dbgen` cuts
/// it, since its random numbers can be wound forward to the beginning of one.
public final class TpchTables {

    /// Below this, `dbgen` has so few suppliers that it gives a part the same one twice.
    public static final double SCALE_MIN = 0.01;

    /// Beyond this, order keys leave the INTEGER range.
    public static final double SCALE_MAX = 300;

    private static final long ROWS_PER_PART_MAX = 250_000;
    private static final int FACT_PARTS_MIN = 4;

    private TpchTables() {}

    /// A table comes after those that it refers to, the fact table last.
    public static List<SampleTable> at(double scale) {
        if (!(scale >= SCALE_MIN) || scale > SCALE_MAX) {
            throw new IllegalArgumentException(
                    "TPC-H has scales from " + SCALE_MIN + " to " + SCALE_MAX + ", not " + scale);
        }
        TpchRows rows = new TpchRows(scale);
        int orders = Math.max(FACT_PARTS_MIN, parts(1_500_000, scale));
        return List.of(
                table("region", REGION, 1, rows::regions),
                table("nation", NATION, 1, rows::nations),
                table("supplier", SUPPLIER, parts(10_000, scale), rows::suppliers),
                table("customer", CUSTOMER, parts(150_000, scale), rows::customers),
                table("part", PART, parts(200_000, scale), rows::parts),
                table("partsupp", PARTSUPP, parts(200_000, scale), rows::partSuppliers),
                table("orders", ORDERS, orders, rows::orders),
                table("lineitem", LINEITEM, orders, rows::lineItems));
    }

    private static int parts(int base, double scale) {
        return (int) Math.ceil(base * scale / ROWS_PER_PART_MAX);
    }

    private static SampleTable table(String name, String columns, int parts, TpchRows.PartOfTable part) {
        SampleTable.Rows rows = (from, to, sink) -> {
            for (long unit = from; unit < to; unit++) {
                part.generate((int) unit + 1, parts, sink);
            }
        };
        return new SampleTable(name, columns(columns), parts, 1, rows);
    }

    /// Columns written as `name` for a VARCHAR, `name#` for an INTEGER, `name$` for a DECIMAL(15, 2), `name@` for a
    /// DATE.
    private static List<SampleColumn> columns(String names) {
        List<SampleColumn> columns = new ArrayList<>();
        for (String word : names.split(" ")) {
            String name = word.substring(0, word.length() - 1);
            columns.add(
                    switch (word.charAt(word.length() - 1)) {
                        case '#' -> SampleColumn.of(name, INTEGER);
                        case '$' -> SampleColumn.decimal(name, 15, 2);
                        case '@' -> SampleColumn.of(name, DATE);
                        default -> SampleColumn.of(word, VARCHAR);
                    });
        }
        return columns;
    }

    private static final String REGION = "r_regionkey# r_name r_comment";
    private static final String NATION = "n_nationkey# n_name n_regionkey# n_comment";
    private static final String SUPPLIER = "s_suppkey# s_name s_address s_nationkey# s_phone s_acctbal$ s_comment";
    private static final String CUSTOMER =
            "c_custkey# c_name c_address c_nationkey# c_phone c_acctbal$ c_mktsegment c_comment";
    private static final String PART =
            "p_partkey# p_name p_mfgr p_brand p_type p_size# p_container p_retailprice$ p_comment";
    private static final String PARTSUPP = "ps_partkey# ps_suppkey# ps_availqty# ps_supplycost$ ps_comment";
    private static final String ORDERS = "o_orderkey# o_custkey# o_orderstatus o_totalprice$ o_orderdate@"
            + " o_orderpriority o_clerk o_shippriority# o_comment";
    private static final String LINEITEM = "l_orderkey# l_partkey# l_suppkey# l_linenumber# l_quantity$"
            + " l_extendedprice$ l_discount$ l_tax$ l_returnflag l_linestatus l_shipdate@ l_commitdate@"
            + " l_receiptdate@ l_shipinstruct l_shipmode l_comment";
}
