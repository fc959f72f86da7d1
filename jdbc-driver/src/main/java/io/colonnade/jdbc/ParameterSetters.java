package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Calendar;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/// The setters of `PreparedStatement`, each one line into [ParameterValues].
///
/// Avatica's own setters drop streams silently and know neither `java.time` nor microseconds, so none is inherited.
abstract class ParameterSetters extends AvaticaPreparedStatement {

    final ParameterValues parameters;

    ParameterSetters(
            EngineConnection connection,
            Meta.@Nullable StatementHandle handle,
            Meta.Signature signature,
            int type,
            int concurrency,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, type, concurrency, holdability);
        this.parameters = new ParameterValues(signature.parameters.size());
    }

    private void set(int index, @Nullable Object value) throws SQLException {
        checkOpen();
        parameters.set(index, value);
    }

    private void setAbsent(int index, @Nullable Object value, String typeName) throws SQLException {
        if (value != null) {
            throw SqlExceptions.notSupported("A parameter of type " + typeName);
        }
        set(index, null);
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        parameters.clear();
    }

    // Values

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNull(int index, int sqlType, String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        LocalDateTime fields = ParameterValues.inZone(value, calendar);
        set(index, fields == null ? null : fields.toLocalDate());
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(index, ParameterValues.inZone(value, calendar));
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type) throws SQLException {
        checkOpen();
        parameters.set(index, value, type);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int type, int scaleOrLength) throws SQLException {
        setObject(index, value, type);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        setObject(index, value, type.getVendorTypeNumber());
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scaleOrLength) throws SQLException {
        setObject(index, value, type);
    }

    // Values that are read to their end at once

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, int length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, int length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream value, int length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, int length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setClob(int index, @Nullable Reader value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setClob(int index, @Nullable Reader value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    @Override
    public void setNClob(int index, @Nullable Reader value) throws SQLException {
        set(index, ParameterValues.text(value, -1));
    }

    @Override
    public void setNClob(int index, @Nullable Reader value, long length) throws SQLException {
        set(index, ParameterValues.text(value, length));
    }

    // Types the engine does not have

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        setAbsent(index, value, "BINARY");
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        setAbsent(index, value, "BLOB");
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        setAbsent(index, value, "CLOB");
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        setAbsent(index, value, "NCLOB");
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        setAbsent(index, value, "ARRAY");
    }

    @Override
    public void setRef(int index, @Nullable Ref value) throws SQLException {
        setAbsent(index, value, "REF");
    }

    @Override
    public void setRowId(int index, @Nullable RowId value) throws SQLException {
        setAbsent(index, value, "ROWID");
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        setAbsent(index, value, "XML");
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value) throws SQLException {
        setAbsent(index, value, "BLOB");
    }

    @Override
    public void setBlob(int index, @Nullable InputStream value, long length) throws SQLException {
        setAbsent(index, value, "BLOB");
    }
}
