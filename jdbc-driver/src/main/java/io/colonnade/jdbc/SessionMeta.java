package io.colonnade.jdbc;

import java.util.List;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;

/// What Avatica's classes ask of a `Meta`: statement numbers and connection properties, kept by the base class.
///
/// Statements run through [StatementRuns] and rows come from frames, so none of Avatica's own ways to execute and fetch
/// is ever taken; they answer with an error to keep it so.
final class SessionMeta extends MetaImpl {

    SessionMeta(AvaticaConnection connection) {
        super(connection);
    }

    private static UnsupportedOperationException notThisWay() {
        return new UnsupportedOperationException("Statements run through the engine's session, not through Avatica");
    }

    @Override
    public StatementHandle prepare(ConnectionHandle connection, String sql, long maxRowCount) {
        throw notThisWay();
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback) {
        throw notThisWay();
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, int firstFrameRows, PrepareCallback callback) {
        throw notThisWay();
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> sqlCommands) {
        throw notThisWay();
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> parameterValues) {
        throw notThisWay();
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount) {
        throw notThisWay();
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, long maxRowCount) {
        throw notThisWay();
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, int firstFrameRows) {
        throw notThisWay();
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        // The result set holds what there is to close, and Avatica closes it first.
    }

    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        throw notThisWay();
    }

    @Override
    public void commit(ConnectionHandle connection) {
        throw notThisWay();
    }

    @Override
    public void rollback(ConnectionHandle connection) {
        throw notThisWay();
    }
}
