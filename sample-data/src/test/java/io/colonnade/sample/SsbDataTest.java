package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import io.colonnade.sample.table.SampleTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Star Schema Benchmark's data, judged by DuckDB against the specification.
class SsbDataTest {

    private static final double SCALE = 0.1;

    @TempDir
    private static Path directory;

    private static DuckDatabase duck;
    private static DataFolder folder;

    @BeforeAll
    static void generateAndLoad() throws Exception {
        folder = DuckDatabase.generate(
                new SampleData(SampleSchema.SSB, SCALE, SampleData.DEFAULT_SEED, FileFormat.CSV), directory, 2);
        duck = new DuckDatabase();
        // Loading checks types, NOT NULL, lengths' text, and every primary and foreign key.
        duck.load(SampleSchema.SSB, folder);
    }

    @AfterAll
    static void close() throws Exception {
        duck.close();
    }

    @Test
    void rowCountsFollowTheScale() throws Exception {
        assertThat(duck.number("SELECT COUNT(*) FROM customer")).isEqualTo(3_000);
        assertThat(duck.number("SELECT COUNT(*) FROM supplier")).isEqualTo(200);
        assertThat(duck.number("SELECT COUNT(*) FROM part")).isEqualTo(20_000);
        assertThat(duck.number("SELECT COUNT(*) FROM dates")).isEqualTo(2_557);
        assertThat(duck.number("SELECT COUNT(DISTINCT lo_orderkey) FROM lineorder"))
                .isEqualTo(150_000);
        assertThat(duck.fraction("SELECT COUNT(*) FROM lineorder")).isEqualTo(600_000, within(2_000.0));
        for (SampleTable table : SampleSchema.SSB.tables(SCALE, 1)) {
            assertThat(duck.number("SELECT COUNT(*) FROM " + table.name())).isEqualTo(folder.rowCount(table.name()));
        }
    }

    @Test
    void partsGrowWithTheLogarithmOfTheScale() {
        assertThat(partUnits(0.5)).isEqualTo(100_000);
        assertThat(partUnits(1)).isEqualTo(200_000);
        assertThat(partUnits(2)).isEqualTo(400_000);
        assertThat(partUnits(3)).isEqualTo(400_000);
        assertThat(partUnits(8)).isEqualTo(800_000);
        assertThat(partUnits(10)).isEqualTo(800_000);
        assertThat(partUnits(100)).isEqualTo(1_400_000);
        assertThatThrownBy(() -> partUnits(301)).hasMessageContaining("301");
        assertThatThrownBy(() -> partUnits(0)).hasMessageContaining("not 0.0");
    }

    private static long partUnits(double scale) {
        return SampleSchema.SSB.tables(scale, 1).stream()
                .filter(table -> table.name().equals("part"))
                .findFirst()
                .orElseThrow()
                .units();
    }

    @Test
    void domainsHaveTheSizesOfTheSpecification() throws Exception {
        Map<String, String> sizes = Map.ofEntries(
                Map.entry("SELECT COUNT(DISTINCT c_region) FROM customer", "5"),
                Map.entry("SELECT COUNT(DISTINCT c_nation) FROM customer", "25"),
                Map.entry("SELECT COUNT(DISTINCT c_city) FROM customer", "250"),
                Map.entry("SELECT COUNT(DISTINCT c_region || c_nation) FROM customer", "25"),
                Map.entry("SELECT COUNT(DISTINCT c_nation || c_city) FROM customer", "250"),
                Map.entry("SELECT COUNT(DISTINCT c_mktsegment) FROM customer", "5"),
                Map.entry("SELECT COUNT(DISTINCT s_nation) FROM supplier", "25"),
                Map.entry("SELECT COUNT(DISTINCT p_mfgr) FROM part", "5"),
                Map.entry("SELECT COUNT(DISTINCT p_category) FROM part", "25"),
                Map.entry("SELECT COUNT(DISTINCT p_brand1) FROM part", "1000"),
                Map.entry("SELECT COUNT(DISTINCT p_color) FROM part", "92"),
                Map.entry("SELECT COUNT(DISTINCT p_type) FROM part", "150"),
                Map.entry("SELECT COUNT(DISTINCT p_container) FROM part", "40"),
                Map.entry(
                        "SELECT COUNT(DISTINCT p_size) || ':' || MIN(p_size) || ':' || MAX(p_size) FROM part",
                        "50:1:50"),
                Map.entry("SELECT COUNT(DISTINCT lo_orderpriority) FROM lineorder", "5"),
                Map.entry("SELECT COUNT(DISTINCT lo_shipmode) FROM lineorder", "7"),
                Map.entry("SELECT MIN(lo_quantity) || ':' || MAX(lo_quantity) FROM lineorder", "1:50"),
                Map.entry("SELECT MIN(lo_discount) || ':' || MAX(lo_discount) FROM lineorder", "0:10"),
                Map.entry("SELECT MIN(lo_tax) || ':' || MAX(lo_tax) FROM lineorder", "0:8"),
                Map.entry("SELECT MIN(lo_linenumber) || ':' || MAX(lo_linenumber) FROM lineorder", "1:7"),
                Map.entry("SELECT MIN(lo_orderdate) || ':' || MAX(lo_orderdate) FROM lineorder", "19920101:19980802"));
        for (Map.Entry<String, String> size : sizes.entrySet()) {
            assertThat(duck.value(size.getKey())).as(size.getKey()).isEqualTo(size.getValue());
        }
    }

