package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.ColumnDescription;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Map;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;
import org.jspecify.annotations.Nullable;

/// Reads the current row's value of one column as whatever a getter wants.
///
/// A subclass gives the value of its type (`longValue`, `decimalValue`, `localDate` ..) and inherits the
/// conversions. What does not fit is an error, never a silent change: SQLSTATE 22003 out of range, 22018 not
/// a number, 22007 not a date, 07006 no such conversion. A fraction is cut off by the integer getters, as
/// everywhere in JDBC.
///
/// *Null*: every getter records whether the value was NULL and then returns null, 0 or false.
abstract sealed class ColumnAccessor implements Cursor.Accessor
        permits BooleanAccessor,
                IntegerAccessor,
                DoubleAccessor,
                DecimalAccessor,
                TextAccessor,
                IntervalAccessor,
                TemporalAccessor,
                TimeAccessor,
                MomentAccessor {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FrameCursor cursor;
    final ColumnDescription column;
    ColumnBuffers buffers = new ColumnBuffers(null, NOTHING, NOTHING);

    ColumnAccessor(FrameCursor cursor, ColumnDescription column) {
        this.cursor = cursor;
        this.column = column;
    }

    static ColumnAccessor create(FrameCursor cursor, ColumnDescription column) throws SQLException {
        return switch (column.type().jdbcType()) {
            case Types.BOOLEAN -> new BooleanAccessor(cursor, column);
            case Types.TINYINT -> new IntegerAccessor(cursor, column, 0);
            case Types.SMALLINT -> new IntegerAccessor(cursor, column, 1);
            case Types.INTEGER -> new IntegerAccessor(cursor, column, 2);
            case Types.BIGINT -> new IntegerAccessor(cursor, column, 3);
            case Types.REAL -> new DoubleAccessor(cursor, column, true);
            case Types.DOUBLE -> new DoubleAccessor(cursor, column, false);
            case Types.DECIMAL -> new DecimalAccessor(cursor, column);
            case Types.CHAR, Types.VARCHAR, Types.NULL -> new TextAccessor(cursor, column);
            case Types.DATE -> new TemporalAccessor(cursor, column, true);
            case Types.TIME -> new TimeAccessor(cursor, column);
            case Types.TIMESTAMP -> new TemporalAccessor(cursor, column, false);
            case Types.TIMESTAMP_WITH_TIMEZONE -> new MomentAccessor(cursor, column);
            case Types.OTHER -> new IntervalAccessor(cursor, column);
            default ->
                throw SqlExceptions.notSupported(
                        "Reading a column of type " + column.type().name());
        };
    }

    void bind(ColumnBuffers next) {
        buffers = next;
    }

    final int row() throws SQLException {
        return cursor.row();
    }

    /// True when the current value is NULL; remembers the answer for `wasNull`.
    final boolean isNull() throws SQLException {
        boolean isNull = buffers.isNull(cursor.row());
        cursor.recordNull(isNull);
        return isNull;
    }

    // What a subclass knows of its value; called only when it is not NULL.

    abstract Object objectValue() throws SQLException;

    String textValue() throws SQLException {
        return objectValue().toString();
    }

    boolean booleanValue() throws SQLException {
        return decimalValue().signum() != 0;
    }

    long longValue() throws SQLException {
        BigDecimal whole = decimalValue().setScale(0, RoundingMode.DOWN);
        try {
            return whole.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw outOfRange("BIGINT");
        }
    }

    double doubleValue() throws SQLException {
        return decimalValue().doubleValue();
    }

    BigDecimal decimalValue() throws SQLException {
        throw cannotConvert("a number");
    }

    LocalDate localDate() throws SQLException {
        throw cannotConvert("a date");
    }

    LocalDateTime localDateTime() throws SQLException {
        throw cannotConvert("a timestamp");
    }

    LocalTime localTime() throws SQLException {
        return localDateTime().toLocalTime();
    }

    /// The moment at which clocks of the JVM's zone show the value, unless it is a moment by itself.
    OffsetDateTime moment() throws SQLException {
        return localDateTime().atZone(ZoneId.systemDefault()).toOffsetDateTime();
    }

    Timestamp timestamp(@Nullable Calendar calendar) throws SQLException {
        return JavaValues.toTimestamp(localDateTime(), calendar);
    }

    /// Months and days of an interval.
    Period period() throws SQLException {
        throw cannotConvert("a period");
    }

    Duration duration() throws SQLException {
        throw cannotConvert("a duration");
    }

    final SQLException cannotConvert(String target) {
        return SqlExceptions.of(
                "07006",
                "Column '" + column.label() + "' of type " + column.type().name() + " cannot be read as " + target);
    }

    final SQLException outOfRange(String target) throws SQLException {
        return SqlExceptions.of(
                "22003", "Value " + textValue() + " of column '" + column.label() + "' does not fit " + target);
    }

    private long inRange(long minimum, long maximum, String target) throws SQLException {
        long value = longValue();
        if (value < minimum || value > maximum) {
            throw outOfRange(target);
        }
        return value;
    }

    // The getters.

    @Override
    public final boolean wasNull() {
        return cursor.wasNull();
    }

    @Override
    public final @Nullable String getString() throws SQLException {
        return isNull() ? null : textValue();
    }

    @Override
    public final boolean getBoolean() throws SQLException {
        return !isNull() && booleanValue();
    }

    @Override
    public final byte getByte() throws SQLException {
        return isNull() ? 0 : (byte) inRange(Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
    }

    @Override
    public final short getShort() throws SQLException {
        return isNull() ? 0 : (short) inRange(Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
    }

    @Override
    public final int getInt() throws SQLException {
        return isNull() ? 0 : (int) inRange(Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
    }

    @Override
    public final long getLong() throws SQLException {
        return isNull() ? 0 : longValue();
    }

    @Override
    public final float getFloat() throws SQLException {
        return isNull() ? 0 : (float) doubleValue();
    }

    @Override
    public final double getDouble() throws SQLException {
        return isNull() ? 0 : doubleValue();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal() throws SQLException {
        return isNull() ? null : decimalValue();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(int scale) throws SQLException {
        return isNull() ? null : decimalValue().setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public final @Nullable Object getObject() throws SQLException {
        return isNull() ? null : objectValue();
    }

    @Override
    public final @Nullable Object getObject(Map<String, Class<?>> map) throws SQLException {
        return getObject();
    }

    @Override
    public final <T> @Nullable T getObject(Class<T> type) throws SQLException {
        return isNull() ? null : type.cast(JavaValues.convert(this, type));
    }

    @Override
    public final @Nullable Date getDate(@Nullable Calendar calendar) throws SQLException {
        return isNull() ? null : JavaValues.toDate(localDate(), calendar);
    }

    @Override
    public final @Nullable Time getTime(@Nullable Calendar calendar) throws SQLException {
        return isNull() ? null : JavaValues.toTime(localTime(), calendar);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(@Nullable Calendar calendar) throws SQLException {
        return isNull() ? null : timestamp(calendar);
    }

    @Override
    public final @Nullable String getNString() throws SQLException {
        return getString();
    }

    @Override
    public byte @Nullable [] getBytes() throws SQLException {
        if (isNull()) {
            return null;
        }
        throw cannotConvert("bytes");
    }

    @Override
    public @Nullable InputStream getAsciiStream() throws SQLException {
        return getBinaryStream();
    }

    @Override
    public @Nullable InputStream getUnicodeStream() throws SQLException {
        return getBinaryStream();
    }

    @Override
    public @Nullable InputStream getBinaryStream() throws SQLException {
        if (isNull()) {
            return null;
        }
        throw cannotConvert("a stream");
    }

    @Override
    public @Nullable Reader getCharacterStream() throws SQLException {
        if (isNull()) {
            return null;
        }
        throw cannotConvert("a reader");
    }

    @Override
    public final @Nullable Reader getNCharacterStream() throws SQLException {
        return getCharacterStream();
    }

    // Types the engine does not have.

    @Override
    public final UByte getUByte() throws SQLException {
        throw cannotConvert("an unsigned number");
    }

    @Override
    public final UShort getUShort() throws SQLException {
        throw cannotConvert("an unsigned number");
    }

    @Override
    public final UInteger getUInt() throws SQLException {
        throw cannotConvert("an unsigned number");
    }

    @Override
    public final ULong getULong() throws SQLException {
        throw cannotConvert("an unsigned number");
    }

    @Override
    public final Ref getRef() throws SQLException {
        throw cannotConvert("a reference");
    }

    @Override
    public final Blob getBlob() throws SQLException {
        throw cannotConvert("a BLOB");
    }

    @Override
    public final Clob getClob() throws SQLException {
        throw cannotConvert("a CLOB");
    }

    @Override
    public final NClob getNClob() throws SQLException {
        throw cannotConvert("an NCLOB");
    }

    @Override
    public final Array getArray() throws SQLException {
        throw cannotConvert("an array");
    }

    @Override
    public final Struct getStruct() throws SQLException {
        throw cannotConvert("a struct");
    }

    @Override
    public final URL getURL() throws SQLException {
        throw cannotConvert("a URL");
    }

    @Override
    public final SQLXML getSQLXML() throws SQLException {
        throw cannotConvert("XML");
    }
}
