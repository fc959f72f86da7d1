package io.colonnade.tests.differential;

import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.tests.TestRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One text column whose segments have nothing in common: other dictionaries, none at all (more than 64 Ki values), a
/// single value, only NULL; read together by the queries of `differential/dictionaries.sql`.
class MixedDictionariesTest {
    /// Their order by bytes, around the 12 bytes that lie inside a view, is that of code points.
    private static final List<String> WORDS = List.of(
            "",
            "a",
            "b",
            "twelve bytes",
            "twelve byteS",
            "thirteen byte",
            "thirteen bytE",
            "fourteen bytes",
            "日本語のテ",
            "日本語の",
            "\uD83D\uDE00",
            "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02",
            "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02x",
            "\uFF5E",
            "Ünïcödé",
            "value 0000007");

    @ParameterizedTest
    @CsvSource({
        "31, 65537, nodes=1&page_rows=4096&threads=2, ''",
        "32, 210000, nodes=3&page_rows=4096&threads=2, ' DISTRIBUTE BY HASH(id)'",
        "33, 3000, nodes=3&page_rows=7&threads=1, ' DISTRIBUTE BY HASH(w)'"
    })
    void segmentsWithOtherDictionariesAreOneColumn(
            long seed, int values, String setting, String distribution, @TempDir Path files) throws Exception {
        Random random = new Random(seed);
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            String words = "CREATE TABLE words (w VARCHAR, v VARCHAR, id INTEGER, part INTEGER)";
            String names = "CREATE TABLE names (w VARCHAR, kind VARCHAR, code INTEGER)";
            Comparison.execute(connection, words + distribution);
            Comparison.execute(connection, names + (seed % 2 == 0 ? " DISTRIBUTE BY HASH(w)" : " REPLICATED"));
            Comparison.execute(duck.connection(), words);
            Comparison.execute(duck.connection(), names);
            List<List<String>> parts = parts(random, values);
            for (int part = 0; part < parts.size(); part++) {
                load(connection, duck.connection(), files.resolve("words-" + part + ".csv"), "words", parts.get(part));
            }
            for (int part = 0; part < 3; part++) {
                List<String> rows = names(random, part, values);
                load(connection, duck.connection(), files.resolve("names-" + part + ".csv"), "names", rows);
            }
            for (String insert : List.of(
                    "INSERT INTO words VALUES ('inserted alone', '', 1000001, 9), (NULL, NULL, 1000002, 9)",
                    "INSERT INTO words VALUES ('twelve bytes', 'b', 1000003, 9), ('', '\uD83D\uDE00', 1000004, 9)",
                    "INSERT INTO names VALUES ('inserted alone', 'inserted', -1), ('', 'empty', -2)")) {
                Comparison.execute(connection, insert);
                Comparison.execute(duck.connection(), insert);
            }
            Comparison comparison = new Comparison(connection, duck.connection());
            String text = Files.readString(
                    TestRoot.module("tests").resolve("src/test/resources/differential/dictionaries.sql"));
            for (String query : text.replaceAll("(?m)^--.*$", "").split(";")) {
                if (!query.isBlank()) {
                    comparison.check(query.strip());
                }
            }
            comparison.assertAllEqual("seed " + seed + " " + setting);
        }
    }

    private static void load(Connection ours, Connection duck, Path file, String table, List<String> rows)
            throws Exception {
        Files.write(file, rows);
        Comparison.execute(ours, "COPY " + table + " FROM '" + file + "' (FORMAT csv)");
        Comparison.execute(duck, "COPY " + table + " FROM '" + file + "' (FORMAT csv, allow_quoted_nulls false)");
    }

    /// The rows of `words`, a list for each commit.
    private static List<List<String>> parts(Random random, int values) {
        List<List<String>> parts = new ArrayList<>();
        int[] id = {0};
        // A small dictionary with all the odd words, and NULL.
        parts.add(rows(random, id, 0, 900, i -> random.nextInt(8) == 0 ? "" : quoted(word(random))));
        // More values than any dictionary holds, each once.
        parts.add(rows(random, id, 1, values, i -> quoted(value(i))));
        // Some of those, in a dictionary of hundreds.
        parts.add(rows(random, id, 2, 2000, i -> quoted(value(random.nextInt(700)))));
        // One value.
        parts.add(rows(random, id, 3, 500, i -> "\"twelve bytes\""));
        // NULL and nothing else.
        parts.add(rows(random, id, 4, 200, i -> ""));
        // Runs, by rows in order.
        parts.add(rows(random, id, 5, 1600, i -> quoted(WORDS.get(i / 100))));
        // Only empty strings.
        parts.add(rows(random, id, 6, 100, i -> "\"\""));
        // Values of which each is there twice, and the odd words between them.
        parts.add(rows(random, id, 7, 3000, i -> quoted(i % 5 == 0 ? word(random) : value(60_000 + i / 2))));
        return parts;
    }

    private static List<String> rows(
            Random random, int[] id, int part, int count, java.util.function.IntFunction<String> words) {
        List<String> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String second = random.nextInt(10) == 0 ? "" : quoted(WORDS.get((part + random.nextInt(4)) % WORDS.size()));
            rows.add(words.apply(i) + "," + second + "," + id[0]++ + "," + part);
        }
        return rows;
    }

    private static List<String> names(Random random, int part, int values) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < (part == 1 ? 5000 : 40); i++) {
            String word = part == 0 ? word(random) : value(random.nextInt(values + 100));
            rows.add((random.nextInt(20) == 0 ? "" : quoted(word)) + "," + quoted(WORDS.get(random.nextInt(5))) + ","
                    + (part * 10_000 + i));
        }
        return rows;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String value(int number) {
        // 13 bytes, 12 bytes, and longer ones.
        return switch (number % 3) {
            case 0 -> String.format(Locale.ROOT, "value %07d", number);
            case 1 -> String.format(Locale.ROOT, "value%07d", number);
            default -> String.format(Locale.ROOT, "a longer value %07d", number);
        };
    }

    private static String quoted(String word) {
        return "\"" + word + "\"";
    }
}
