package io.colonnade.planner;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A catalog made of lines of text.
///
/// ```text
/// lo_orderkey INTEGER 1500000 1 6000000      name, type, distinct values, least, greatest (integers, dates)
/// lo_comment VARCHAR unknown                 no statistics of the column
/// ```
final class FakeCatalog implements CatalogSnapshot {
    private final int nodes;
    private final List<TableDefinition> tables = new ArrayList<>();
    private final List<TableStatistics> statistics = new ArrayList<>();

    FakeCatalog(int nodes) {
        this.nodes = nodes;
    }

    FakeCatalog table(String name, long rows, Distribution distribution, String columns) {
        List<ColumnDefinition> definitions = new ArrayList<>();
        List<ColumnStatistics> figures = new ArrayList<>();
        int id = 1;
        for (String line : columns.strip().split("\n")) {
            String[] words = line.strip().split("\\s+");
            boolean nullable = words[0].endsWith("?");
            Type type = type(words[1]);
            definitions.add(new ColumnDefinition(id, words[0].replace("?", ""), type, nullable));
            if (words.length > 2 && words[2].equals("unknown")) {
                id++;
                continue;
            }
            double distinct = words.length > 2 ? Double.parseDouble(words[2]) : rows;
            Datum min = words.length > 3 ? datum(type, words[3]) : Datum.NULL;
            Datum max = words.length > 4 ? datum(type, words[4]) : Datum.NULL;
            figures.add(new ColumnStatistics(id, min, max, 0, distinct));
            id++;
        }
        tables.add(new TableDefinition(
                tables.size() + 1, "main", name, definitions, List.of(), distribution, List.of(), List.of()));
        statistics.add(new TableStatistics(rows, figures));
        return this;
    }

