package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of the engine as tools and other connections see them.
class SystemTablesTest {
    private static final String ENDLESS = "SELECT count(*) FROM system.columns a, system.columns b, system.columns c, "
            + "system.columns d, system.columns e WHERE a.position + b.position + c.position > d.position - e.position";

    private static String url(String name, int nodes) {
        return "jdbc:colonnade:mem:" + name + nodes + "?nodes=" + nodes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRunningQueryIsSeenAndKilledByAnotherConnection(int nodes) throws Exception {
        try (Connection connection = DriverManager.getConnection(url("killed", nodes));
                Connection other = DriverManager.getConnection(url("killed", nodes));
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> {
                try (ResultSet result = statement.executeQuery(ENDLESS)) {
                    result.next();
                    return "answered";
                } catch (SQLException e) {
                    return e.getSQLState();
                }
            });
            long id = 0;
            while (id == 0) {
                id = number(
                        other,
                        "SELECT coalesce(max(id), 0) FROM system.queries WHERE state = 'running' AND text LIKE 'SELECT count(*)%'");
            }
            try (Statement killer = other.createStatement()) {
                killer.execute("KILL QUERY " + id);
            }
            assertThat(state.get(30, TimeUnit.SECONDS)).isEqualTo("57014");
            assertThat(number(
                            other,
                            "SELECT count(*) FROM system.queries WHERE state = 'cancelled' AND sqlstate = '57014' AND id = "
                                    + id))
                    .isEqualTo(1);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            long number = result.getLong(1);
            assertThat(result.next()).isFalse();
            return number;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void metadataKnowsThemAsTheyAnswer(int nodes) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("metadata", nodes))) {
            DatabaseMetaData metadata = connection.getMetaData();
            List<String> tables = new ArrayList<>();
            try (ResultSet found = metadata.getTables(null, "%", "%", new String[] {"SYSTEM TABLE"})) {
                while (found.next()) {
                    tables.add(found.getString("TABLE_SCHEM") + "." + found.getString("TABLE_NAME"));
                }
            }
            assertThat(tables).contains("information_schema.columns", "system.queries", "system.segments");
            for (String table : tables) {
                assertThat(answered(connection, table)).as(table).isEqualTo(described(metadata, table));
            }
            try (ResultSet own = metadata.getTables(null, null, "%", new String[] {"TABLE"})) {
                assertThat(own.next()).isFalse();
            }
        }
    }

    private static List<String> described(DatabaseMetaData metadata, String table) throws SQLException {
        String[] names = table.split("\\.");
        List<String> columns = new ArrayList<>();
        try (ResultSet found = metadata.getColumns(null, names[0], names[1], "%")) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME") + " " + found.getString("TYPE_NAME") + " "
                        + found.getInt("NULLABLE"));
            }
        }
        return columns;
    }

    private static List<String> answered(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData metadata = result.getMetaData();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(metadata.getColumnLabel(i) + " " + metadata.getColumnTypeName(i) + " "
                        + metadata.isNullable(i));
            }
            while (result.next()) {
                result.getObject(1);
            }
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void preparedStatementsTakeParametersByNumber(int nodes) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("numbered", nodes));
                PreparedStatement statement =
                        connection.prepareStatement("SELECT $2 || 'x', CAST($1 AS INTEGER) + 1, CAST($1 AS INTEGER)")) {
            statement.setInt(1, 41);
            statement.setString(2, "a");
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                assertThat(result.getString(1)).isEqualTo("ax");
                assertThat(result.getInt(2)).isEqualTo(42);
                assertThat(result.getInt(3)).isEqualTo(41);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatRanIsTold(int nodes) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("told", nodes));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int i = 0; i < 5; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertThat(number(connection, "SELECT sum(result_rows) FROM system.queries WHERE text LIKE 'INSERT%'"))
                    .isEqualTo(5);
            assertThat(number(connection, "SELECT count(*) FROM t")).isEqualTo(5);
            assertThat(number(connection, "SELECT rows_read FROM system.queries WHERE text = 'SELECT count(*) FROM t'"))
                    .isEqualTo(5);
            String plan = String.join("\n", texts(statement, "EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM t"));
            assertThat(plan)
                    .contains("\"actual\": [{\"worker\": ", "\"rows_out\": 5", "\"peak_bytes\": ")
                    .startsWith("{");
            for (int i = 0; i < 1100; i++) {
                assertThatThrownBy(() -> statement.execute("nonsense")).isInstanceOf(SQLException.class);
            }
            assertThat(number(connection, "SELECT count(*) FROM system.queries WHERE state <> 'running'"))
                    .isEqualTo(1000);
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                lines.add(result.getString(1));
            }
        }
        return lines;
    }
}
