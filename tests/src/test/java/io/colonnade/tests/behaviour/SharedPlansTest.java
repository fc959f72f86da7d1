package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements that differ in literals share plans, and nobody notices.
///
/// In parentheses a literal is not taken out, so that the same statement is planned with it: the answers are
/// the same.
class SharedPlansTest {
    private static final List<String> COLUMNS =
            List.of("ti", "si", "i", "l", "n", "w", "r", "f", "c", "v", "d", "ts", "tm", "b");

    private static final List<String> LITERALS = List.of(
            "0",
            "1",
            "-1",
            "7",
            "127",
            "200",
            "40000",
            "3000000000",
            "12345678901234567890",
            "0.5",
            "-2.50",
            "1.005",
            "99999999999999999999999999999999999.99",
            "1e3",
            "-1.5e0",
            "0.1",
            "'x'",
            "'ab'",
            "'ab '",
            "'it''s'",
            "''",
            "'a much longer text than fits'",
            "'2020-01-01'",
            "DATE '2020-01-01'",
            "DATE '2024-02-29'",
            "'2024-2-9'",
            "TIMESTAMP '2020-01-01 12:30:00'",
            "'2020-01-01 12:30:00.123456'",
            "TIME '12:30:00'",
            "INTERVAL '1' DAY",
            "1 + 1",
            "0.5 - 0.25",
            "3 - 4.000",
            "1e3 + 1",
            "2147483647 + 1",
            "1 + 1 + 1",
            "DATE '2020-01-31' + INTERVAL '1' MONTH",
            "DATE '2024-02-29' - INTERVAL '4' YEAR",
            "DATE '2020-01-01' + INTERVAL '1' HOUR",
            "DATE '9999-12-31' + INTERVAL '1' DAY",
            "DATE '2020-02-10' - INTERVAL '1000' DAY",
            "'%b'",
            "'_'",
            "NULL",
            "TRUE",
            "'true'",
            "'7'");

    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=", "!=");

    private final Connection connection;

