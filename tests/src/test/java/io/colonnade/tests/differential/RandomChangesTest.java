package io.colonnade.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.benchmarks.DuckDbEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random sequences of INSERT, UPDATE, DELETE and MERGE leave the same rows as in DuckDB, and count the same.
class RandomChangesTest {
    private static final int STATEMENTS = Integer.getInteger("colonnade.changes.statements", 45);
    private static final String COLUMNS = " (k INTEGER NOT NULL, a INTEGER, s VARCHAR, d DATE, n DECIMAL(10, 2))";
    private static final List<String> TABLES = List.of("byk", "anyhow", "copies");

    @ParameterizedTest
    @CsvSource({
        "21, nodes=1&page_rows=4096&threads=2",
        "22, nodes=1&page_rows=7&threads=2&spill=early",
        "23, nodes=3&page_rows=4096&threads=2",
        "24, nodes=3&page_rows=16&threads=1"
    })
    void tablesAreTheSameAfterEachStatement(long seed, String setting) throws Exception {
        long start = Long.getLong("colonnade.changes.seed", 0) + seed;
        try (DuckDbEngine duck = DuckDbEngine.inMemory(2);
                Connection ours = DriverManager.getConnection("jdbc:colonnade:mem:?" + setting)) {
            Sequence sequence =
                    new Sequence(new Random(start), ours, duck.connection(), "seed " + start + " " + setting);
            sequence.create();
            for (int i = 0; i < STATEMENTS; i++) {
                sequence.step();
            }
            assertThat(sequence.changedRows).as(sequence.name).isGreaterThan(STATEMENTS * 2);
            System.out.println(
                    sequence.name + ": " + STATEMENTS + " statements changed " + sequence.changedRows + " rows");
        }
    }

    /// One sequence of statements on both engines.
    private static final class Sequence {
        private final Random random;
        private final Connection ours;
        private final Connection theirs;
        private final String name;
        private long changedRows;

        Sequence(Random random, Connection ours, Connection theirs, String name) {
            this.random = random;
            this.ours = ours;
            this.theirs = theirs;
            this.name = name;
        }

        void create() throws SQLException {
            List<String> layouts = List.of(" DISTRIBUTE BY HASH(k)", " ORDER BY (a)", " REPLICATED");
            for (int i = 0; i < TABLES.size(); i++) {
                Comparison.execute(ours, "CREATE TABLE " + TABLES.get(i) + COLUMNS + layouts.get(i));
                Comparison.execute(theirs, "CREATE TABLE " + TABLES.get(i) + COLUMNS);
                both(values(TABLES.get(i), 120), TABLES.get(i));
            }
        }

        void step() throws SQLException {
            String table = TABLES.get(random.nextInt(TABLES.size()));
            String other = TABLES.get(random.nextInt(TABLES.size()));
            both(
                    switch (random.nextInt(12)) {
                        case 0, 1 -> values(table, 1 + random.nextInt(60));
                        case 2 ->
                            "INSERT INTO " + table + " (k, s, a) SELECT k + 1, s, a FROM " + other + " AS t WHERE "
                                    + condition("t") + " AND k % 3 = " + random.nextInt(3);
                        case 3 -> "DELETE FROM " + table + " AS t WHERE " + condition("t");
                        case 4 -> "DELETE FROM " + table + " WHERE " + subquery(table, other);
                        case 5, 6 -> "UPDATE " + table + " AS t SET " + assignments("t") + " WHERE " + condition("t");
                        case 7 -> "UPDATE " + table + " SET s = 'sub', a = k WHERE " + subquery(table, other);
                        case 8 ->
                            "UPDATE " + table + " SET a = (SELECT MAX(x.a) FROM " + other + " x WHERE x.k = " + table
                                    + ".k), n = n + 1 WHERE k % 2 = " + random.nextInt(2);
                        case 9 ->
                            "UPDATE " + table + " SET a = y.a, s = y.s FROM " + grouped(other) + " AS y WHERE " + table
                                    + ".k = y.k AND y.c < 3";
                        default -> merge(table, other);
                    },
                    table);
        }

