package io.colonnade.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.jdbc.service.QueryStatistics;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreparedStatementTest {

    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:colonnade:mem:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /// What reaches the engine, as "Class value".
    private String sent(Setter setter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ?")) {
            setter.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    @Test
    void everySetterSendsItsClass() throws SQLException {
        assertThat(sent(s -> s.setBoolean(1, true))).isEqualTo("Boolean true");
        assertThat(sent(s -> s.setByte(1, (byte) -1))).isEqualTo("Short -1");
        assertThat(sent(s -> s.setShort(1, (short) 2))).isEqualTo("Short 2");
        assertThat(sent(s -> s.setInt(1, 3))).isEqualTo("Integer 3");
        assertThat(sent(s -> s.setLong(1, Long.MIN_VALUE))).isEqualTo("Long -9223372036854775808");
        assertThat(sent(s -> s.setFloat(1, 0.5f))).isEqualTo("Double 0.5");
        assertThat(sent(s -> s.setDouble(1, 0.1))).isEqualTo("Double 0.1");
        assertThat(sent(s -> s.setBigDecimal(1, new BigDecimal("1.50")))).isEqualTo("BigDecimal 1.50");
        assertThat(sent(s -> s.setString(1, "🂡"))).isEqualTo("String 🂡");
        assertThat(sent(s -> s.setNString(1, "n"))).isEqualTo("String n");
        assertThat(sent(s -> s.setDate(1, Date.valueOf("2020-02-29")))).isEqualTo("LocalDate 2020-02-29");
        Timestamp moment = Timestamp.valueOf("2020-02-29 01:02:03.123456789");
        // The clock of this machine is shown, and the moment is not lost.
        assertThat(sent(s -> s.setTimestamp(1, moment)))
                .isEqualTo("OffsetDateTime "
                        + LocalDateTime.parse("2020-02-29T01:02:03.123456")
                                .atZone(ZoneId.systemDefault())
                                .toOffsetDateTime());
        assertThat(sent(s -> s.setTime(1, java.sql.Time.valueOf("01:02:03")))).isEqualTo("LocalTime 01:02:03");
        assertThat(sent(s -> s.setCharacterStream(1, new StringReader("abcdef"), 3)))
                .isEqualTo("String abc");
        assertThat(sent(s -> s.setAsciiStream(1, new ByteArrayInputStream("xyz".getBytes()))))
                .isEqualTo("String xyz");
        assertThat(sent(s -> s.setClob(1, new StringReader("clob")))).isEqualTo("String clob");
    }

    @Test
    void objectsAreTakenByTheirClass() throws SQLException {
        assertThat(sent(s -> s.setObject(1, 5L))).isEqualTo("Long 5");
        assertThat(sent(s -> s.setObject(1, new BigInteger("7")))).isEqualTo("BigDecimal 7");
        assertThat(sent(s -> s.setObject(1, 'c'))).isEqualTo("String c");
        assertThat(sent(s -> s.setObject(1, LocalDate.EPOCH))).isEqualTo("LocalDate 1970-01-01");
        LocalDateTime time = LocalDateTime.of(2020, 1, 2, 3, 4, 5, 678_000);
        assertThat(sent(s -> s.setObject(1, time))).isEqualTo("LocalDateTime " + time);
        OffsetDateTime offset = time.atZone(ZoneId.systemDefault()).toOffsetDateTime();
        assertThat(sent(s -> s.setObject(1, offset))).isEqualTo("OffsetDateTime " + offset);
        UUID uuid = UUID.randomUUID();
        assertThat(sent(s -> s.setObject(1, uuid))).isEqualTo("String " + uuid);
        assertThatThrownBy(() -> sent(s -> s.setObject(1, new Thread())))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void objectsAreConvertedToAGivenType() throws SQLException {
        assertThat(sent(s -> s.setObject(1, "12", Types.INTEGER))).isEqualTo("Integer 12");
        assertThat(sent(s -> s.setObject(1, 12, Types.VARCHAR))).isEqualTo("String 12");
        assertThat(sent(s -> s.setObject(1, "1.25", JDBCType.DECIMAL))).isEqualTo("BigDecimal 1.25");
        assertThat(sent(s -> s.setObject(1, "2020-02-29", Types.DATE))).isEqualTo("LocalDate 2020-02-29");
        assertThat(sent(s -> s.setObject(1, LocalDate.EPOCH, Types.TIMESTAMP)))
                .isEqualTo("LocalDateTime 1970-01-01T00:00");
        assertThat(sent(s -> s.setObject(1, null, Types.DATE))).isNull();
        assertThatThrownBy(() -> sent(s -> s.setObject(1, "x", Types.INTEGER))).hasMessageContaining("'x'");
        assertThatThrownBy(() -> sent(s -> s.setObject(1, 1e10, Types.INTEGER))).hasMessageContaining("does not fit");
    }

    @Test
    void nullsOfAllKindsAreNull() throws SQLException {
        assertThat(sent(s -> s.setNull(1, Types.INTEGER))).isNull();
        assertThat(sent(s -> s.setNull(1, Types.OTHER, "x"))).isNull();
        assertThat(sent(s -> s.setString(1, null))).isNull();
        assertThat(sent(s -> s.setBigDecimal(1, null))).isNull();
        assertThat(sent(s -> s.setDate(1, null))).isNull();
        assertThat(sent(s -> s.setTimestamp(1, null, Calendar.getInstance()))).isNull();
        assertThat(sent(s -> s.setBytes(1, null))).isNull();
    }

    @Test
    void aCalendarGivesTheZoneOfAnInstant() throws SQLException {
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        LocalDateTime fields = LocalDateTime.of(2020, 1, 2, 3, 4, 5, 123_456_000);
        Timestamp instant =
                Timestamp.from(fields.atZone(ZoneId.of("Asia/Tokyo")).toInstant());
        assertThat(sent(s -> s.setTimestamp(1, instant, tokyo))).isEqualTo("LocalDateTime " + fields);
        assertThat(sent(s -> s.setDate(1, new Date(instant.getTime()), tokyo))).isEqualTo("LocalDate 2020-01-02");
    }

    @Test
    void typesTheEngineLacksAreRefused() {
        assertThatThrownBy(() -> sent(s -> s.setBytes(1, new byte[1])))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("BINARY");
    }

    @Test
    void everyParameterMustBeSetAndExist() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ? ?")) {
            statement.setInt(1, 1);
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("Parameter 2 of 2 is not set");
            assertThatThrownBy(() -> statement.setInt(3, 1)).hasMessageContaining("no parameter 3");
            assertThatThrownBy(() -> statement.setInt(0, 1)).hasMessageContaining("no parameter 0");
            statement.setInt(2, 2);
            statement.executeQuery().close();
            statement.clearParameters();
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("Parameter 1 of 2 is not set");
        }
    }

    @Test
    void descriptionsAnswerBeforeTheFirstRun() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select rows 3");
                PreparedStatement insert = connection.prepareStatement("insert ?")) {
            assertThat(query.getMetaData().getColumnLabel(1)).isEqualTo("n");
            assertThat(query.getParameterMetaData().getParameterCount()).isZero();
            assertThat(insert.getMetaData()).isNull();
            assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(1);
            assertThat(insert.getParameterMetaData().getParameterType(1)).isEqualTo(Types.INTEGER);
            assertThat(insert.getParameterMetaData().getParameterClassName(1)).isEqualTo("java.lang.Integer");
        }
        assertThatThrownBy(() -> connection.prepareStatement("syntax"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
    }

    @Test
    void batchesSendEachSetOfValues() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert ?", java.sql.Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            assertThat(insert.executeBatch()).isEmpty();
        }
        try (PreparedStatement bad = connection.prepareStatement("insert bad ?")) {
            bad.setInt(1, 1);
            bad.addBatch();
            assertThatThrownBy(bad::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
    }

    @Test
    void runsAgainAndAgainAndGivesFigures() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select rows 3")) {
            for (int i = 0; i < 3; i++) {
                ResultSet rows = statement.executeQuery();
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(3);
            }
            assertThat(statement.unwrap(QueryStatistics.class).rowsScanned()).isEqualTo(3);
            assertThatThrownBy(statement::executeUpdate).hasMessageContaining("returns rows");
        }
    }
}
