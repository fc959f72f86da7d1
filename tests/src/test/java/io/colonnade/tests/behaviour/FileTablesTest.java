package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read of files that stand in a query.
class FileTablesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rowGroupsThatAFilterExcludesAreNotRead(int nodes) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM (VALUES (1, DATE '2024-01-01'), (5, DATE '2024-01-05')) AS v (n, day)) TO '"
                            + file("a") + "'");
            statement.execute("COPY (SELECT * FROM (VALUES (6, DATE '2025-01-01'), (9, NULL)) AS v (n, day)) TO '"
                    + file("b") + "'");
            String all = "SELECT * FROM '" + file("*") + "'";
            String column = name(statement, all, 1);
            String day = name(statement, all, 2);
            assertThat(scanned(statement, all)).isEqualTo(4);
            assertThat(scanned(statement, all + " WHERE " + column + " > 5")).isEqualTo(2);
            assertThat(scanned(statement, all + " WHERE " + column + " IN (10, 20)"))
                    .isZero();
            assertThat(scanned(statement, all + " WHERE " + day + " < DATE '2024-06-01'"))
                    .isEqualTo(2);
            assertThat(scanned(statement, all + " WHERE " + day + " IS NULL")).isEqualTo(2);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".parquet");
    }

    private static String name(Statement statement, String sql, int column) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return '"' + result.getMetaData().getColumnLabel(column) + '"';
        }
    }

    /// The rows that came out of all scans of files of a query.
    private static long scanned(Statement statement, String sql) throws SQLException {
        long rows = 0;
        try (ResultSet result = statement.executeQuery("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)) {
            while (result.next()) {
                String line = result.getString(1);
                if (line.contains("\"node\": \"FileScan\"")) {
                    for (String part : line.split("\"rows_out\": ", -1)) {
                        rows += Character.isDigit(part.charAt(0)) ? Long.parseLong(part.split(",", 2)[0]) : 0;
                    }
                }
            }
        }
        return rows;
    }
}
