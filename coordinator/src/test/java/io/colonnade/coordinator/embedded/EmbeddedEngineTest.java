package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements through java.sql on one node and on three. Closing a connection checks that all memory is back.
@Timeout(120)
class EmbeddedEngineTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aConstantIsSelected(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tablesAreCreatedFilledJoinedAndGrouped(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            fill(connection);
            assertThat(rows(connection, "SELECT count(*) FROM sale")).containsExactly("6");
            assertThat(rows(connection, "SELECT id, amount FROM sale WHERE amount > 15 ORDER BY id"))
                    .containsExactly("2|20.50", "3|30.25", "5|50.00", "6|60.00");
            assertThat(rows(
                            connection,
                            "SELECT c.name, sum(s.amount), count(*) FROM sale s JOIN city c ON s.city = c.id"
                                    + " GROUP BY c.name ORDER BY c.name"))
                    .containsExactly("Berlin|30.50|2", "Oslo|90.25|2");
            assertThat(rows(connection, "SELECT id FROM sale ORDER BY id DESC LIMIT 2"))
                    .containsExactly("6", "5");
            assertThat(rows(connection, "SELECT DISTINCT city FROM sale ORDER BY city NULLS FIRST"))
                    .containsExactly("null", "1", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void insertsFromQueriesAndNewTablesOfQueriesAreCounted(int nodes) throws Exception {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            fill(connection);
            assertThat(statement.executeUpdate("INSERT INTO sale SELECT id + 100, city, amount, day FROM sale"))
                    .isEqualTo(6);
            assertThat(rows(connection, "SELECT count(*), sum(amount) FROM sale"))
                    .containsExactly("12|321.50");
            statement.execute("CREATE TABLE big AS SELECT id, amount FROM sale WHERE amount > 30");
            assertThat(rows(connection, "SELECT count(*) FROM big")).containsExactly("6");
            statement.execute("DROP TABLE big");
            assertThatThrownBy(() -> rows(connection, "SELECT count(*) FROM big"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void filesAreCopied(int nodes, @TempDir Path directory) throws Exception {
        for (int file = 0; file < 4; file++) {
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < 1000; row++) {
                text.append(file * 1000 + row).append(',').append(row % 3).append(",1.25,2024-02-29\n");
            }
            Files.writeString(directory.resolve("part-" + file + ".csv"), text);
        }
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            fill(connection);
            assertThat(statement.executeUpdate("COPY sale FROM '" + directory.resolve("part-*.csv") + "'"))
                    .isEqualTo(4000);
            assertThat(rows(connection, "SELECT count(*), sum(id) FROM sale WHERE day = DATE '2024-02-29'"))
                    .containsExactly("4000|7998000");
            Files.writeString(directory.resolve("part-9.csv"), "1,2,3.5,2024-01-01\n1,x,3.5,2024-01-01\n");
            assertThatThrownBy(
                            () -> statement.executeUpdate("COPY sale FROM '" + directory.resolve("part-*.csv") + "'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("part-9.csv");
            assertThat(rows(connection, "SELECT count(*) FROM sale")).containsExactly("4006");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void errorsHaveStateAndPosition(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            fill(connection);
            assertThatThrownBy(() -> rows(connection, "SELECT amuont\nFROM sale"))
                    .isInstanceOfSatisfying(SQLException.class, e -> {
                        assertThat(e.getSQLState()).isEqualTo("42703");
                        assertThat(e.getMessage())
                                .contains("amuont")
                                .contains("line 1")
                                .contains("amount");
                    });
            assertThatThrownBy(() -> rows(connection, "SELECT sum(10 / (id - 3)) FROM sale"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            assertThatThrownBy(() -> rows(connection, "SELEC 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
            assertThat(rows(connection, "SELECT count(*) FROM sale")).containsExactly("6");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void preparedStatementsTakeValuesOfEveryType(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            fill(connection);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO sale VALUES (?, ?, ?, ?)")) {
                insert.setLong(1, 7);
                insert.setNull(2, java.sql.Types.INTEGER);
                insert.setBigDecimal(3, new BigDecimal("70.5"));
                insert.setObject(4, LocalDate.of(2024, 5, 6));
                assertThat(insert.executeUpdate()).isEqualTo(1);
                insert.setString(1, "many");
                assertThatThrownBy(insert::executeUpdate)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("many");
            }
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT id, day FROM sale WHERE amount > ? AND day >= ? ORDER BY id")) {
                query.setDouble(1, 55.5);
                query.setObject(2, LocalDate.of(2024, 1, 1));
                try (ResultSet result = query.executeQuery()) {
                    List<String> rows = read(result);
                    assertThat(rows).containsExactly("6|2024-01-06", "7|2024-05-06");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBatchOfInsertsIsOneCommit(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            fill(connection);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO sale (id, city) VALUES (?, ? + 1)")) {
                for (int i = 0; i < 500; i++) {
                    insert.setLong(1, 1000 + i);
                    insert.setInt(2, i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(500).containsOnly(1);
                assertThat(rows(connection, "SELECT count(*), sum(city) FROM sale WHERE id >= 1000"))
                        .containsExactly("500|125250");
                insert.setLong(1, 5000);
                insert.setInt(2, 1);
                insert.addBatch();
                insert.setObject(1, null);
                insert.setInt(2, 2);
                insert.addBatch();
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("23502"));
                assertThat(rows(connection, "SELECT count(*) FROM sale WHERE id = 5000"))
                        .containsExactly("0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rowsBeyondTheLimitAreNotMade(int nodes) throws Exception {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            fill(connection);
            statement.setMaxRows(2);
            try (ResultSet result = statement.executeQuery("SELECT id FROM sale ORDER BY id")) {
                assertThat(read(result)).containsExactly("1", "2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void cancelAndTimeoutStopARunningQueryAndFreeItsMemory(int nodes) throws Exception {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE n (x BIGINT) DISTRIBUTE BY HASH(x)");
            StringBuilder insert = new StringBuilder("INSERT INTO n VALUES (0)");
            for (int i = 1; i < 1000; i++) {
                insert.append(", (").append(i).append(')');
            }
            statement.execute(insert.toString());
            String endless = "SELECT sum(a.x + b.x + c.x + d.x) FROM n a, n b, n c, n d WHERE a.x + b.x > c.x - d.x";
            long[] stopped = new long[2];
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(
                    () -> {
                        try {
                            stopped[0] = System.nanoTime();
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            assertThatThrownBy(() -> read(statement.executeQuery(endless)))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            stopped[1] = System.nanoTime();
            canceller.get();
            System.out.println("cancel took " + (stopped[1] - stopped[0]) / 1_000_000 + " ms");
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> read(statement.executeQuery(endless)))
                    .isInstanceOfSatisfying(SQLException.class, e -> {
                        assertThat(e.getSQLState()).isEqualTo("57014");
                        assertThat(e.getMessage()).contains("1000 ms");
                    });
            statement.setQueryTimeout(0);
            assertThat(rows(connection, "SELECT count(*) FROM n")).containsExactly("1000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void plansAreExplained(int nodes) throws Exception {
        try (Connection connection = open(nodes)) {
            fill(connection);
            assertThat(String.join("\n", rows(connection, "EXPLAIN SELECT count(*) FROM sale")))
                    .contains("sale");
            assertThat(String.join("\n", rows(connection, "EXPLAIN ANALYZE SELECT count(*) FROM sale")))
                    .contains("sale");
        }
    }

    private static Connection open(int nodes) throws SQLException {
        return DriverManager.getConnection("jdbc:colonnade:mem:?nodes=" + nodes);
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE city (id INTEGER NOT NULL, name VARCHAR(20)) REPLICATED");
            statement.execute("CREATE TABLE sale (id BIGINT NOT NULL, city INTEGER, amount DECIMAL(12, 2), day DATE)"
                    + " ORDER BY (day) DISTRIBUTE BY HASH(id)");
            statement.execute("INSERT INTO city VALUES (1, 'Berlin'), (2, 'Oslo'), (3, 'Rome')");
            assertThat(statement.executeUpdate(
                            "INSERT INTO sale VALUES (1, 1, 10.00, DATE '2024-01-01'), (2, 1, 20.50, DATE '2024-01-02'),"
                                    + " (3, 2, 30.25, DATE '2024-01-03'), (4, NULL, -10.00, DATE '2024-01-04'),"
                                    + " (5, NULL, 50.00, NULL), (6, 2, 60.00, DATE '2024-01-06')"))
                    .isEqualTo(6);
            statement.execute("INSERT INTO sale SELECT 7, 1, 30.00, DATE '2024-01-07' FROM city WHERE 1 = 0");
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return read(result);
        }
    }

    private static List<String> read(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.append(i == 1 ? "" : "|").append(result.getString(i));
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
