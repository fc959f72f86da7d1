package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.colonnade.sample.file.FileFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The retail schema's data, judged by DuckDB.
class RetailDataTest {

    /// Keys that are unique in the answer, once those before them are equal.
    private static final String LAST_KEYS =
            "(department_name|product.product_id|sale_month|segment|category_name|is_outlet)(\\s+LIMIT \\d+)?\\s*$";

    @TempDir
    private static Path directory;

    private static DuckDatabase duck;

    @BeforeAll
    static void generateAndLoad() throws Exception {
        duck = new DuckDatabase();
        SampleData data = new SampleData(SampleSchema.RETAIL, 0.1, SampleData.DEFAULT_SEED, FileFormat.PARQUET);
        // Loading checks types and every primary and foreign key, those with NULLs included.
        duck.load(SampleSchema.RETAIL, DuckDatabase.generate(data, directory, 2));
    }

    @AfterAll
    static void close() throws Exception {
        duck.close();
    }

    @Test
    void amountsFollowFromQuantityPriceAndDiscount() throws Exception {
        assertThat(duck.number(
                        "SELECT COUNT(*) FROM sales WHERE amount <> round(quantity * unit_price * (1 - discount), 2)"))
                .isZero();
        assertThat(duck.number(
                        "SELECT COUNT(*) FROM sales JOIN product USING (product_id) WHERE unit_price <> list_price"))
                .isZero();
        assertThat(
                        duck.number(
                                "SELECT COUNT(*) FROM product WHERE unit_cost NOT BETWEEN 0.44 * list_price AND 0.76 * list_price"))
                .isZero();
    }

    @Test
    void salesArriveInTheOrderOfTheirDays() throws Exception {
        assertThat(duck.number("SELECT COUNT(*) FROM (SELECT sale_date < lag(sale_date) OVER (ORDER BY sale_id) AS back"
                        + " FROM sales) WHERE back"))
                .isZero();
        assertThat(duck.number("SELECT COUNT(*) FROM sales WHERE sold_at::DATE <> sale_date"))
                .isZero();
        assertThat(duck.number("SELECT COUNT(DISTINCT sale_date) FROM sales")).isEqualTo(1_461);
        assertThat(duck.number("SELECT COUNT(*) FROM sales JOIN store USING (store_id)"
                        + " WHERE sale_date NOT BETWEEN opened AND COALESCE(closed, sale_date)"))
                .isZero();
    }

    @Test
    void valuesAreMissingAndSkewedAsIntended() throws Exception {
        assertThat(duck.fraction("SELECT avg((shopper_id IS NULL)::INT) FROM sales"))
                .isEqualTo(0.25, within(0.01));
        assertThat(duck.fraction("SELECT avg(is_online::INT) FROM sales")).isEqualTo(0.2, within(0.01));
        assertThat(duck.number("SELECT COUNT(*) FROM sales WHERE coupon IS NOT NULL AND discount = 0"))
                .isZero();
        assertThat(duck.number("SELECT COUNT(coupon) FROM sales")).isPositive();
        assertThat(duck.number("SELECT COUNT(*) FROM product WHERE brand IS NULL"))
                .isPositive();
        assertThat(duck.number("SELECT COUNT(*) FROM shopper WHERE birth_date IS NULL"))
                .isPositive();
        assertThat(duck.number("SELECT COUNT(*) FROM store WHERE closed IS NOT NULL"))
                .isEqualTo(3);
        assertThat(duck.fraction(
                        "SELECT avg((product_id <= (SELECT MAX(product_id) / 4 FROM product))::INT) FROM sales"))
                .isEqualTo(0.5, within(0.02));
        assertThat(duck.fraction("SELECT (SELECT COUNT(*) FROM sales WHERE month(sale_date) = 12)"
                        + " / (SELECT COUNT(*) FROM sales WHERE month(sale_date) = 10)"))
                .isBetween(1.4, 1.8);
    }

    @Test
    void calendarAgreesWithDuckDb() throws Exception {
        assertThat(duck.number("SELECT COUNT(*) FROM calendar WHERE calendar_year <> year(calendar_date)"
                        + " OR quarter_number <> quarter(calendar_date) OR month_number <> month(calendar_date)"
                        + " OR month_name <> monthname(calendar_date) OR weekday_name <> dayname(calendar_date)"
                        + " OR is_weekend <> (isodow(calendar_date) > 5)"))
                .isZero();
        assertThat(duck.rows("SELECT calendar_date FROM calendar WHERE holiday = 'Black Friday' ORDER BY 1"))
                .containsExactly("2022-11-25", "2023-11-24", "2024-11-29", "2025-11-28");
    }

    @Test
    void textKeepsItsLettersOutsideOfAscii() throws Exception {
        assertThat(duck.rows("SELECT city_name FROM city WHERE region_id = 6 ORDER BY city_id"))
                .containsExactly("Stockholm", "København", "Malmö", "Tromsø", "Helsinki", "Åbo");
    }

    @Test
    void everyQueryAnswersInOneOrder() throws Exception {
        for (SampleQuery query : SampleSchema.RETAIL.queries()) {
            List<String> rows = duck.rows(query.sql());
            assertThat(rows).as(query.name()).hasSizeGreaterThan(2).doesNotHaveDuplicates();
            String keys = query.sql().substring(query.sql().lastIndexOf("ORDER BY") + "ORDER BY".length());
            assertThat(keys).as("last key of %s", query.name()).containsPattern(LAST_KEYS);
        }
        assertThat(duck.rows(query("r5"))).anyMatch(row -> row.equals("Toys|Virtual reality|0|0.00|null"));
    }

    private static String query(String name) {
        return SampleSchema.RETAIL.queries().stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow()
                .sql();
    }
}