    private static Type type(String text) {
        return switch (text) {
            case "BOOLEAN" -> Type.BOOLEAN;
            case "SMALLINT" -> Type.SMALLINT;
            case "INTEGER" -> Type.INTEGER;
            case "BIGINT" -> Type.BIGINT;
            case "DOUBLE" -> Type.DOUBLE;
            case "DATE" -> Type.DATE;
            case "TIMESTAMP" -> Type.TIMESTAMP;
            case "VARCHAR" -> Type.VARCHAR;
            default -> {
                String[] parts = text.replace(")", "").split("[(,]");
                yield switch (parts[0]) {
                    case "CHAR" -> new Type.CharType(Integer.parseInt(parts[1]));
                    case "VARCHAR" -> new Type.VarcharType(Integer.parseInt(parts[1]));
                    case "DECIMAL" -> Type.decimal(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
                    default -> throw new IllegalArgumentException(text);
                };
            }
        };
    }

    private static Datum datum(Type type, String text) {
        if (type.isString()) {
            return Datum.of(text);
        }
        return type.equals(Type.DATE) ? Datum.of(LocalDate.parse(text).toEpochDay()) : Datum.of(Long.parseLong(text));
    }

    static Distribution replicated() {
        return new Distribution.Replicated();
    }

    static Distribution hashed(int slots, Integer... columnIds) {
        return new Distribution.Hashed(List.of(columnIds), slots);
    }

    /// The Star Schema Benchmark at scale 1.
    static FakeCatalog ssb(int nodes) {
        int slots = nodes == 1 ? 1 : 4 * nodes;
        return new FakeCatalog(nodes)
                .table("lineorder", 6_000_000, hashed(slots, 1), """
                        lo_orderkey INTEGER 1500000 1 6000000
                        lo_linenumber INTEGER 7 1 7
                        lo_custkey INTEGER 20000 1 30000
                        lo_partkey INTEGER 200000 1 200000
                        lo_suppkey INTEGER 2000 1 2000
                        lo_orderdate INTEGER 2406 19920101 19980802
                        lo_orderpriority VARCHAR(15) 5 1-URGENT 5-LOW
                        lo_shippriority VARCHAR(1) 1 0 0
                        lo_quantity INTEGER 50 1 50
                        lo_extendedprice INTEGER 1000000 90000 10494950
                        lo_ordtotalprice INTEGER 1400000 81000 55500000
                        lo_discount INTEGER 11 0 10
                        lo_revenue INTEGER 3000000 81000 10494950
                        lo_supplycost INTEGER 20000 54000 125000
                        lo_tax INTEGER 9 0 8
                        lo_commitdate INTEGER 2466 19920131 19981031
                        lo_shipmode VARCHAR(10) 7 AIR TRUCK
                        """)
                .table("customer", 30_000, replicated(), """
                        c_custkey INTEGER 30000 1 30000
                        c_name VARCHAR(25)
                        c_address VARCHAR(25)
                        c_city VARCHAR(10) 250
                        c_nation VARCHAR(15) 25
                        c_region VARCHAR(12) 5
                        c_phone VARCHAR(15)
                        c_mktsegment VARCHAR(10) 5
                        """)
                .table("supplier", 2_000, replicated(), """
                        s_suppkey INTEGER 2000 1 2000
                        s_name VARCHAR(25)
                        s_address VARCHAR(25)
                        s_city VARCHAR(10) 250
                        s_nation VARCHAR(15) 25
                        s_region VARCHAR(12) 5
                        s_phone VARCHAR(15)
                        """)
                .table("part", 200_000, replicated(), """
                        p_partkey INTEGER 200000 1 200000
                        p_name VARCHAR(22)
                        p_mfgr VARCHAR(6) 5
                        p_category VARCHAR(7) 25
                        p_brand1 VARCHAR(9) 1000
                        p_color VARCHAR(11) 92
                        p_type VARCHAR(25) 150
                        p_size INTEGER 50 1 50
                        p_container VARCHAR(10) 40
                        """)
                .table("date", 2_556, replicated(), """
                        d_datekey INTEGER 2556 19920101 19981230
                        d_date VARCHAR(18)
                        d_dayofweek VARCHAR(9) 7
                        d_month VARCHAR(9) 12
                        d_year INTEGER 7 1992 1998
                        d_yearmonthnum INTEGER 84 199201 199812
                        d_yearmonth VARCHAR(7) 84
                        d_daynuminweek INTEGER 7 1 7
                        d_daynuminmonth INTEGER 31 1 31
                        d_daynuminyear INTEGER 366 1 366
                        d_monthnuminyear INTEGER 12 1 12
                        d_weeknuminyear INTEGER 53 1 53
                        """);
    }

    /// A snowflake, and small tables with every type.
    static FakeCatalog retail(int nodes) {
        int slots = nodes == 1 ? 1 : 4 * nodes;
        return new FakeCatalog(nodes)
                .table("sales", 1_000_000, hashed(slots, 1), """
                        sale_id BIGINT 1000000 1 1000000
                        product_id INTEGER 5000 1 5000
                        store_id INTEGER 200 1 200
                        customer_id INTEGER 50000 1 50000
                        day DATE 1096 2023-01-01 2025-12-31
                        quantity INTEGER 20 1 20
                        amount DECIMAL(12,2) 500000
                        """)
                .table("returns", 50_000, hashed(slots, 1), """
                        sale_id BIGINT 50000 1 1000000
                        reason? VARCHAR 8
                        """)
                .table("product", 5_000, replicated(), """
                        product_id INTEGER 5000 1 5000
                        name VARCHAR 5000
                        category_id INTEGER 60 1 60
                        price DECIMAL(10,2) 3000
                        """)
                .table("category", 60, replicated(), """
                        category_id INTEGER 60 1 60
                        category VARCHAR(30) 60
                        department_id INTEGER 8 1 8
                        """)
                .table("department", 8, replicated(), """
                        department_id INTEGER 8 1 8
                        department VARCHAR(30) 8
                        """)
                .table("store", 200, replicated(), """
                        store_id INTEGER 200 1 200
                        city_id INTEGER 90 1 90
                        """)
                .table("city", 90, replicated(), """
                        city_id INTEGER 90 1 90
                        city VARCHAR(30) 90
                        region CHAR(5) 6
                        """)
                .table("types", 1_000, replicated(), """
                        b BOOLEAN 2
                        s SMALLINT 100
                        i INTEGER 1000
                        l BIGINT 1000
                        d DOUBLE 1000
                        n DECIMAL(12,2) 1000
                        w DECIMAL(38,4) 1000
                        c CHAR(10) 100
                        v? VARCHAR 100
                        day DATE 365 2025-01-01 2025-12-31
                        ts TIMESTAMP 1000
                        """);
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public long definitionVersion() {
        return 1;
    }

    @Override
    public long statisticsVersion() {
        return 1;
    }

    @Override
    public int nodeCount() {
        return nodes;
    }

    @Override
    public List<String> schemas() {
        return List.of("main");
    }

    @Override
    public List<TableDefinition> tables() {
        return tables.stream()
                .sorted(Comparator.comparing(TableDefinition::name))
                .toList();
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return tables.stream()
                .filter(table -> table.schema().equalsIgnoreCase(schema))
                .filter(table -> table.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return tables.stream().filter(table -> table.id() == tableId).findFirst();
    }

    @Override
    public List<ViewDefinition> views() {
        return List.of();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        return statistics.get((int) tableId - 1);
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return List.of();
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return slot % nodes;
    }
}