        private void both(String sql, String table) throws SQLException {
            long expected = count(theirs, sql);
            assertThat(count(ours, sql)).as(name + "\n" + sql).isEqualTo(expected);
            changedRows += expected;
            String query = "SELECT * FROM " + table + " ORDER BY k, a, s, d, n";
            SampleQueriesTest.answer(ours, query)
                    .difference(SampleQueriesTest.answer(theirs, query))
                    .ifPresent(difference -> {
                        throw new AssertionError(name + "\n" + sql + "\n" + difference);
                    });
        }

        private static long count(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new SQLException(sql + "\n" + e.getMessage(), e);
            }
        }

        private String values(String table, int rows) {
            StringBuilder sql = new StringBuilder("INSERT INTO ").append(table).append(" (n, k, d, a, s) VALUES ");
            for (int i = 0; i < rows; i++) {
                sql.append(i == 0 ? "(" : ", (")
                        .append(orNull(random.nextInt(1000) + "." + random.nextInt(10)))
                        .append(", ")
                        .append(random.nextInt(60))
                        .append(", ")
                        .append(orNull("DATE '2020-0" + (1 + random.nextInt(9)) + "-11'"))
                        .append(", ")
                        .append(orNull(Integer.toString(random.nextInt(40))))
                        .append(", ")
                        .append(orNull("'s" + random.nextInt(20) + "'"))
                        .append(')');
            }
            return sql.toString();
        }

        private String orNull(String value) {
            return random.nextInt(6) == 0 ? "NULL" : value;
        }

        private String condition(String t) {
            return switch (random.nextInt(7)) {
                case 0 -> t + ".k = " + random.nextInt(60);
                case 1 -> t + ".a BETWEEN " + random.nextInt(20) + " AND " + (20 + random.nextInt(10));
                case 2 -> t + ".s IS NULL";
                case 3 -> t + ".s LIKE 's1%' AND " + t + ".k < 30";
                case 4 -> t + ".d > DATE '2020-0" + (3 + random.nextInt(6)) + "-01' OR " + t + ".n < 100";
                case 5 -> t + ".k % 4 = " + random.nextInt(4);
                default -> t + ".n > 500 AND " + t + ".a IS NOT NULL";
            };
        }

        private String subquery(String table, String other) {
            return switch (random.nextInt(4)) {
                case 0 -> "k IN (SELECT x.a FROM " + other + " x WHERE x.s IS NULL)";
                case 1 -> "k NOT IN (SELECT x.k FROM " + other + " x WHERE x.k % 5 > 0)";
                case 2 ->
                    "EXISTS (SELECT 1 FROM " + other + " x WHERE x.a = " + table + ".a AND x.k > " + table + ".k + 30)";
                default -> "n > (SELECT AVG(x.n) + 300 FROM " + other + " x)";
            };
        }

        private String assignments(String t) {
            return switch (random.nextInt(4)) {
                case 0 -> "k = " + t + ".k + 1";
                case 1 -> "a = " + t + ".k, s = CASE WHEN " + t + ".a > 20 THEN 'big' ELSE " + t + ".s END";
                case 2 -> "d = NULL, n = " + t + ".n - 1.5";
                default -> "s = " + t + ".s || '+', a = NULL, k = " + t + ".k % 50";
            };
        }

        /// At most one row for each k.
        private static String grouped(String table) {
            return "(SELECT k, MIN(a) AS a, MAX(s) AS s, MAX(n) AS n, COUNT(*) AS c FROM " + table + " GROUP BY k)";
        }

        private String merge(String table, String other) {
            StringBuilder sql = new StringBuilder("MERGE INTO " + table + " AS t USING " + grouped(other)
                    + " AS y ON t.k = y.k + " + random.nextInt(3));
            if (random.nextBoolean()) {
                sql.append(" WHEN MATCHED AND y.c > 2 THEN DELETE");
            }
            if (random.nextInt(3) > 0) {
                sql.append(" WHEN MATCHED AND (" + condition("t") + ") THEN UPDATE SET a = y.a, s = t.s || y.s");
            }
            if (random.nextBoolean()) {
                sql.append(" WHEN MATCHED AND y.c = 1 THEN UPDATE SET n = y.n");
            }
            sql.append(" WHEN NOT MATCHED AND y.k % 3 > 0 THEN INSERT (k, a, s) VALUES (y.k + 20, y.a, 'ins')");
            return sql.toString();
        }
    }
}