    @Test
    void textsHaveTheFormsOfTheSpecification() throws Exception {
        assertNone("customer", "c_name <> printf('Customer#%09d', c_custkey)");
        assertNone("supplier", "s_name <> printf('Supplier#%09d', s_suppkey)");
        assertNone(
                "customer",
                "c_city[1:9] <> rpad(c_nation, 9, ' ')[1:9] OR NOT regexp_full_match(c_city[10:], '[0-9]')");
        assertNone("customer", "NOT regexp_full_match(c_phone, '[123][0-9]-[0-9]{3}-[0-9]{3}-[0-9]{4}')");
        assertNone("customer", "length(c_address) NOT BETWEEN 10 AND 25");
        assertNone(
                "part", "p_category[1:6] <> p_mfgr OR p_brand1[1:7] <> p_category OR length(p_brand1) NOT IN (8, 9)");
        assertNone("part", "length(p_name) > 22 AND NOT regexp_full_match(p_name, '[a-z]+ [a-z]+')");
        assertThat(duck.number("SELECT COUNT(*) FROM customer WHERE c_address LIKE '%,%'"))
                .isPositive();
    }

    @Test
    void pricesFollowTheFormulas() throws Exception {
        duck.execute("CREATE OR REPLACE VIEW priced AS SELECT *,"
                + " 90000 + lo_partkey // 10 % 20001 + lo_partkey % 1000 * 100 AS price FROM lineorder");
        assertNone("priced", "lo_extendedprice <> lo_quantity * price");
        assertNone("priced", "lo_revenue <> lo_extendedprice::BIGINT * (100 - lo_discount) // 100");
        assertNone("priced", "lo_supplycost <> 6 * price // 10");
        assertNone(
                "(SELECT lo_ordtotalprice AS said, SUM(lo_revenue::BIGINT * (100 + lo_tax) // 100)"
                        + " OVER (PARTITION BY lo_orderkey) AS total FROM lineorder)",
                "said <> total");
    }

    @Test
    void ordersHaveTheKeysOfTheSpecification() throws Exception {
        assertNone("lineorder", "lo_orderkey % 32 > 7");
        assertNone("lineorder", "lo_custkey % 3 = 0");
        assertThat(duck.number("SELECT COUNT(DISTINCT lo_custkey) FROM lineorder"))
                .isEqualTo(2_000);
        assertThat(duck.number("SELECT COUNT(DISTINCT lo_suppkey) FROM lineorder"))
                .isEqualTo(200);
        assertNone(
                "(SELECT lo_orderkey, COUNT(*) AS c, MAX(lo_linenumber) AS m, COUNT(DISTINCT lo_orderdate) AS d"
                        + " FROM lineorder GROUP BY ALL)",
                "c <> m OR d <> 1");
        assertNone(
                "lineorder",
                "date_diff('day', strptime(lo_orderdate::VARCHAR, '%Y%m%d'), strptime(lo_commitdate::VARCHAR, '%Y%m%d'))"
                        + " NOT BETWEEN 30 AND 90");
    }

    @Test
    void datesAgreeWithTheCalendar() throws Exception {
        duck.execute("CREATE OR REPLACE VIEW judged AS"
                + " SELECT *, strptime(d_datekey::VARCHAR, '%Y%m%d')::DATE AS day FROM dates");
        assertNone("judged", "d_date <> strftime(day, '%B %-d, %Y')");
        assertNone("judged", "d_dayofweek <> dayname(day) OR d_month <> monthname(day) OR d_year <> year(day)");
        assertNone("judged", "d_yearmonthnum <> year(day) * 100 + month(day) OR d_yearmonth <> strftime(day, '%b%Y')");
        assertNone("judged", "d_daynuminweek <> dayofweek(day) + 1 OR d_daynuminmonth <> day(day)");
        assertNone("judged", "d_daynuminyear <> dayofyear(day) OR d_monthnuminyear <> month(day)");
        assertNone("judged", "d_weeknuminyear <> (dayofyear(day) - 1) // 7 + 1");
        assertNone("judged", "d_lastdayinweekfl <> CASE WHEN dayname(day) = 'Saturday' THEN '1' ELSE '0' END");
        assertNone("judged", "d_lastdayinmonthfl <> CASE WHEN day = last_day(day) THEN '1' ELSE '0' END");
        assertNone("judged", "d_weekdayfl <> CASE WHEN dayname(day) IN ('Saturday', 'Sunday') THEN '0' ELSE '1' END");
        assertThat(duck.rows("SELECT d_year, COUNT(*) FROM dates WHERE d_holidayfl = '1' GROUP BY 1 ORDER BY 1"))
                .containsExactly("1992|10", "1993|10", "1994|10", "1995|10", "1996|10", "1997|10", "1998|10");
        assertThat(duck.rows("SELECT d_date FROM dates WHERE d_holidayfl = '1' AND d_year = 1996 ORDER BY d_datekey"))
                .containsExactly(
                        "January 1, 1996",
                        "January 15, 1996",
                        "February 19, 1996",
                        "May 27, 1996",
                        "July 4, 1996",
                        "September 2, 1996",
                        "October 14, 1996",
                        "November 11, 1996",
                        "November 28, 1996",
                        "December 25, 1996");
        assertThat(
                        duck.rows(
                                "SELECT d_sellingseason, MIN(d_month[1:3]), COUNT(DISTINCT d_month) FROM dates GROUP BY 1 ORDER BY 1"))
                .containsExactly("Christmas|Dec|2", "Fall|Oct|2", "Spring|Apr|1", "Summer|Aug|4", "Winter|Feb|3");
    }

