package io.colonnade.tests.differential;

import io.colonnade.benchmarks.DuckDbEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random aggregates by random keys and grouping sets.
///
/// `-Dcolonnade.differential.queries=2000` asks more.
class AggregatesAgainstOracleTest {
    private static final int QUERIES = Integer.getInteger("colonnade.differential.queries", 40);

    private static final List<String> KEYS = List.of("a", "b", "f", "a + 1", "day", "id % 3");
    private static final List<String> NUMBERS = List.of("a", "c", "n", "w", "d", "id");
    private static final List<String> EXACT = List.of("a", "c", "n", "w", "id");
    private static final List<String> INTEGERS = List.of("a", "c", "id");
    private static final List<String> ORDERED = List.of("a", "b", "c", "n", "w", "d", "id", "day");

    private final Random random;

    AggregatesAgainstOracleTest() {
        this.random = new Random();
    }

    @ParameterizedTest
    @CsvSource({
        "31, nodes=1&page_rows=4096&threads=2",
        "32, nodes=3&page_rows=64&threads=2",
        "33, nodes=1&page_rows=7&threads=1&spill=early"
    })
    void aggregatesAreThoseOfTheOracle(long seed, String setting, @TempDir Path files) throws Exception {
        random.setSeed(seed);
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            load("t", 700, connection, duck.connection(), files);
            load("e", 0, connection, duck.connection(), files);
            Comparison comparison = new Comparison(connection, duck.connection());
            for (int i = 0; i < QUERIES; i++) {
                comparison.check(query());
            }
            comparison.assertAllEqual("seed " + seed + " " + setting);
        }
    }

    private void load(String table, int rows, Connection ours, Connection theirs, Path files) throws Exception {
        String create = "CREATE TABLE " + table + " (id INTEGER, a INTEGER, b VARCHAR, c BIGINT, d DOUBLE, "
                + "n DECIMAL(12, 2), w DECIMAL(30, 3), f BOOLEAN, day DATE)";
        Comparison.execute(ours, create + " DISTRIBUTE BY HASH(id)");
        Comparison.execute(theirs, create);
        if (rows == 0) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (int id = 0; id < rows; id++) {
            lines.add(String.join(
                    ",",
                    Integer.toString(id),
                    value(Integer.toString(random.nextInt(5))),
                    value("\"" + pick(List.of("x", "y", "a text beyond twelve bytes", "z")) + "\""),
                    value(Long.toString(random.nextInt(1000) - 300L)),
                    value(Double.toString(random.nextInt(4000) / 8.0 - 100)),
                    value((random.nextInt(2000) - 500) + ".25"),
                    value(random.nextInt(300) + "12345678901234567.125"),
                    value(Boolean.toString(random.nextBoolean())),
                    value("2024-01-" + (10 + random.nextInt(12)))));
        }
        Path file = files.resolve(table + ".csv");
        Files.write(file, lines);
        Comparison.execute(ours, "COPY " + table + " FROM '" + file + "' (FORMAT csv)");
        Comparison.execute(theirs, "COPY " + table + " FROM '" + file + "' (FORMAT csv, allow_quoted_nulls false)");
    }

    private String value(String value) {
        return random.nextInt(9) == 0 ? "" : value;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String query() {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            keys.add(pick(KEYS));
        }
        List<String> columns = new ArrayList<>(keys);
        boolean sets = !keys.isEmpty() && random.nextInt(3) > 0;
        if (sets) {
            columns.add("GROUPING(" + String.join(", ", keys) + ")");
        }
        int sorted = columns.size();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            columns.add(call());
        }
        StringBuilder query = new StringBuilder("SELECT ").append(String.join(", ", columns));
        query.append(" FROM ").append(random.nextInt(12) == 0 ? "e" : "t");
        if (random.nextInt(3) == 0) {
            query.append(" WHERE ").append(condition());
        }
        if (!keys.isEmpty()) {
            query.append(" GROUP BY ").append(sets ? sets(List.copyOf(keys)) : String.join(", ", keys));
        }
        if (sets && random.nextInt(4) == 0) {
            query.append(" HAVING count(*) > ").append(random.nextInt(30));
        }
        if (sorted > 0) {
            query.append(" ORDER BY ");
            for (int i = 1; i <= sorted; i++) {
                query.append(i > 1 ? ", " : "").append(i).append(" NULLS LAST");
            }
        }
        return query.toString();
    }

    private String sets(List<String> keys) {
        String list = String.join(", ", keys);
        return switch (random.nextInt(4)) {
            case 0 -> "ROLLUP (" + list + ")";
            case 1 -> "CUBE (" + list + ")";
            case 2 -> keys.getFirst() + ", GROUPING SETS ((" + list + "), ())";
            default -> {
                Set<String> sets = new LinkedHashSet<>();
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    sets.add(keys.stream()
                            .filter(key -> random.nextBoolean())
                            .collect(Collectors.joining(", ", "(", ")")));
                }
                // All keys, so that each of them may be selected.
                sets.add("(" + list + ")");
                yield "GROUPING SETS (" + String.join(", ", sets) + ")";
            }
        };
    }

    private String condition() {
        return pick(List.of("a > 1", "f", "b <> 'x'", "c BETWEEN 0 AND 500", "d < 200", "a > 100"));
    }

    private String call() {
        return unfiltered() + (random.nextInt(4) == 0 ? " FILTER (WHERE " + condition() + ")" : "");
    }

    private String unfiltered() {
        String distinct = random.nextInt(3) == 0 ? "DISTINCT " : "";
        return switch (random.nextInt(13)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + distinct + pick(ORDERED) + ")";
            case 2 -> "sum(" + distinct + pick(EXACT) + ")";
            case 3 -> pick(List.of("min", "max")) + "(" + distinct + pick(ORDERED) + ")";
            case 4 -> pick(List.of("bool_and", "bool_or")) + "(f)";
            case 5 -> pick(List.of("bit_and", "bit_or", "bit_xor")) + "(" + distinct + pick(INTEGERS) + ")";
            case 6, 7 ->
                pick(List.of("var_pop", "var_samp", "stddev_pop", "stddev", "variance")) + "(" + distinct
                        + pick(List.of("a", "c", "n", "d", "id")) + ")";
            case 8 ->
                pick(List.of("covar_pop", "covar_samp", "regr_count", "regr_avgx", "regr_avgy")) + "(d, "
                        + pick(List.of("a", "c", "id")) + ")";
            case 9 -> "string_agg(" + distinct + "b, ', ' ORDER BY b" + pick(List.of("", " DESC")) + ")";
            case 10 -> "quantile_cont(CAST(" + pick(NUMBERS) + " AS DOUBLE), " + share() + ")";
            case 11 -> "quantile_disc(" + pick(ORDERED) + ", " + share() + ")";
            default -> pick(List.of("arg_min", "arg_max")) + "(" + pick(List.of("a", "b", "n", "day")) + ", id)";
        };
    }

    private String share() {
        return pick(List.of("0.5", "0.25", "0.9", "0", "1"));
    }
}
