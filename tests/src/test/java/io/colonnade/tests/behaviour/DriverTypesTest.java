package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TINYINT, REAL, TIME, TIMESTAMP WITH TIME ZONE and INTERVAL through the driver over the real engine.
class DriverTypesTest {
    private static final String TABLE =
            "CREATE TABLE t (b TINYINT, r REAL, c TIME, z TIMESTAMP WITH TIME ZONE, i INTERVAL)";
    private static final List<Integer> CODES =
            List.of(Types.TINYINT, Types.REAL, Types.TIME, Types.TIMESTAMP_WITH_TIMEZONE, Types.OTHER);

    private static Connection open(int nodes) throws SQLException {
        return DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes + "&timezone=Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void parametersGoInAndComeBack(int nodes) throws SQLException {
        OffsetDateTime moment = OffsetDateTime.parse("2024-02-29T12:30:00.123456+01:00");
        try (Connection connection = open(nodes)) {
            DatabaseTest.run(connection, TABLE);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
                insert.setByte(1, (byte) -128);
                insert.setFloat(2, 0.1f);
                insert.setObject(3, LocalTime.of(1, 2, 3, 456_789_000));
                insert.setObject(4, OffsetDateTime.parse("2024-02-29T06:30:00.123456-05:00"));
                insert.setString(5, "1 year 2 mons 3 days 04:05:06");
                assertThat(insert.executeUpdate()).isEqualTo(1);
                insert.setObject(1, 7, Types.TINYINT);
                insert.setObject(2, 2.5);
                insert.setTime(3, Time.valueOf("23:59:59"));
                insert.setTimestamp(4, Timestamp.from(moment.toInstant()));
                insert.setObject(5, Period.of(1, 2, 3));
                assertThat(insert.executeUpdate()).isEqualTo(1);
                insert.setNull(1, Types.TINYINT);
                insert.setNull(2, Types.REAL);
                insert.setNull(3, Types.TIME);
                insert.setNull(4, Types.TIMESTAMP_WITH_TIMEZONE);
                insert.setNull(5, Types.OTHER);
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT b, r, c, z, i FROM t WHERE z = ? AND i > ? ORDER BY b");
                    PreparedStatement nulls = connection.prepareStatement("SELECT * FROM t WHERE b IS NULL")) {
                query.setObject(1, moment);
                query.setObject(2, Duration.ofHours(1));
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getByte(1)).isEqualTo((byte) -128);
                    assertThat(rows.getFloat(2)).isEqualTo(0.1f);
                    assertThat(rows.getObject(3, LocalTime.class)).isEqualTo(LocalTime.of(1, 2, 3, 456_789_000));
                    assertThat(rows.getObject(4, OffsetDateTime.class)).isEqualTo(moment);
                    assertThat(rows.getObject(4)).isEqualTo(moment);
                    assertThat(rows.getObject(4, Instant.class)).isEqualTo(moment.toInstant());
                    assertThat(rows.getTimestamp(4)).isEqualTo(Timestamp.from(moment.toInstant()));
                    assertThat(rows.getString(4)).isEqualTo("2024-02-29 12:30:00.123456+01");
                    assertThat(rows.getString(5)).isEqualTo("1 year 2 mons 3 days 04:05:06");
                    assertThatThrownBy(() -> rows.getObject(5, Period.class)).isInstanceOf(SQLException.class);
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("b")).isEqualTo(7);
                    assertThat(rows.getDouble("r")).isEqualTo(2.5);
                    assertThat(rows.getTime("c")).isEqualTo(Time.valueOf("23:59:59"));
                    assertThat(rows.getObject("z", OffsetDateTime.class)).isEqualTo(moment);
                    assertThat(rows.getObject("i", Period.class)).isEqualTo(Period.of(1, 2, 3));
                    assertThat(rows.next()).isFalse();
                }
                try (ResultSet rows = nulls.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    for (int i = 1; i <= CODES.size(); i++) {
                        assertThat(rows.getObject(i)).isNull();
                    }
                    assertThat(rows.getTimestamp(4)).isNull();
                    assertThat(rows.getByte(1)).isZero();
                    assertThat(rows.wasNull()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void metadataTellTheirCodesAndClasses(int nodes) throws SQLException {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            DatabaseTest.run(connection, TABLE);
            DatabaseTest.run(
                    connection,
                    "INSERT INTO t VALUES (1, 1.5, TIME '01:02:03', TIMESTAMPTZ '2024-07-01 00:00:00', INTERVAL '1' DAY)");
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                ResultSetMetaData metadata = rows.getMetaData();
                assertThat(rows.next()).isTrue();
                List<Integer> codes = new ArrayList<>();
                for (int i = 1; i <= metadata.getColumnCount(); i++) {
                    codes.add(metadata.getColumnType(i));
                    assertThat(rows.getObject(i).getClass().getName()).isEqualTo(metadata.getColumnClassName(i));
                }
                assertThat(codes).isEqualTo(CODES);
            }
            DatabaseMetaData database = connection.getMetaData();
            try (ResultSet columns = database.getColumns(null, null, "t", null)) {
                List<Integer> codes = new ArrayList<>();
                while (columns.next()) {
                    codes.add(columns.getInt("DATA_TYPE"));
                }
                assertThat(codes).isEqualTo(CODES);
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
                List<Integer> codes = new ArrayList<>();
                for (int i = 1; i <= CODES.size(); i++) {
                    codes.add(insert.getParameterMetaData().getParameterType(i));
                }
                assertThat(codes).isEqualTo(CODES);
            }
        }
    }
}
