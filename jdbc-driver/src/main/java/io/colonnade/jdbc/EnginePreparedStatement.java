package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.jdbc.service.StatementResult;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/// A `PreparedStatement`: described once when it is prepared, planned by the engine's plan cache when it runs.
///
/// `getMetaData` and `getParameterMetaData` answer before the first run. `unwrap(QueryStatistics.class)` gives the
/// figures of the last run.
final class EnginePreparedStatement extends ParameterSetters {

    private final EngineConnection connection;
    private final StatementRuns runs;
    private final String sql;
    private final boolean returnsRows;
    private final List<List<@Nullable Object>> batch = new ArrayList<>();

    EnginePreparedStatement(
            EngineConnection connection,
            Meta.@Nullable StatementHandle handle,
            Meta.Signature signature,
            int type,
            int concurrency,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, type, concurrency, holdability);
        this.connection = connection;
        this.runs = new StatementRuns(connection);
        this.sql = signature.sql;
        this.returnsRows = !signature.columns.isEmpty();
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw SqlExceptions.of("24000", "The statement is closed");
        }
    }

    private void closeOpenResultSet() {
        updateCount = -1;
        if (openResultSet != null) {
            EngineResultSet.closeQuietly(openResultSet);
            openResultSet = null;
        }
    }

    @Override
    public boolean execute() throws SQLException {
        checkOpen();
        closeOpenResultSet();
        StatementResult result = runs.start(sql, parameters.all(), getLargeMaxRows());
        if (result.updateCount() >= 0) {
            updateCount = result.updateCount();
            return false;
        }
        openResultSet = EngineResultSet.open(this, connection, sql, result);
        return true;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        checkOpen();
        if (!returnsRows || !execute()) {
            throw SqlExceptions.of("07005", "This statement returns no rows; run it by execute or executeUpdate");
        }
        return openResultSet;
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        checkOpen();
        if (returnsRows || execute()) {
            throw StatementRuns.returnsRows();
        }
        return updateCount;
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return returnsRows ? super.getMetaData() : null;
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return EngineResultSet.noGeneratedKeys(connection);
    }

    // Batches

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        batch.add(parameters.all());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        closeOpenResultSet();
        List<List<@Nullable Object>> rows = List.copyOf(batch);
        batch.clear();
        return runs.startBatch(Collections.nCopies(rows.size(), sql), rows);
    }

    // Control

    @Override
    public void cancel() throws SQLException {
        checkOpen();
        runs.cancel();
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        runs.setTimeoutSeconds(seconds);
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return runs.timeoutSeconds();
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        closeOpenResultSet();
        return false;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return runs.warnings().first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        runs.warnings().clear();
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        checkOpen();
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        if (iface == QueryStatistics.class) {
            return iface.cast(runs.statistics());
        }
        if (iface == StatementProgress.class) {
            return iface.cast(runs.progress());
        }
        if (iface.isInstance(this)) {
            return iface.cast(this);
        }
        throw SqlExceptions.of("22023", "The statement does not wrap a " + iface.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) {
        return iface == QueryStatistics.class || iface == StatementProgress.class || iface.isInstance(this);
    }
}
