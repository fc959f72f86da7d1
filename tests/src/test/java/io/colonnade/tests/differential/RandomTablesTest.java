package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.tests.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random rows of all types, with nulls and duplicates, and the queries of `differential/queries.sql` over them.
class RandomTablesTest {
    static final String TABLES = """
            CREATE TABLE fact (id INTEGER, k INTEGER, b BIGINT, s SMALLINT, d DECIMAL(10, 2), w DECIMAL(30, 3),
              x DOUBLE, day DATE, moment TIMESTAMP, flag BOOLEAN, name VARCHAR, city VARCHAR,
              tiny TINYINT, r REAL, clock TIME);
            CREATE TABLE dim (k INTEGER, name VARCHAR, parent BIGINT, kind VARCHAR);
            CREATE TABLE top (p BIGINT, title VARCHAR)
            """;
    private static final String[] CITIES = {"Oslo", "Łódź", "東京", "São Paulo", "a city with a rather long name", ""};

    @ParameterizedTest
    @CsvSource({
        "11, nodes=1&page_rows=4096&threads=2",
        "12, nodes=1&page_rows=5&threads=1",
        "13, nodes=3&page_rows=4096&threads=2"
    })
    void queriesOverRandomRowsGiveTheSameAnswers(long seed, String setting, @TempDir Path files) throws Exception {
        Random random = new Random(seed);
        write(files.resolve("fact.csv"), factRows(random, 3000));
        write(files.resolve("dim.csv"), dimensionRows(random, 200));
        write(files.resolve("top.csv"), topRows(random, 12));
        List<String> queries = queries();
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            load(connection, files, "FORMAT csv");
            // A quoted empty field is the empty string.
            load(duck.connection(), files, "FORMAT csv, allow_quoted_nulls false");
            List<String> differences = new ArrayList<>();
            int empty = 0;
            for (String query : queries) {
                Answer expected = SampleQueriesTest.answer(duck.connection(), query);
                empty += expected.rows().isEmpty() ? 1 : 0;
                try {
                    SampleQueriesTest.answer(connection, query)
                            .difference(expected)
                            .ifPresent(difference -> differences.add(query + "\n    " + difference));
                } catch (SQLException e) {
                    differences.add(query + "\n    " + e.getMessage());
                }
            }
            assertThat(differences).as("seed " + seed + " " + setting).isEmpty();
            assertThat(empty).as("empty answers").isLessThan(queries.size() / 5);
        }
    }

    private static void load(Connection connection, Path files, String options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String create : TABLES.split(";")) {
                statement.execute(create.strip());
            }
            for (String table : List.of("fact", "dim", "top")) {
                statement.execute("COPY " + table + " FROM '" + files.resolve(table + ".csv") + "' (" + options + ")");
            }
        }
    }

    private static List<String> queries() throws IOException {
        String text = Files.readString(TestRoot.module("tests").resolve("src/test/resources/differential/queries.sql"));
        List<String> queries = new ArrayList<>();
        for (String query : text.replaceAll("(?m)^--.*$", "").split(";")) {
            if (!query.isBlank()) {
                queries.add(query.strip());
            }
        }
        return queries;
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
    }

    static List<String> factRows(Random random, int rows) {
        List<String> lines = new ArrayList<>();
        for (int id = 0; id < rows; id++) {
            lines.add(String.join(
                    ",",
                    Integer.toString(id),
                    orNull(random, Integer.toString(random.nextInt(250) - 20)),
                    orNull(random, Long.toString(random.nextLong() >> 8 + random.nextInt(50))),
                    orNull(random, Integer.toString(random.nextInt(200) - 100)),
                    orNull(random, String.format(Locale.ROOT, "%.2f", random.nextGaussian() * 1000)),
                    orNull(random, random.nextLong() + "." + (100 + random.nextInt(900))),
                    orNull(random, Double.toString(random.nextInt(4000) / 8.0 - 100)),
                    orNull(
                            random,
                            java.time.LocalDate.ofEpochDay(random.nextInt(20_000) - 2000)
                                    .toString()),
                    orNull(
                            random,
                            java.time.LocalDateTime.of(1970, 1, 1, 0, 0)
                                    .plusSeconds(random.nextInt(1_500_000_000))
                                    .toString()
                                    .replace('T', ' ')),
                    orNull(random, random.nextBoolean() ? "true" : "false"),
                    orNull(random, "\"name " + random.nextInt(500) + "\""),
                    orNull(random, "\"" + CITIES[random.nextInt(CITIES.length)] + "\""),
                    orNull(random, Integer.toString(random.nextInt(256) - 128)),
                    orNull(random, Float.toString(random.nextInt(4000) / 10f - 100)),
                    orNull(
                            random,
                            java.time.LocalTime.ofSecondOfDay(random.nextInt(86_400))
                                    .toString())));
        }
        return lines;
    }

    private static List<String> dimensionRows(Random random, int rows) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < rows; k++) {
            lines.add(k + ",name " + random.nextInt(500) + "," + orNull(random, Integer.toString(random.nextInt(14)))
                    + ",kind" + random.nextInt(4));
        }
        return lines;
    }

    private static List<String> topRows(Random random, int rows) {
        List<String> lines = new ArrayList<>();
        for (int p = 0; p < rows; p++) {
            lines.add(p + "," + orNull(random, "title " + random.nextInt(6)));
        }
        return lines;
    }

    private static String orNull(Random random, String value) {
        return random.nextInt(10) == 0 ? "" : value;
    }
}
