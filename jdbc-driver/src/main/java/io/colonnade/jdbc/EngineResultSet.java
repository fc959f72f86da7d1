package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.frame.FrameCursor;
import io.colonnade.jdbc.frame.RowsResult;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TypeDescription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/// The one result set of this driver, over a [FrameCursor]; forward-only and read-only.
///
/// `getObject(i)` gives the class that `ResultSetMetaData.getColumnClassName` names. `getObject(i, Class)` also gives
/// `java.time` classes with microseconds. Labels match case-insensitively, the first of equal labels wins.
final class EngineResultSet extends AvaticaResultSet {

    private EngineResultSet(AvaticaStatement statement, EngineConnection connection, Meta.Signature signature)
            throws SQLException {
        super(
                statement,
                new QueryState(signature.sql),
                signature,
                new AvaticaResultSetMetaData(statement, null, signature),
                connection.getTimeZone(),
                Meta.Frame.EMPTY);
    }

    /// Opens a result set on `result`, which it then owns; closes it when that fails.
    static EngineResultSet open(
            AvaticaStatement statement, EngineConnection connection, String sql, StatementResult result)
            throws SQLException {
        boolean opened = false;
        try {
            Meta.Signature signature = Signatures.of(
                    sql,
                    result.columns(),
                    List.of(),
                    connection.information().catalog(),
                    connection.information().schema());
            FrameCursor cursor = new FrameCursor(result);
            EngineResultSet resultSet = new EngineResultSet(statement, connection, signature);
            resultSet.execute2(cursor, signature.columns);
            opened = true;
            return resultSet;
        } finally {
            if (!opened) {
                result.close();
            }
        }
    }

    /// Opens a result set on rows that no statement of the user made; its statement closes with it.
    static ResultSet ofRows(EngineConnection connection, StatementResult rows) throws SQLException {
        EngineStatement statement = (EngineStatement) connection.createStatement();
        statement.closeOnCompletion();
        return statement.show(rows);
    }

    static ResultSet noGeneratedKeys(EngineConnection connection) throws SQLException {
        ColumnDescription key = ColumnDescription.of("GENERATED_KEY", TypeDescription.BIGINT, false);
        return ofRows(connection, new RowsResult(List.of(key), List.of()));
    }

    /// Closing a result set of an earlier run must not close the statement that is about to run again.
    static void closeQuietly(AvaticaResultSet resultSet) {
        if (resultSet instanceof EngineResultSet own) {
            own.closeCursor();
        }
    }

    private boolean closedByStatement;

    private void closeCursor() {
        closedByStatement = true;
        if (cursor != null) {
            cursor.close();
        }
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw SqlExceptions.of("24000", "The result set is closed");
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closedByStatement || super.isClosed();
    }

    @Override
    public void close() {
        if (!closedByStatement) {
            super.close();
        }
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        checkOpen();
        if (columnIndex < 1 || columnIndex > accessorList.size()) {
            throw SqlExceptions.of(
                    "07009", "There is no column " + columnIndex + "; the result has " + accessorList.size());
        }
        return accessorList.get(columnIndex - 1).getObject();
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : statement.unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || statement.isWrapperFor(iface);
    }
}
