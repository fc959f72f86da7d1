package io.colonnade.jdbc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TypeDescription;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.apache.calcite.avatica.util.Cursor.Accessor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ColumnAccessorTest {

    private static Accessor of(TypeDescription type, Object value) throws SQLException {
        ColumnDescription column = ColumnDescription.of("c", type, true);
        FrameCursor cursor = new FrameCursor(new RowsResult(List.of(column), List.of(Arrays.asList(value))));
        assertThat(cursor.next()).isTrue();
        return cursor.createAccessors(List.of(), null, null).getFirst();
    }

    private static void assertState(String sqlState, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
    }

    @Test
    void integersConvertWithinTheirRange() throws SQLException {
        Accessor value = of(TypeDescription.BIGINT, 127L);
        assertThat(value.getByte()).isEqualTo((byte) 127);
        assertThat(value.getShort()).isEqualTo((short) 127);
        assertThat(value.getInt()).isEqualTo(127);
        assertThat(value.getLong()).isEqualTo(127L);
        assertThat(value.getDouble()).isEqualTo(127.0);
        assertThat(value.getFloat()).isEqualTo(127f);
        assertThat(value.getBigDecimal()).isEqualTo(new BigDecimal("127"));
        assertThat(value.getString()).isEqualTo("127");
        assertThat(value.getBoolean()).isTrue();
        assertThat(value.getObject()).isEqualTo(127L);
        assertThat(value.getObject(Integer.class)).isEqualTo(127);
        assertThat(value.getObject(BigInteger.class)).isEqualTo(BigInteger.valueOf(127));
    }

    @Test
    void whatDoesNotFitIsAnErrorThatNamesValueAndColumn() throws SQLException {
        Accessor large = of(TypeDescription.BIGINT, Long.MIN_VALUE);
        assertState("22003", large::getInt);
        assertThatThrownBy(large::getByte)
                .hasMessageContaining("-9223372036854775808")
                .hasMessageContaining("'c'");
        assertThat(large.getLong()).isEqualTo(Long.MIN_VALUE);
        Accessor decimal = of(TypeDescription.decimal(38, 0), new BigDecimal("99999999999999999999999999999999999999"));
        assertState("22003", decimal::getLong);
        assertState("22003", of(TypeDescription.DOUBLE, Double.NaN)::getBigDecimal);
        assertState("22003", of(TypeDescription.DOUBLE, 1e300)::getLong);
    }

    @Test
    void smallIntegersAreIntegersAsJdbcPrescribes() throws SQLException {
        assertThat(of(TypeDescription.SMALLINT, (short) -5).getObject()).isEqualTo(-5);
        assertThat(of(TypeDescription.INTEGER, 70_000).getObject()).isEqualTo(70_000);
        assertState("22003", of(TypeDescription.INTEGER, 70_000)::getShort);
    }

    @Test
    void decimalsAreExact() throws SQLException {
        BigDecimal value = new BigDecimal("-1234567890123456789012345678.9012345678");
        Accessor accessor = of(TypeDescription.decimal(38, 10), value);
        assertThat(accessor.getBigDecimal()).isEqualTo(value);
        assertThat(accessor.getObject()).isEqualTo(value);
        assertThat(accessor.getString()).isEqualTo(value.toPlainString());
        assertThat(of(TypeDescription.decimal(10, 2), new BigDecimal("-0.05")).getString())
                .isEqualTo("-0.05");
        assertThat(of(TypeDescription.decimal(10, 2), new BigDecimal("2.99")).getInt())
                .isEqualTo(2);
    }

    @Test
    void doublesKeepNanAndInfinity() throws SQLException {
        assertThat(of(TypeDescription.DOUBLE, Double.NaN).getDouble()).isNaN();
        assertThat(of(TypeDescription.DOUBLE, Double.NEGATIVE_INFINITY).getString())
                .isEqualTo("-Infinity");
        assertThat(of(TypeDescription.DOUBLE, -2.9).getLong()).isEqualTo(-2);
    }

    @Test
    void textsConvertWhenTheyCan() throws SQLException {
        assertThat(of(TypeDescription.VARCHAR, " 12.5 ").getBigDecimal()).isEqualTo(new BigDecimal("12.5"));
        assertThat(of(TypeDescription.VARCHAR, "12.5").getInt()).isEqualTo(12);
        assertThat(of(TypeDescription.VARCHAR, "yes").getBoolean()).isTrue();
        assertThat(of(TypeDescription.VARCHAR, "2020-02-29").getDate(null)).isEqualTo(Date.valueOf("2020-02-29"));
        assertThat(of(TypeDescription.VARCHAR, "🂡漢").getString()).isEqualTo("🂡漢");
        assertThat(of(TypeDescription.VARCHAR, "").getString()).isEmpty();
        UUID uuid = UUID.randomUUID();
        assertThat(of(TypeDescription.VARCHAR, uuid.toString()).getObject(UUID.class))
                .isEqualTo(uuid);
        assertState("22018", of(TypeDescription.VARCHAR, "abc")::getInt);
        assertState("22018", of(TypeDescription.VARCHAR, "maybe")::getBoolean);
        assertState("22007", () -> of(TypeDescription.VARCHAR, "2020-02-30").getDate(null));
        assertThat(of(TypeDescription.VARCHAR, "é").getBytes()).hasSize(2);
    }

    @Test
    void timestampsKeepMicrosecondsInEveryForm() throws SQLException {
        LocalDateTime time = LocalDateTime.of(2021, 3, 4, 5, 6, 7, 123_456_000);
        Accessor value = of(TypeDescription.TIMESTAMP, time);
        assertThat(value.getObject(LocalDateTime.class)).isEqualTo(time);
        assertThat(value.getObject(LocalDate.class)).isEqualTo(time.toLocalDate());
        assertThat(value.getObject(LocalTime.class)).isEqualTo(time.toLocalTime());
        assertThat(value.getObject()).isEqualTo(Timestamp.valueOf(time));
        assertThat(value.getString()).isEqualTo("2021-03-04 05:06:07.123456");
        Instant instant = time.atZone(ZoneId.systemDefault()).toInstant();
        assertThat(value.getObject(Instant.class)).isEqualTo(instant);
        assertThat(value.getObject(OffsetDateTime.class).toInstant()).isEqualTo(instant);
        assertThat(of(TypeDescription.TIMESTAMP, LocalDateTime.of(1, 1, 1, 0, 0))
                        .getString())
                .isEqualTo("0001-01-01 00:00:00");
        assertThat(of(TypeDescription.TIMESTAMP, LocalDateTime.of(1969, 12, 31, 23, 59, 59, 100_000_000))
                        .getString())
                .isEqualTo("1969-12-31 23:59:59.1");
    }

    @Test
    void aCalendarDecidesWhichInstantShowsTheFields() throws SQLException {
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        LocalDateTime time = LocalDateTime.of(2021, 3, 4, 5, 6, 7, 123_456_000);
        Timestamp timestamp = of(TypeDescription.TIMESTAMP, time).getTimestamp(tokyo);
        assertThat(timestamp.toInstant())
                .isEqualTo(time.atZone(ZoneId.of("Asia/Tokyo")).toInstant());
        Date date = of(TypeDescription.DATE, LocalDate.of(2021, 3, 4)).getDate(tokyo);
        assertThat(Instant.ofEpochMilli(date.getTime()))
                .isEqualTo(LocalDate.of(2021, 3, 4)
                        .atStartOfDay(ZoneId.of("Asia/Tokyo"))
                        .toInstant());
    }

    @Test
    void datesBeforeTheGregorianCalendarKeepTheirFields() throws SQLException {
        LocalDate date = LocalDate.of(1492, 10, 12);
        Accessor value = of(TypeDescription.DATE, date);
        assertThat(value.getObject(LocalDate.class)).isEqualTo(date);
        assertThat(value.getDate(null)).hasToString("1492-10-12");
        assertThat(value.getString()).isEqualTo("1492-10-12");
    }

    @Test
    void nullIsNullZeroOrFalseAndSaysSo() throws SQLException {
        for (TypeDescription type : ArrowFrames.TYPES) {
            Accessor value = of(type, null);
            assertThat(value.getObject()).isNull();
            assertThat(value.getString()).isNull();
            assertThat(value.getInt()).isZero();
            assertThat(value.getDouble()).isZero();
            assertThat(value.getBoolean()).isFalse();
            assertThat(value.getBigDecimal()).isNull();
            assertThat(value.getDate(null)).isNull();
            assertThat(value.getTimestamp(null)).isNull();
            assertThat(value.getObject(LocalDate.class)).isNull();
            assertThat(value.wasNull()).isTrue();
        }
    }

    @Test
    void impossibleConversionsNameTypeAndTarget() throws SQLException {
        assertState("07006", of(TypeDescription.DATE, LocalDate.EPOCH)::getInt);
        assertThatThrownBy(() -> of(TypeDescription.BOOLEAN, true).getDate(null))
                .hasMessageContaining("BOOLEAN")
                .hasMessageContaining("a date");
        assertState("07006", () -> of(TypeDescription.INTEGER, 1).getObject(Thread.class));
    }
}