    SharedPlansTest() throws SQLException {
        connection = DriverManager.getConnection("jdbc:colonnade:mem:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @BeforeEach
    void rows() throws SQLException {
        run(
                "CREATE TABLE t (id INTEGER NOT NULL, ti TINYINT, si SMALLINT, i INTEGER, l BIGINT, n DECIMAL(12, 2),"
                        + " w DECIMAL(38, 2), r REAL, f DOUBLE, c CHAR(5), v VARCHAR(10), d DATE, ts TIMESTAMP, tm TIME, b BOOLEAN)");
        run("INSERT INTO t VALUES (1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 'ab', 'ab', DATE '2020-01-01',"
                + " TIMESTAMP '2020-01-01 12:30:00', TIME '12:30:00', TRUE)");
        run(
                "INSERT INTO t VALUES (2, -1, 200, 40000, 3000000000, -2.50, 99999999999999999999999999999999999.99, 0.1, 0.1,"
                        + " 'x', 'it''s', DATE '2024-02-29', TIMESTAMP '2020-01-01 12:30:00.123456', TIME '00:00:00', FALSE)");
        run(
                "INSERT INTO t VALUES (3, 0, 0, 0, 0, 0, 0, 0, 0, '', '', DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59',"
                        + " TIME '23:59:59', NULL)");
        run("INSERT INTO t VALUES (4, 127, -1, -1, -1, 1000, 1000, 1000, -1.5, 'true', 'ab ', DATE '2020-01-02',"
                + " TIMESTAMP '2020-01-01 00:00:00', TIME '12:30:00.5', TRUE)");
        run("INSERT INTO t (id) VALUES (5)");
    }

    @Test
    void literalsOfAllTypesMeanWhatTheyMeanAlone() throws SQLException {
        long before = shared();
        for (String column : COLUMNS) {
            for (String literal : LITERALS) {
                same(
                        "SELECT id, " + column + " FROM t WHERE id < 5 AND (" + column + " = %s OR t." + column
                                + " > %s) ORDER BY id",
                        literal,
                        literal);
            }
        }
        assertThat(shared()).isGreaterThan(before + 50);
    }

    @Test
    void statementsOfManyShapesAnswerTheSame() throws SQLException {
        long seed = Long.getLong("colonnade.shared.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> shapes = List.of(
                "SELECT 1, id, 'x' FROM t WHERE %c %o %s ORDER BY 2",
                "SELECT COUNT(*), SUM(n) FROM t WHERE %c BETWEEN %s AND %s",
                "SELECT %c FROM t WHERE NOT (%c %o %s) ORDER BY id LIMIT 2",
                "SELECT id, CASE WHEN %c %o %s THEN 1 WHEN %c %o %s THEN 2.5 END FROM t ORDER BY id",
                "SELECT a.id, b.id FROM t a LEFT JOIN t b ON a.id = b.id AND b.%c %o %s ORDER BY 1",
                "SELECT %c, COUNT(*) FROM t GROUP BY %c HAVING %c %o %s ORDER BY 2, 1",
                "SELECT id FROM t WHERE id IN (SELECT id FROM t WHERE %c %o %s) AND %c %o %s ORDER BY 1",
                "WITH x AS (SELECT * FROM t WHERE %c %o %s) SELECT COUNT(*) FROM x a, x b WHERE a.%c %o %s",
                "SELECT %c = %s FROM t WHERE \"i\" %o %s ORDER BY id",
                "SELECT id FROM t WHERE %c IN (%s, %s) OR %c = %s ORDER BY id",
                "SELECT id FROM t WHERE %c NOT IN (%s, %s, %s) AND %c NOT BETWEEN %s AND %s ORDER BY id",
                "SELECT id FROM t WHERE v LIKE %s OR c NOT LIKE %s OR %c LIKE %s ORDER BY id",
                "SELECT id FROM t WHERE COALESCE(%c, %c) %o %s OR UPPER(v) %o %s ORDER BY id",
                "SELECT 2 * SUM(CASE WHEN %c %o %s THEN i ELSE 0 END) / COUNT(*) FROM t",
                "SELECT MAX(%c) FROM t GROUP BY b HAVING MIN(%c) %o %s ORDER BY 1",
                "SELECT a.id FROM t a, t b WHERE (a.%c = %s AND b.i = %s) OR (a.%c = %s AND b.i = %s) ORDER BY 1",
                "UPDATE t SET i = 5 WHERE %c %o %s",
                "DELETE FROM t WHERE %c %o %s");
        for (int i = 0; i < 200; i++) {
            String shape = shapes.get(random.nextInt(shapes.size()));
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            String text = shape.replace("%c", column);
            while (text.contains("%o")) {
                text = text.replaceFirst("%o", OPERATORS.get(random.nextInt(OPERATORS.size())));
            }
            String first = LITERALS.get(random.nextInt(LITERALS.size()));
            String second = LITERALS.get(random.nextInt(LITERALS.size()));
            try {
                same(text, first, second);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void plansAreSharedOnlyWhereSizesAreAlike() throws SQLException {
        run("CREATE TABLE big AS SELECT a.id * 100 + b.id * 10 + c.id AS x FROM t a, t b, t c");
        long before = shared();
        assertThat(run("SELECT COUNT(*) FROM big WHERE x < 500"))
                .isEqualTo(run("SELECT COUNT(*) FROM big WHERE x < (500)"));
        run("SELECT COUNT(*) FROM big WHERE x < 450");
        assertThat(shared()).isEqualTo(before + 1);
        run("SELECT COUNT(*) FROM big WHERE x < 112");
        assertThat(shared()).isEqualTo(before + 1);
        run("SELECT COUNT(*) FROM big WHERE x < 113");
        assertThat(shared()).isEqualTo(before + 2);
        // Another type has another plan.
        run("SELECT COUNT(*) FROM big WHERE x < 450.5");
        assertThat(shared()).isEqualTo(before + 2);
    }

    @Test
    void nothingThatHasANameOrAPlaceIsShared() throws SQLException {
        assertThat(run("SELECT 1, id FROM t WHERE i = 1 ORDER BY 1")).contains("INTEGER");
        assertThat(run("SELECT 3000000000, id FROM t WHERE i = 1 ORDER BY 1")).contains("BIGINT");
        assertThat(run("SELECT 1.5, id FROM t WHERE i = 1 ORDER BY 1")).contains("DECIMAL");
        assertThat(run("SELECT id, i FROM t WHERE id < 3 ORDER BY 1"))
                .isNotEqualTo(run("SELECT id, i FROM t WHERE id < 3 ORDER BY 2 DESC"));
        assertThat(run("SELECT id FROM t WHERE id < 9 ORDER BY 1 LIMIT 1"))
                .isNotEqualTo(run("SELECT id FROM t WHERE id < 9 ORDER BY 1 LIMIT 2"));
    }

    @Test
    void listsPatternsSumsAndCasesShareAPlan() throws SQLException {
        List<String> shapes = List.of(
                "SELECT id FROM t WHERE v IN (%s, 'z') ORDER BY id",
                "SELECT id FROM t WHERE v NOT LIKE %s ORDER BY id",
                "SELECT b FROM t GROUP BY b HAVING MAX(v) > %s ORDER BY b",
                "SELECT 2 * SUM(CASE WHEN v = %s THEN 1 ELSE 0 END) / COUNT(*) FROM t");
        for (String shape : shapes) {
            long before = shared();
            same(shape, "'ab'", "");
            same(shape, "'x'", "");
            assertThat(shared()).as(shape).isEqualTo(before + 1);
        }
        long before = shared();
        run("SELECT id FROM t WHERE d < DATE '2020-01-31' + INTERVAL '1' MONTH AND n BETWEEN 0.06 - 0.01 AND 1.5 + 1");
        run("SELECT id FROM t WHERE d < DATE '2020-02-27' + INTERVAL '2' DAY AND n BETWEEN 0.05 - 0.00 AND 2.0 + 0.5");
        assertThat(shared()).isEqualTo(before + 1);
    }

    @Test
    void aLimitOfARankStaysInThePlan() throws SQLException {
        String text = "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY b ORDER BY id) AS nth FROM t)"
                + " WHERE nth <= %s ORDER BY id";
        long before = shared();
        same(text, "1", "1");
        same(text, "2", "2");
        assertThat(shared()).isEqualTo(before);
    }

    @Test
    void parametersTellOfEachTableWhatLiteralsDo() throws SQLException {
        String condition = "(x.i = ? AND y.v = ?) OR (x.i = ? AND y.v = ?)";
        try (PreparedStatement statement = connection.prepareStatement(
                "EXPLAIN SELECT x.id FROM t AS x JOIN t AS y ON x.id = y.id WHERE " + condition)) {
            for (int i = 1; i <= 4; i++) {
                statement.setString(i, "1");
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            assertThat(plan.toString())
                    .contains("where ((i = ?1) OR (i = ?3))")
                    .contains("where ((v = ?2) OR (v = ?4))");
        }
    }

    private long shared() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT hits FROM system.plans WHERE kind LIKE 'shape'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Runs a statement with these literals as they are and in parentheses; changes are taken back.
    private void same(String text, String first, String second) throws SQLException {
        String alone = fill(text, "(" + first + ")", "(" + second + ")");
        String shared;
        if (text.startsWith("SELECT") || text.startsWith("WITH")) {
            shared = run(fill(text, first, second));
            alone = run(alone);
        } else {
            connection.setAutoCommit(false);
            shared = run(fill(text, first, second)) + run("SELECT * FROM t ORDER BY id");
            connection.rollback();
            alone = run(alone) + run("SELECT * FROM t ORDER BY id");
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(shared).as(fill(text, first, second)).isEqualTo(alone);
    }

    private static String fill(String text, String first, String second) {
        StringBuilder filled = new StringBuilder();
        boolean even = true;
        int at = 0;
        for (int i = text.indexOf("%s"); i >= 0; i = text.indexOf("%s", at)) {
            filled.append(text, at, i).append(even ? first : second);
            even = !even;
            at = i + 2;
        }
        return filled.append(text.substring(at)).toString();
    }

    /// The answer with its types as text; of an error its SQLSTATE.
    private String run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount() + " rows changed";
            }
            try (ResultSet rows = statement.getResultSet()) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> lines = new ArrayList<>();
                StringBuilder head = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    head.append(columns.getColumnLabel(i))
                            .append(' ')
                            .append(columns.getColumnTypeName(i))
                            .append(' ')
                            .append(columns.getPrecision(i))
                            .append(' ')
                            .append(columns.getScale(i))
                            .append(", ");
                }
                lines.add(head.toString());
                while (rows.next()) {
                    StringBuilder line = new StringBuilder();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        line.append(rows.getString(i)).append('|');
                    }
                    lines.add(line.toString());
                }
                return String.join("\n", lines);
            }
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }
}