    @Test
    void queriesSelectTheShareThatTheSpecificationStates() throws Exception {
        // Order days end in August 1998, so that a year holds 365 / 2406 of the orders rather than a seventh.
        double year = 365.0 / 2406;
        Map<String, Double> shares = Map.ofEntries(
                Map.entry("q1.1", year * 3 / 11 * 24 / 50),
                Map.entry("q1.2", 31.0 / 2406 * 3 / 11 / 5),
                Map.entry("q1.3", 7.0 / 2406 * 3 / 11 / 5),
                Map.entry("q2.1", 1.0 / 25 / 5),
                Map.entry("q2.2", 8.0 / 1000 / 5),
                Map.entry("q2.3", 1.0 / 1000 / 5),
                Map.entry("q3.1", 6 * year / 25),
                Map.entry("q3.2", 6 * year / 625),
                Map.entry("q3.3", 6 * year / 125 / 125),
                Map.entry("q4.1", 2.0 / 5 / 25),
                Map.entry("q4.2", (year + 214.0 / 2406) * 2 / 5 / 25),
                Map.entry("q4.3", (year + 214.0 / 2406) / 25 / 25 / 5));
        double rows = duck.fraction("SELECT COUNT(*) FROM lineorder");
        for (SampleQuery query : SampleSchema.SSB.queries()) {
            String from = query.sql().substring(query.sql().indexOf("FROM"));
            int end = from.indexOf("GROUP BY");
            double selected = duck.fraction("SELECT COUNT(*) " + (end < 0 ? from : from.substring(0, end)));
            if (!query.name().equals("q3.4")) {
                // 200 suppliers in 250 cities: the share of a few cities or nations scatters widely at this scale.
                double expected = shares.getOrDefault(query.name(), 0.0) * rows;
                double tolerance = query.name().startsWith("q1.") ? 0.15 : 0.7;
                assertThat(selected).as(query.name()).isEqualTo(expected, within(tolerance * expected + 40));
            }
            assertThat(selected).as("rows selected by " + query.name()).isPositive();
        }
    }

    @Test
    void everyQueryHasAnAnswerAtSmallScalesToo() throws Exception {
        try (DuckDatabase small = new DuckDatabase()) {
            SampleData data = new SampleData(SampleSchema.SSB, 0.01, SampleData.DEFAULT_SEED, FileFormat.PARQUET);
            small.load(SampleSchema.SSB, DuckDatabase.generate(data, directory, 2));
            for (SampleQuery query : SampleSchema.SSB.queries()) {
                assertThat(small.rows(query.sql()))
                        .as(query.name())
                        .isNotEmpty()
                        .doesNotContain("null");
            }
        }
    }

    @Test
    void anotherSeedGivesOtherRows() throws Exception {
        DataFolder other =
                DuckDatabase.generate(new SampleData(SampleSchema.SSB, 0.001, 7, FileFormat.CSV), directory, 1);
        DataFolder same = DuckDatabase.generate(
                new SampleData(SampleSchema.SSB, 0.001, SampleData.DEFAULT_SEED, FileFormat.CSV), directory, 1);
        List<String> tables = List.of("customer", "part", "supplier", "lineorder");
        for (String table : tables) {
            assertThat(duck.number("SELECT COUNT(*) FROM (FROM '" + other.glob(table) + "' INTERSECT FROM '"
                            + same.glob(table) + "')"))
                    .as(table)
                    .isZero();
        }
    }

    private static void assertNone(String from, String broken) throws Exception {
        assertThat(duck.number("SELECT COUNT(*) FROM " + from + " WHERE " + broken))
                .as("rows of %s where %s", from, broken)
                .isZero();
    }
}
