package io.colonnade.tests.differential;

import io.colonnade.benchmarks.DuckDbEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random window functions over random rows give what DuckDB gives.
///
/// Functions that tell peers apart get an order without peers; the others get frames of RANGE and GROUPS as well.
class RandomWindowsTest {
    private static final String TABLE =
            "CREATE TABLE w (id INTEGER, g VARCHAR, h INTEGER, a INTEGER, b BIGINT, d DECIMAL(10, 2), x DOUBLE, "
                    + "day DATE, s VARCHAR)";
    private static final List<String> COLUMNS = List.of("g", "h", "a", "b", "d", "x", "day", "s");
    private static final int QUERIES = Integer.getInteger("colonnade.windows.queries", 25);

    /// `NULLS` stands for IGNORE NULLS, which the two engines write in different places.
    private static final String NULLS = "#";

    @ParameterizedTest
    @CsvSource({
        "21, nodes=1&page_rows=4096&threads=2",
        "22, nodes=3&page_rows=7&threads=2",
        "23, nodes=1&page_rows=3&threads=1&spill=early"
    })
    void functionsOverRandomFramesGiveTheSameAnswers(long seed, String setting) throws Exception {
        Random random = new Random(Long.getLong("colonnade.windows.seed", seed));
        try (DuckDbEngine duck = DuckDbEngine.inMemory(1);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            String rows = rows(random, 150);
            for (Connection connection : List.of(ours, duck.connection())) {
                Comparison.execute(connection, TABLE);
                Comparison.execute(connection, "INSERT INTO w VALUES " + rows);
            }
            Comparison comparison = new Comparison(ours, duck.connection());
            for (int i = 0; i < QUERIES; i++) {
                String query = query(random);
                comparison.check(
                        query.replace(NULLS + ")", ") IGNORE NULLS"), query.replace(NULLS + ")", " IGNORE NULLS)"));
            }
            comparison.assertAllEqual("seed " + seed + " " + setting);
        }
    }

