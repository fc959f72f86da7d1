package io.colonnade.sample.retail;

import static io.colonnade.sample.table.SampleColumn.Kind.BIGINT;
import static io.colonnade.sample.table.SampleColumn.Kind.BOOLEAN;
import static io.colonnade.sample.table.SampleColumn.Kind.DATE;
import static io.colonnade.sample.table.SampleColumn.Kind.DOUBLE;
import static io.colonnade.sample.table.SampleColumn.Kind.INTEGER;
import static io.colonnade.sample.table.SampleColumn.Kind.SMALLINT;
import static io.colonnade.sample.table.SampleColumn.Kind.TIMESTAMP;
import static io.colonnade.sample.table.SampleColumn.Kind.VARCHAR;
import static io.colonnade.sample.table.SampleColumn.decimal;
import static io.colonnade.sample.table.SampleColumn.of;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.util.List;

/// The tables of the retail schema at one scale.
///
/// | table | rows |
/// |---|---|
/// | department, category, region, city, calendar | 8, 40, 6, 32, 1461 |
/// | store | 200 x scale, at least 64 |
/// | product | 5,000 x scale, at least 400 |
/// | shopper | 50,000 x scale, at least 500 |
/// | sales | 1,000,000 x scale |
public final class RetailTables {

    public static final double SCALE_MAX = 1000;

    private static final long SALES_PER_FILE_MAX = 1_000_000;
    private static final long DIMENSION_ROWS_PER_FILE_MAX = 500_000;

    private RetailTables() {}

    /// In an order in which every table comes after those it refers to.
    public static List<SampleTable> at(double scale, long seed) {
        if (!(scale > 0) || scale > SCALE_MAX) {
            throw new IllegalArgumentException("retail has scales above 0 up to " + SCALE_MAX + ", not " + scale);
        }
        int stores = scaled(200, scale, 64);
        int products = scaled(5_000, scale, 400);
        int shoppers = scaled(50_000, scale, 500);
        long sales = scaled(1_000_000, scale, 1);
        return List.of(
                dimension("department", DEPARTMENT, RetailWords.DEPARTMENTS.length, DimensionRows::departments),
                dimension("category", CATEGORY, RetailWords.CATEGORIES.length, DimensionRows::categories),
                dimension("product", PRODUCT, products, new ProductRows(seed)),
                dimension("region", REGION, RetailWords.REGIONS.length, DimensionRows::regions),
                dimension("city", CITY, RetailWords.CITIES.length, DimensionRows::cities),
                dimension("store", STORE, stores, new StoreRows(seed)),
                dimension("shopper", SHOPPER, shoppers, new ShopperRows(seed)),
                dimension("calendar", CALENDAR, RetailCalendar.DAY_COUNT, DimensionRows::calendar),
                new SampleTable(
                        "sales",
                        SALES,
                        sales,
                        SampleTable.cut(sales, SALES_PER_FILE_MAX),
                        new SalesRows(seed, sales, products, stores, shoppers)));
    }

    private static int scaled(int base, double scale, int least) {
        return (int) Math.max(least, Math.round(base * scale));
    }

    private static SampleTable dimension(
            String name, List<SampleColumn> columns, int rows, SampleTable.Rows generator) {
        return new SampleTable(name, columns, rows, DIMENSION_ROWS_PER_FILE_MAX, generator);
    }

    private static final List<SampleColumn> DEPARTMENT =
            List.of(of("department_id", INTEGER), of("department_name", VARCHAR));
    private static final List<SampleColumn> CATEGORY =
            List.of(of("category_id", INTEGER), of("category_name", VARCHAR), of("department_id", INTEGER));
    private static final List<SampleColumn> PRODUCT = List.of(
            of("product_id", INTEGER),
            of("product_name", VARCHAR),
            of("category_id", INTEGER),
            of("brand", VARCHAR).orNull(),
            decimal("list_price", 9, 2),
            decimal("unit_cost", 20, 4),
            decimal("weight_kg", 7, 3).orNull(),
            of("launched", DATE),
            of("is_organic", BOOLEAN));
    private static final List<SampleColumn> REGION = List.of(of("region_id", INTEGER), of("region_name", VARCHAR));
    private static final List<SampleColumn> CITY = List.of(
            of("city_id", INTEGER),
            of("city_name", VARCHAR),
            of("region_id", INTEGER),
            of("population", INTEGER),
            of("latitude", DOUBLE),
            of("longitude", DOUBLE),
            of("is_capital", BOOLEAN));
    private static final List<SampleColumn> STORE = List.of(
            of("store_id", INTEGER),
            of("store_name", VARCHAR),
            of("city_id", INTEGER),
            of("opened", DATE),
            of("closed", DATE).orNull(),
            decimal("floor_area", 8, 2),
            of("is_outlet", BOOLEAN));
    private static final List<SampleColumn> SHOPPER = List.of(
            of("shopper_id", INTEGER),
            of("shopper_name", VARCHAR),
            of("email", VARCHAR).orNull(),
            of("birth_date", DATE).orNull(),
            of("joined_at", TIMESTAMP),
            of("segment", VARCHAR));
    private static final List<SampleColumn> CALENDAR = List.of(
            of("calendar_date", DATE),
            of("calendar_year", INTEGER),
            of("quarter_number", SMALLINT),
            of("month_number", SMALLINT),
            of("month_name", VARCHAR),
            of("weekday_name", VARCHAR),
            of("is_weekend", BOOLEAN),
            of("holiday", VARCHAR).orNull());
    private static final List<SampleColumn> SALES = List.of(
            of("sale_id", BIGINT),
            of("sale_date", DATE),
            of("sold_at", TIMESTAMP),
            of("product_id", INTEGER),
            of("store_id", INTEGER),
            of("shopper_id", INTEGER).orNull(),
            of("quantity", SMALLINT),
            decimal("unit_price", 9, 2),
            decimal("discount", 3, 2),
            decimal("amount", 12, 2),
            of("payment", VARCHAR),
            of("is_online", BOOLEAN),
            of("coupon", VARCHAR).orNull());
}
