package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Rows of literals take a shorter way than rows with an expression among them; what is stored, or what the
/// error says, must be the same.
class LiteralInsertTest {
    private static final int ROWS = Integer.getInteger("colonnade.literals.rows", 600);
    private static final String[] TYPES = {
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "DECIMAL(5, 2)",
        "DECIMAL(18, 0)",
        "DECIMAL(38, 10)",
        "DOUBLE",
        "VARCHAR(4)",
        "CHAR(3)",
        "VARCHAR",
        "DATE",
        "TIMESTAMP",
        "BOOLEAN"
    };
    private static final String[] LITERALS = {
        "NULL",
        "TRUE",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "32767",
        "32768",
        "-32768",
        "-32769",
        "2147483648",
        "-2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "0.0",
        "-0.0",
        "1.5",
        "-1.25",
        "999.99",
        "999.994",
        "999.995",
        "1000",
        "1.005",
        "12.",
        ".5",
        "0.1",
        "123456789012345678901234567.0123456789",
        "1e3",
        "-1e-3",
        "1e400",
        "0e0",
        "1.7976931348623157e308",
        "9007199254740993",
        "9007199254740993.5",
        "''",
        "'a'",
        "'abcd'",
        "'abcde'",
        "'ab '",
        "'   '",
        "'é€😀'",
        "'12'",
        "' 7 '",
        "'1.5'",
        "'true'",
        "'2024-02-29'",
        "'2023-02-29'",
        "'2024-2-9'",
        "' 2024-02-29'",
        "DATE '2024-02-29'",
        "DATE '0001-01-01'",
        "DATE '2024-13-01'",
        "'2024-02-29 12:30:00'",
        "'2024-02-29 12:30:00.123456'",
        "'2024-02-29 12:30:00.1234567'",
        "'2024-02-29T12:30:00'",
        "'2024-02-29 24:00:00'",
        "TIMESTAMP '2024-02-29 12:30:00'",
        "TIMESTAMP '2024-02-29 12:30:00.5'",
        "TIMESTAMP '2024-02-29'",
        "U&'\\00FC'",
        "'it''s'"
    };

    /// The row that came into the table, or what the error says without its place.
    private static String outcome(Statement statement, String table, String insert) throws SQLException {
        try {
            statement.execute(insert);
        } catch (SQLException e) {
            return e.getSQLState() + " "
                    + e.getMessage().lines().findFirst().orElse("").replace(table, "T");
        }
        List<String> row = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                for (int i = 1; i <= TYPES.length; i++) {
                    row.add("<" + rows.getString(i) + ">");
                }
            }
        }
        statement.execute("TRUNCATE TABLE " + table);
        return row.toString();
    }

    @Test
    void literalsMeanWhatTheyMeanBesideExpressions() throws SQLException {
        Random random = new Random(20261121);
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            StringBuilder columns = new StringBuilder();
            for (int i = 0; i < TYPES.length; i++) {
                columns.append('c').append(i).append(' ').append(TYPES[i]).append(", ");
            }
            statement.execute("CREATE TABLE ones (" + columns + "extra INTEGER)");
            statement.execute("CREATE TABLE ways (" + columns + "extra INTEGER)");
            int stored = 0;
            for (int i = 0; i < ROWS; i++) {
                int column = i % TYPES.length;
                String literal = LITERALS[
                        i / TYPES.length < LITERALS.length ? i / TYPES.length : random.nextInt(LITERALS.length)];
                String values = " (c" + column + ", extra) VALUES (" + literal + ", ";
                String expected = outcome(statement, "ways", "INSERT INTO ways" + values + "1 + 1)");
                String actual = outcome(statement, "ones", "INSERT INTO ones" + values + "2)");
                assertThat(actual).as("%s as %s", literal, TYPES[column]).isEqualTo(expected);
                stored += actual.startsWith("[") ? 1 : 0;
            }
            assertThat(stored).isBetween(ROWS / 10, ROWS - 1);
        }
    }

    @Test
    void rowsOfOneTextGoIntoTheirColumns() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?nodes=3");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (k INTEGER NOT NULL, s VARCHAR DEFAULT 'x', d DATE) DISTRIBUTE BY HASH(k)");
            StringBuilder insert = new StringBuilder("INSERT INTO t (d, k) VALUES (DATE '2024-01-01', 0)");
            for (int i = 1; i < 500; i++) {
                insert.append(", ('2024-01-02', ").append(i).append(')');
            }
            assertThat(statement.executeUpdate(insert.toString())).isEqualTo(500);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT COUNT(*), SUM(k), MIN(s), MAX(s), COUNT(DISTINCT d) FROM t WHERE d >= '2024-01-01'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(500);
                assertThat(rows.getLong(2)).isEqualTo(499 * 250);
                assertThat(rows.getString(3)).isEqualTo("x");
                assertThat(rows.getString(4)).isEqualTo("x");
                assertThat(rows.getLong(5)).isEqualTo(2);
            }
        }
    }
}