    private static String rows(Random random, int count) {
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            rows.add("("
                    + String.join(
                            ", ",
                            Integer.toString(id),
                            orNull(random, "'" + (char) ('p' + random.nextInt(3)) + "'"),
                            orNull(random, Integer.toString(random.nextInt(2))),
                            orNull(random, Integer.toString(random.nextInt(30) - 10)),
                            orNull(random, Long.toString(random.nextInt(12) * 1_000_000_000_000L)),
                            orNull(random, String.format(Locale.ROOT, "%.2f", random.nextInt(2000) / 100.0 - 5)),
                            orNull(random, "CAST(" + (random.nextInt(400) / 8.0 - 10) + " AS DOUBLE)"),
                            orNull(
                                    random,
                                    "DATE '2024-" + (10 + random.nextInt(3)) + "-" + (10 + random.nextInt(19)) + "'"),
                            orNull(random, "'s" + random.nextInt(9) + "'"))
                    + ")");
        }
        return String.join(", ", rows);
    }

    private static String orNull(Random random, String value) {
        return random.nextInt(8) == 0 ? "NULL" : value;
    }

    private static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder("SELECT id");
        int calls = 1 + random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            query.append(", ").append(call(random)).append(" AS c").append(i);
        }
        query.append(" FROM w");
        if (random.nextInt(4) == 0) {
            query.append(" WHERE a > -5");
        }
        if (random.nextInt(4) == 0) {
            query.append(" QUALIFY row_number() OVER (PARTITION BY g ORDER BY id) <= 3");
        }
        if (query.indexOf("QUALIFY") < 0 && random.nextInt(4) == 0) {
            query.append(" QUALIFY ")
                    .append(one(random, List.of("rank()", "dense_rank()")))
                    .append(" OVER (PARTITION BY ")
                    .append(one(random, List.of("g", "h", "g, h")))
                    .append(" ORDER BY ")
                    .append(order(random, one(random, COLUMNS)))
                    .append(") <= ")
                    .append(1 + random.nextInt(3));
        }
        return query.append(" ORDER BY id").toString();
    }

    private static String call(Random random) {
        String column = one(random, COLUMNS);
        String number = one(random, List.of("h", "a", "b", "d", "x"));
        String partition = one(
                random,
                List.of("", "", "PARTITION BY g", "PARTITION BY g, h", "PARTITION BY h, g", "PARTITION BY a % 3"));
        if (random.nextBoolean()) {
            String function = one(
                    random,
                    List.of(
                            "row_number()",
                            "ntile(" + (1 + random.nextInt(5)) + ")",
                            "lead(" + column + ")",
                            "lag(" + column + ", " + random.nextInt(4) + ")",
                            "lead(" + number + ", 2, " + number + ")",
                            "lag(" + column + ", 2" + NULLS + ")",
                            "first_value(" + column + ")",
                            "last_value(" + column + NULLS + ")",
                            "nth_value(" + column + ", " + (1 + random.nextInt(4)) + ")",
                            "sum(" + number + ")",
                            "min(" + column + ")",
                            "count(" + column + ")",
                            "avg(x)"));
            boolean framed = !function.matches("(row_number|ntile|lead|lag).*");
            String frame = framed ? one(random, List.of("", frame(random, "ROWS", ""))) : "";
            return function + " OVER (" + partition + " ORDER BY " + order(random, column) + ", id" + frame + ")";
        }
        String function = one(
                random,
                List.of(
                        "rank()",
                        "dense_rank()",
                        "percent_rank()",
                        "cume_dist()",
                        "sum(" + number + ")",
                        "count(*)",
                        "count(*) FILTER (WHERE a > 3)",
                        "count(DISTINCT " + column + ")",
                        "sum(DISTINCT h)",
                        "bit_or(h)",
                        "median(x)",
                        "sum(" + number + ") FILTER (WHERE h = 1)",
                        "max(" + column + ")",
                        "min(" + column + ")",
                        "stddev_pop(x)",
                        "var_samp(x)"));
        boolean ranks = function.endsWith("rank()") || function.startsWith("cume");
        if (ranks || random.nextInt(3) == 0) {
            return function + " OVER (" + partition + " ORDER BY " + order(random, column) + ")";
        }
        return switch (random.nextInt(4)) {
            case 0 -> function + " OVER (" + partition + ")";
            case 1 ->
                function + " OVER (" + partition + " ORDER BY " + order(random, column) + frame(random, "GROUPS", "")
                        + ")";
            case 2 ->
                function + " OVER (" + partition + " ORDER BY " + order(random, "day")
                        + frame(random, "RANGE", "INTERVAL '%d' DAY") + ")";
            default ->
                function + " OVER (" + partition + " ORDER BY "
                        + order(random, one(random, List.of("a", "d", "x", "b"))) + frame(random, "RANGE", "") + ")";
        };
    }

    private static String order(Random random, String column) {
        return column + one(random, List.of("", " DESC")) + one(random, List.of(" NULLS FIRST", " NULLS LAST"));
    }

    private static String frame(Random random, String unit, String offset) {
        int start = random.nextInt(4);
        int end = Math.max(start, 1 + random.nextInt(4));
        String exclusion = one(
                random,
                List.of("", "", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS"));
        return " " + unit + " BETWEEN " + bound(random, start, offset) + " AND " + bound(random, end, offset)
                + (unit.equals("ROWS") && exclusion.matches(".*(GROUP|TIES)") ? "" : exclusion);
    }

    /// In the order in which bounds may follow one another.
    private static String bound(Random random, int kind, String offset) {
        String distance = offset.isEmpty() ? Integer.toString(random.nextInt(6)) : offset.formatted(random.nextInt(12));
        return switch (kind) {
            case 0 -> "UNBOUNDED PRECEDING";
            case 1 -> distance + " PRECEDING";
            case 2 -> "CURRENT ROW";
            case 3 -> distance + " FOLLOWING";
            default -> "UNBOUNDED FOLLOWING";
        };
    }
}
