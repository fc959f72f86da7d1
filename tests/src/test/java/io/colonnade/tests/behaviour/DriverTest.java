package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The driver over the real engine: parameters, getters, metadata.
class DriverTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void preparedStatementsTakeParametersOfAllTypes(int nodes) throws SQLException {
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes)) {
            DatabaseTest.run(
                    connection,
                    "CREATE TABLE t (i INTEGER, b BIGINT, d DECIMAL(20, 4), x DOUBLE, s VARCHAR, day DATE,"
                            + " moment TIMESTAMP, f BOOLEAN)");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setInt(1, 7);
                insert.setLong(2, Long.MAX_VALUE);
                insert.setBigDecimal(3, new BigDecimal("1234567890123456.7891"));
                insert.setDouble(4, 0.5);
                insert.setString(5, "Grüße");
                insert.setObject(6, LocalDate.of(2024, 2, 29));
                insert.setObject(7, LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_789_000));
                insert.setBoolean(8, true);
                assertThat(insert.executeUpdate()).isEqualTo(1);
                for (int i = 1; i <= 8; i++) {
                    insert.setObject(i, null);
                }
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT * FROM t WHERE i = ? AND s LIKE ? || '%' AND day > ? AND d < ?")) {
                query.setInt(1, 7);
                query.setString(2, "Gr");
                query.setDate(3, Date.valueOf("2024-01-01"));
                query.setBigDecimal(4, new BigDecimal("1234567890123456.79"));
                try (ResultSet result = query.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getInt("I")).isEqualTo(7);
                    assertThat(result.getLong(2)).isEqualTo(Long.MAX_VALUE);
                    assertThat(result.getBigDecimal(3)).isEqualTo(new BigDecimal("1234567890123456.7891"));
                    assertThat(result.getDouble(4)).isEqualTo(0.5);
                    assertThat(result.getString(5)).isEqualTo("Grüße");
                    assertThat(result.getObject(6, LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
                    assertThat(result.getObject(7, LocalDateTime.class))
                            .isEqualTo(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_789_000));
                    assertThat(result.getTimestamp(7)).isEqualTo(Timestamp.valueOf("2024-02-29 01:02:03.456789"));
                    assertThat(result.getBoolean(8)).isTrue();
                    assertThat(result.next()).isFalse();
                }
                query.setInt(1, 8);
                try (ResultSet result = query.executeQuery()) {
                    assertThat(result.next()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void metadataAgreeWithTheTables(int nodes) throws SQLException {
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes)) {
            DatabaseTest.run(connection, "CREATE TABLE city (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(30))");
            DatabaseTest.run(
                    connection,
                    "CREATE TABLE store (id BIGINT NOT NULL, city_id INTEGER, area DECIMAL(9, 2), PRIMARY KEY (id),"
                            + " FOREIGN KEY (city_id) REFERENCES city (id))");
            DatabaseMetaData metadata = connection.getMetaData();
            assertThat(column(metadata.getTables(null, null, "%", null), "TABLE_NAME"))
                    .contains("city", "store");
            assertThat(column(metadata.getColumns(null, null, "store", "%"), "COLUMN_NAME"))
                    .containsExactly("id", "city_id", "area");
            assertThat(column(metadata.getPrimaryKeys(null, null, "store"), "COLUMN_NAME"))
                    .containsExactly("id");
            assertThat(column(metadata.getImportedKeys(null, null, "store"), "PKTABLE_NAME"))
                    .containsExactly("city");
            assertThat(column(metadata.getExportedKeys(null, null, "city"), "FKTABLE_NAME"))
                    .containsExactly("store");
            assertThat(column(metadata.getTypeInfo(), "TYPE_NAME")).contains("INTEGER", "DECIMAL", "VARCHAR");
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT area * 2 AS twice, id FROM store")) {
                ResultSetMetaData columns = result.getMetaData();
                assertThat(columns.getColumnLabel(1)).isEqualTo("twice");
                assertThat(columns.getColumnType(1)).isEqualTo(Types.DECIMAL);
                assertThat(columns.getScale(1)).isEqualTo(2);
                assertThat(columns.getColumnTypeName(2)).isEqualTo("BIGINT");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void updateCountsAndMaxRowsHold(int nodes) throws SQLException {
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a INTEGER)");
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1), (2), (3)"))
                    .isEqualTo(3);
            assertThat(statement.executeUpdate("INSERT INTO t SELECT a + 3 FROM t"))
                    .isEqualTo(3);
            statement.setMaxRows(4);
            try (ResultSet result = statement.executeQuery("SELECT a FROM t")) {
                int rows = 0;
                while (result.next()) {
                    rows++;
                }
                assertThat(rows).isEqualTo(4);
            }
            assertThatThrownBy(() -> statement.executeQuery("INSERT INTO t VALUES (9)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.executeUpdate("SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(DatabaseTest.count(connection, "t"))
                    .as("nothing was inserted")
                    .isEqualTo(6);
        }
    }

    private static List<String> column(ResultSet result, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        try (result) {
            while (result.next()) {
                values.add(result.getString(name));
            }
        }
        return values;
    }
}
