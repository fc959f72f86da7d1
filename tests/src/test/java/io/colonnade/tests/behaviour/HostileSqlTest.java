package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Statements that nobody writes by hand get an answer, or one clear error; the connection can be used afterwards.
class HostileSqlTest {
    /// Of what is too long, too deep, or no SQL; and overflow, which some sums are.
    private static final Set<String> ERRORS = Set.of("54000", "54001", "54011", "42601", "22003", "42703");

    private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

    static {
        add("parentheses", "SELECT " + "(".repeat(400) + "1" + ")".repeat(400));
        add("many parentheses", "SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000));
        add("parentheses without end", "SELECT " + "(".repeat(10_000));
        add("OR", "SELECT k FROM t WHERE " + join(" OR ", 5_000, i -> "k=" + i));
        add("100,000 ORs", "SELECT k FROM t WHERE " + join(" OR ", 100_000, i -> "k=" + i % 9_000));
        add(
                "100,000 ORs of two columns",
                "SELECT k FROM t WHERE " + join(" OR ", 100_000, i -> (i % 2 == 0 ? "k=" : "v>") + i % 999));
        add("AND", "SELECT k FROM t WHERE " + join(" AND ", 2_000, i -> "k <> " + (i + 5)));
        add("OR of ANDs", "SELECT k FROM t WHERE " + join(" OR ", 2_000, i -> "k = " + i + " AND v > " + i));
        add("AND of BETWEENs", "SELECT k FROM t WHERE " + join(" AND ", 500, i -> "k BETWEEN 1 AND 3"));
        add("OR of LIKEs", "SELECT k FROM t WHERE " + join(" OR ", 10_000, i -> "s LIKE 'a" + i + "%'"));
        add("sum", "SELECT " + join("+", 20_000, i -> "1"));
        add("sum of columns", "SELECT " + join("+", 1_000, i -> "k") + " FROM t");
        add("concatenation", "SELECT " + join("||", 20_000, i -> "'x'"));
        add("signs", "SELECT " + "- ".repeat(10_000) + "1");
        add("NOT", "SELECT k FROM t WHERE " + "NOT ".repeat(10_000) + "k = 1");
        add("joins", "SELECT COUNT(*) FROM t a0 " + join(" ", 1_000, i -> joined("JOIN", i)));
        add("outer joins", "SELECT COUNT(*) FROM t a0 " + join(" ", 1_000, i -> joined("LEFT JOIN", i)));
        add("tables", "SELECT COUNT(*) FROM " + join(",", 1_000, i -> "t a" + i));
        add(
                "WITH twice as often each time",
                "WITH c0 AS (SELECT k FROM t), "
                        + join(", ", 30, i -> "c%d AS (SELECT a.k FROM c%d a, c%d b)".formatted(i + 1, i, i))
                        + " SELECT COUNT(*) FROM c30");
        add("columns", "SELECT " + join(",", 5_000, i -> "k + " + i + " AS c" + i) + " FROM t");
        add("IN", "SELECT k FROM t WHERE k IN (" + join(",", 10_000, i -> "" + i) + ")");
        add("NOT IN", "SELECT k FROM t WHERE s NOT IN (" + join(",", 2_000, i -> "'a" + i + "'") + ")");
        add("branches", "SELECT CASE " + join(" ", 1_000, i -> "WHEN k = " + i + " THEN " + i) + " END FROM t");
        add("CASE", "SELECT " + "CASE WHEN k=1 THEN 1 ELSE ".repeat(10_000) + "0" + " END".repeat(10_000) + " FROM t");
        add("CASE without end", "SELECT " + "CASE WHEN k=1 THEN 1 ELSE ".repeat(10_000) + "0 FROM t");
        add("functions", "SELECT " + "abs(".repeat(10_000) + "k" + ")".repeat(10_000) + " FROM t");
        add("some functions", "SELECT " + "abs(".repeat(200) + "k" + ")".repeat(200) + " FROM t");
        add("derived tables", "SELECT * FROM (".repeat(450) + "SELECT k FROM t" + join("", 450, i -> ") q" + i));
        add(
                "subqueries",
                "SELECT k FROM t WHERE " + "k IN (SELECT k FROM t WHERE ".repeat(450) + "k=1" + ")".repeat(450));
        add("UNION ALL", join(" UNION ALL ", 5_000, i -> "SELECT " + i));
        add("UNION", join(" UNION ", 1_000, i -> "SELECT " + i));
        add("string without end", "SELECT '" + "abc".repeat(300_000));
        add("name without end", "SELECT \"abc");
        add("comment without end", "SELECT 1 /* " + "abc *".repeat(200_000));
        add("comments in comments", "SELECT 1 " + "/*".repeat(100_000));
        add("quotes", "SELECT " + "'".repeat(999_999));
        add("strings", "SELECT " + "'a' ".repeat(10_000));
        add("half a character", "SELECT '\ud800'");
        add("half a character in a name", "SELECT \"\ud800\"");
        add("zero", "SELECT '\0'");
        add("control character", "SELECT \u0001");
        add("ten megabytes", "SELECT length('" + "x".repeat(10_000_000) + "')");
        add("ten megabytes of blanks", "SELECT 1" + " ".repeat(10_000_000));
        add("a megabyte", "SELECT '" + "x".repeat(1_000_000) + "'");
        add("digits", "SELECT " + "9".repeat(500_000));
        add("exponent", "SELECT 1e999999999");
        add("name", "SELECT " + "a".repeat(500_000));
        add("dots", "SELECT " + join(".", 10_000, i -> "a") + " FROM t");
        add("semicolons", ";".repeat(500_000));
        add("statements", "SELECT 1;".repeat(5_000));
        add("brackets", "SELECT " + "[".repeat(10_000));
        add("noise", noise(127));
        add("noise of all planes", noise(65_535));
    }

    private static void add(String name, String sql) {
        STATEMENTS.put(name, sql);
    }

    private static String join(String separator, int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
    }

    private static String joined(String kind, int i) {
        return "%s t a%d ON a%d.k = a%d.k".formatted(kind, i + 1, i, i + 1);
    }

    private static String noise(int max) {
        return new Random(1)
                .ints(100_000, 1, max)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    @Test
    void aStatementThatNobodyWritesGetsAnAnswerOrAnError() throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (k INTEGER, v INTEGER, s VARCHAR(10))");
            statement.execute("INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')");
            STATEMENTS.forEach((name, sql) -> {
                long start = System.nanoTime();
                String outcome = outcome(statement, sql);
                System.out.printf("%-28s %6d ms  %s%n", name, (System.nanoTime() - start) / 1_000_000, outcome);
                if (outcome.startsWith("fault")) {
                    faults.add(name + ": " + outcome);
                }
            });
        }
        assertThat(faults).isEmpty();
    }

    private static String outcome(Statement statement, String sql) {
        String outcome;
        try (ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            outcome = count + " row(s)";
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            boolean clear = ERRORS.contains(e.getSQLState()) && message.length() < 1_000;
            outcome = (clear ? "" : "fault: ") + e.getSQLState() + " "
                    + message.substring(0, Math.min(150, message.length()));
        }
        try (ResultSet rows = statement.executeQuery("SELECT SUM(v) FROM t")) {
            rows.next();
            return rows.getLong(1) == 60 ? outcome : "fault: a wrong answer afterwards";
        } catch (SQLException e) {
            return "fault: the connection is of no use afterwards: " + e.getMessage();
        }
    }
}
