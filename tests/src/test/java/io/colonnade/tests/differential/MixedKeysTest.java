package io.colonnade.tests.differential;

import io.colonnade.benchmarks.DuckDbEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same keys in tables whose key columns have different types, each hashed by its key: joins, groups and set
/// operations across the types, with rows that have to meet on some node.
///
/// `-Dcolonnade.differential.all=true` asks about all pairs of types.
class MixedKeysTest {
    /// Tables `k0`, `k1` .. have a key of these types, and the numbers that fit.
    private static final List<String> NUMBERS = List.of(
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL(9, 0)",
            "DECIMAL(10, 2)",
            "DECIMAL(18, 4)",
            "DECIMAL(30, 5)",
            "DECIMAL(33, 0)",
            "DOUBLE");
    /// Tables `t0`, `t1` .. have a key of these types.
    private static final List<String> TEXTS = List.of("CHAR(14)", "CHAR(40)", "VARCHAR(14)", "VARCHAR");
    /// Types that hold numbers which a DOUBLE cannot tell apart.
    private static final Set<String> LARGE = Set.of("BIGINT", "DECIMAL(30, 5)", "DECIMAL(33, 0)", "DOUBLE");
    /// How many of all pairs of types are asked about.
    private static final double SHARE = Boolean.getBoolean("colonnade.differential.all") ? 1 : 0.25;
    private static final List<String> WORDS = List.of(
            "",
            "a",
            "twelve bytes",
            "thirteen byte",
            "fourteen bytes",
            "日本語のテ",
            "\uD83D\uDE00",
            "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02",
            "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02x",
            "twelve byteS",
            "thirteen bytE",
            "Ünïcödé");

