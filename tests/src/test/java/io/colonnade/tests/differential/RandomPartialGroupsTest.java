package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.DuckDbEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups of joins in which rows have many partners, or none, give what DuckDB gives, although most are grouped
/// before they are joined. `-Dcolonnade.groups.seed=N` and `-Dcolonnade.groups.queries=N` ask others, and more.
class RandomPartialGroupsTest {
    private static final int QUERIES = Integer.getInteger("colonnade.groups.queries", 30);
    private static final List<String> CALLS = List.of(
            "COUNT(*)",
            "COUNT(#)",
            "SUM(#)",
            "MIN(#)",
            "MAX(#)",
            "SUM(# + 1)",
            "COUNT(DISTINCT #)",
            "SUM(DISTINCT #)",
            "COUNT(coalesce(#, 0))",
            "SUM(CASE WHEN # > 4 THEN # END)",
            "SUM(#) + COUNT(*)",
            "MAX(#) - MIN(#)",
            "COUNT(#) FILTER (WHERE # > 3)",
            "CAST(AVG(#) AS DECIMAL(18, 3))");

    @ParameterizedTest
    @CsvSource({
        "31, nodes=1&page_rows=4096&threads=2",
        "32, nodes=3&page_rows=7&threads=2",
        "33, nodes=1&page_rows=3&threads=1&spill=early"
    })
    void groupsOfJoinsGiveTheSameAnswers(long seed, String setting) throws Exception {
        Random random = new Random(Long.getLong("colonnade.groups.seed", seed));
        try (DuckDbEngine duck = DuckDbEngine.inMemory(1);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            for (String table : List.of("a", "b", "c")) {
                String rows = rows(random, 20 + random.nextInt(60));
                for (Connection connection : List.of(ours, duck.connection())) {
                    Comparison.execute(
                            connection,
                            "CREATE TABLE " + table + " (k INTEGER, g VARCHAR, i INTEGER, l BIGINT, d DECIMAL(10, 2))");
                    Comparison.execute(connection, "INSERT INTO " + table + " VALUES " + rows);
                }
            }
            Comparison comparison = new Comparison(ours, duck.connection());
            int inParts = 0;
            for (int i = 0; i < QUERIES; i++) {
                String query = query(random);
                comparison.check(query);
                inParts += aggregates(ours, query) > 1 ? 1 : 0;
            }
            comparison.assertAllEqual("seed " + seed + " " + setting);
            assertThat(inParts).as("queries that group in parts").isGreaterThan(QUERIES / 4);
        }
    }

    private static int aggregates(Connection connection, String query) throws SQLException {
        int count = 0;
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + query)) {
            while (plan.next()) {
                String line = plan.getString(1);
                count += line.contains("Aggregate #") && !line.contains(" PARTIAL ") ? 1 : 0;
            }
        }
        return count;
    }

    private static String rows(Random random, int count) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add("("
                    + String.join(
                            ", ",
                            orNull(random, Integer.toString(random.nextInt(5))),
                            orNull(random, "'" + (char) ('p' + random.nextInt(3)) + "'"),
                            orNull(random, Integer.toString(random.nextInt(12) - 3)),
                            orNull(random, Long.toString(random.nextInt(9) * 1_000_000_000L)),
                            orNull(random, random.nextInt(50) + "." + (10 + random.nextInt(90))))
                    + ")");
        }
        return String.join(", ", rows);
    }

    private static String orNull(Random random, String value) {
        return random.nextInt(7) == 0 ? "NULL" : value;
    }

    private static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String query(Random random) {
        List<String> tables = random.nextInt(3) == 0 ? List.of("a", "b", "c") : List.of("a", "b");
        StringBuilder from = new StringBuilder("a");
        for (String table : tables.subList(1, tables.size())) {
            from.append(' ')
                    .append(one(random, List.of("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")))
                    .append(' ')
                    .append(table)
                    .append(" ON a.k = ")
                    .append(table)
                    .append(".k");
            if (random.nextInt(4) == 0) {
                from.append(" AND a.i <> ").append(table).append(".i");
            }
        }
        List<String> select = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String key = one(random, tables) + "."
                    + one(random, List.of("k", "g", "i % 3")).replace("i % 3", "i");
            keys.add(
                    random.nextInt(4) == 0
                            ? "coalesce(" + key + ", " + one(random, tables) + key.substring(1) + ")"
                            : key);
        }
        keys.forEach(key -> select.add(key + " AS k" + select.size()));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String column = one(random, tables) + "." + one(random, List.of("i", "l", "d"));
            select.add(one(random, CALLS).replace("#", column) + " AS c" + select.size());
        }
        String query = (keys.isEmpty() ? "SELECT " : random.nextInt(6) == 0 ? "SELECT DISTINCT " : "SELECT ")
                + String.join(", ", select) + " FROM " + from;
        if (random.nextInt(3) == 0) {
            query += " WHERE " + one(random, tables) + one(random, List.of(".i > 0", ".g <> 'q'", ".d IS NULL"));
        }
        if (!keys.isEmpty()) {
            query += " GROUP BY " + String.join(", ", keys);
        }
        StringBuilder order = new StringBuilder(" ORDER BY 1 NULLS LAST");
        for (int i = 2; i <= select.size(); i++) {
            order.append(", ").append(i).append(" NULLS LAST");
        }
        return query + order;
    }
}
