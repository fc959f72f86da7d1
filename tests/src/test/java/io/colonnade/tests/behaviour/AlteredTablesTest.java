package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Definitions that changed under the rows of a database in a directory.
class AlteredTablesTest {
    /// Enough that segments have files.
    private static final int ROWS = 60_000;

    @TempDir
    Path directory;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:colonnade:file:" + directory.resolve("db"));
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getString(i));
            }
            return String.join(" | ", values);
        }
    }

    private Path file() throws Exception {
        Path csv = directory.resolve("rows.csv");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(i)
                    .append(",name ")
                    .append(i * 31)
                    .append(',')
                    .append(i % 7)
                    .append('\n');
        }
        return Files.writeString(csv, text);
    }

    @Test
    void imagesAreMadeAgainOfSegmentsWithOtherColumnsThanTheirTable() throws Exception {
        String query = "SELECT count(*), sum(id), max(label), sum(n), min(n), count(more) FROM s.t";
        String expected = ROWS + " | 1799970000 | name 999998 | " + 5 * ROWS + " | 5 | 0";
        try (Connection connection = connect()) {
            run(
                    connection,
                    "CREATE SCHEMA s",
                    "CREATE TABLE s.t (id INTEGER, name VARCHAR, n INTEGER)",
                    "COPY s.t FROM '" + file() + "'",
                    "ALTER TABLE s.t DROP COLUMN n, RENAME COLUMN name TO label",
                    "ALTER TABLE s.t ADD COLUMN n BIGINT DEFAULT 5 NOT NULL, ADD COLUMN more VARCHAR",
                    "CREATE VIEW s.v AS SELECT label AS l, n FROM s.t WHERE id < 10");
            assertThat(row(connection, query)).isEqualTo(expected);
        }
        int images = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path image :
                    files.filter(path -> path.toString().endsWith(".image")).toList()) {
                Files.delete(image);
                images++;
            }
        }
        assertThat(images).isPositive();
        try (Connection connection = connect()) {
            assertThat(row(connection, query)).isEqualTo(expected);
            assertThat(row(connection, "SELECT count(*), max(l), sum(n) FROM s.v"))
                    .isEqualTo("10 | name 93 | 50");
            run(connection, "ALTER TABLE s.t DROP COLUMN label");
            assertThat(row(connection, "SELECT sum(n), max(id) FROM s.t")).isEqualTo(5 * ROWS + " | " + (ROWS - 1));
        }
    }

    @Test
    void metadataListsSchemasAndViews() throws Exception {
        try (Connection connection = connect()) {
            run(
                    connection,
                    "CREATE SCHEMA s",
                    "CREATE TABLE t (id INTEGER NOT NULL)",
                    "CREATE VIEW s.v (a, b) AS SELECT id, 'x' FROM t",
                    "CREATE VIEW broken AS SELECT * FROM s.v",
                    "DROP VIEW s.v",
                    "CREATE VIEW s.v (a, b) AS SELECT id, 1.50 FROM t",
                    "DROP VIEW broken");
            assertThat(rows(connection.getMetaData().getSchemas(), "TABLE_SCHEM"))
                    .containsExactly("information_schema", "main", "s", "system");
            assertThat(rows(connection.getMetaData().getTables(null, "s", "%", null), "TABLE_NAME", "TABLE_TYPE"))
                    .containsExactly("v VIEW");
            assertThat(rows(connection.getMetaData().getColumns(null, "s", "v", "%"), "COLUMN_NAME", "TYPE_NAME"))
                    .containsExactly("a INTEGER", "b DECIMAL");
        }
    }

    private static List<String> rows(ResultSet result, String... columns) throws SQLException {
        try (result) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    values.add(result.getString(column));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        }
    }
}