    @ParameterizedTest
    @CsvSource({
        "21, nodes=1&page_rows=4096&threads=2",
        "22, nodes=3&page_rows=4096&threads=2",
        "23, nodes=3&page_rows=7&threads=1"
    })
    void keysOfDifferentTypesMeet(long seed, String setting, @TempDir Path files) throws Exception {
        Random random = new Random(seed);
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i < NUMBERS.size(); i++) {
            tables.add(new Table("k" + i, NUMBERS.get(i), numbers(random, NUMBERS.get(i))));
        }
        for (int i = 0; i < TEXTS.size(); i++) {
            tables.add(new Table("t" + i, TEXTS.get(i), texts(random)));
        }
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            for (Table table : tables) {
                table.load(connection, duck.connection(), files, Math.max(0, random.nextInt(5) - 2));
            }
            Comparison comparison = new Comparison(connection, duck.connection());
            pairs(comparison, random, "k", NUMBERS.size());
            pairs(comparison, random, "t", TEXTS.size());
            threeTables(comparison);
            comparison.assertAllEqual("seed " + seed + " " + setting);
        }
    }

    /// A table with a key and a number for each row, loaded in several commits.
    private record Table(String name, String type, List<String> keys) {
        void load(Connection ours, Connection duck, Path files, int distribution) throws Exception {
            String[] distributions = {" DISTRIBUTE BY HASH(k)", " DISTRIBUTE BY HASH(n) INTO 12 SLOTS", " REPLICATED"};
            // Tables of the same types and not, in the same slots and not.
            String create = "CREATE TABLE " + name + " (k " + type + ", n INTEGER)";
            Comparison.execute(ours, create + (name.equals("k1") ? distributions[0] : distributions[distribution]));
            Comparison.execute(duck, create);
            int parts = 1 + keys.size() % 3;
            for (int part = 0; part < parts; part++) {
                List<String> lines = new ArrayList<>();
                for (int row = part; row < keys.size(); row += parts) {
                    lines.add(keys.get(row) + "," + row);
                }
                Path file = files.resolve(name + "-" + part + ".csv");
                Files.write(file, lines);
                Comparison.execute(ours, "COPY " + name + " FROM '" + file + "' (FORMAT csv)");
                Comparison.execute(
                        duck, "COPY " + name + " FROM '" + file + "' (FORMAT csv, allow_quoted_nulls false)");
            }
        }
    }

    private static List<String> numbers(Random random, String type) {
        int scale = type.startsWith("DECIMAL") ? Integer.parseInt(type.replaceAll(".*, |\\)", "")) : 0;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 400 + random.nextInt(3); i++) {
            int whole = random.nextInt(120) - 20;
            boolean fraction = random.nextInt(3) == 0;
            if (LARGE.contains(type) && random.nextInt(30) == 0) {
                keys.add(Long.toString((1L << 53) + random.nextInt(3)));
                continue;
            }
            keys.add(
                    random.nextInt(12) == 0
                            ? ""
                            : fraction && scale > 0
                                    ? String.format(Locale.ROOT, "%." + scale + "f", whole + random.nextInt(4) / 4.0)
                                    : fraction && type.equals("DOUBLE")
                                            ? Double.toString(whole + random.nextInt(4) / 4.0)
                                            : Integer.toString(whole));
        }
        return keys;
    }

    private static List<String> texts(Random random) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 300 + random.nextInt(3); i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            keys.add(random.nextInt(12) == 0 ? "" : "\"" + word + "\"");
        }
        return keys;
    }

    private static void pairs(Comparison comparison, Random random, String prefix, int count) throws Exception {
        for (int left = 0; left < count; left++) {
            for (int right = 0; right < count; right++) {
                if (random.nextDouble() >= SHARE) {
                    continue;
                }
                String l = prefix + left;
                String r = prefix + right;
                comparison.check("SELECT count(*), sum(l.n), sum(r.n), min(l.k), max(r.k) FROM " + l + " l JOIN " + r
                        + " r ON l.k = r.k");
                comparison.check("SELECT count(*), count(r.k), sum(r.n) FROM " + l
                        + " l LEFT JOIN (SELECT k, min(n) AS n FROM " + r + " GROUP BY k) r ON l.k = r.k");
                comparison.check("SELECT count(*), sum(n) FROM " + l + " WHERE k IN (SELECT k FROM " + r + ")");
                comparison.check("SELECT count(*), sum(n) FROM " + l + " l WHERE NOT EXISTS (SELECT * FROM " + r
                        + " r WHERE r.k = l.k)");
                comparison.check("SELECT count(*), sum(n) FROM " + l + " WHERE k NOT IN (SELECT k FROM " + r
                        + " WHERE k IS NOT NULL AND n < 40)");
                comparison.check("SELECT k, count(*), sum(n) FROM (SELECT k, n FROM " + l
                        + " UNION ALL SELECT k, n FROM " + r + ") u GROUP BY k ORDER BY k");
                comparison.check("SELECT k FROM " + l + " UNION SELECT k FROM " + r + " ORDER BY k");
                comparison.check("SELECT count(*) FROM " + l + " l JOIN " + r + " r ON l.k < r.k AND l.n = r.n");
                comparison.check(
                        "SELECT count(DISTINCT c), min(c), max(c) FROM (SELECT CASE WHEN l.n % 2 = 0 THEN l.k ELSE r.k END"
                                + " AS c FROM " + l + " l JOIN " + r + " r ON l.n = r.n) u");
                comparison.check("SELECT coalesce(l.k, r.k) AS c, count(*) FROM " + l + " l JOIN " + r
                        + " r ON l.n = r.n GROUP BY coalesce(l.k, r.k) ORDER BY c");
            }
        }
    }

    private static void threeTables(Comparison comparison) throws Exception {
        for (int i = 0; i + 2 < NUMBERS.size(); i++) {
            String three = "k" + i + " a JOIN k" + (i + 1) + " b ON a.k = b.k JOIN k" + (i + 2) + " c ON b.k = c.k";
            comparison.check("SELECT count(*), sum(a.n), sum(b.n), sum(c.n) FROM " + three);
            comparison.check("SELECT a.k, count(*), count(DISTINCT c.k) FROM " + three + " GROUP BY a.k ORDER BY a.k");
            comparison.check("SELECT b.k, c.k, min(a.n) FROM " + three + " GROUP BY b.k, c.k ORDER BY b.k, c.k");
            comparison.check("SELECT count(*) FROM k" + i + " a JOIN k" + (i + 1)
                    + " b ON a.k = b.k AND a.n = b.n JOIN t0 ON t0.n = a.n JOIN t3 ON t3.n = b.n AND t3.k = t0.k");
        }
    }
}
