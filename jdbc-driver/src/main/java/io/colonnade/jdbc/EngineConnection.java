package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementDescription;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ConnectionConfig;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/// A connection: one [EngineSession] in the form of `java.sql`.
///
/// *Transactions*: each statement reads one snapshot of the data and commits when it returns, whatever the autocommit
/// mode; `setAutoCommit(false)` is accepted because tools insist on it. `commit` then has nothing left to do, and so
/// has
/// `rollback` as long as the statements since the last `commit` or `rollback` changed nothing; otherwise `rollback`
/// fails with SQLSTATE 0A000, since it cannot undo what is committed. Isolation is READ COMMITTED.
///
/// *Threads*: statements of one connection may run on different threads. `close` cancels what runs.
final class EngineConnection extends AvaticaConnection {

    private final EngineSession session;
    private final EngineInformation information;
    private final Warnings warnings = new Warnings();
    private final Properties clientInfo = new Properties();
    private final AtomicLong changesSinceCommit = new AtomicLong();
    private volatile boolean autoCommit = true;
    private volatile boolean readOnly;

    EngineConnection(
            UnregisteredDriver driver, AvaticaFactory factory, String url, Properties info, EngineSession session) {
        super(driver, factory, url, info);
        this.session = session;
        this.information = session.information();
        warnings.addAll(session.warnings());
    }

    EngineSession session() throws SQLException {
        checkOpen();
        return session;
    }

    EngineInformation information() {
        return information;
    }

    /// Notes that a statement changed something, which `rollback` could not undo.
    void recordChange() {
        if (!autoCommit) {
            changesSinceCommit.incrementAndGet();
        }
    }

    @Override
    public ConnectionConfig config() {
        return new LocalConfig(info);
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw SqlExceptions.of("08003", "The connection is closed");
        }
    }

    @Override
    public void close() throws SQLException {
        if (isClosed()) {
            return;
        }
        // Statements first: a result set that outlives its session could only fail.
        for (AvaticaStatement statement : List.copyOf(statementMap.values())) {
            statement.close();
        }
        super.close();
        session.close();
    }

    @Override
    public void abort(@Nullable Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlExceptions.of("22023", "abort needs an executor");
        }
        session.close();
        super.close();
    }

    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (timeoutSeconds < 0) {
            throw SqlExceptions.of("22023", "The timeout " + timeoutSeconds + " is negative");
        }
        return !isClosed() && session.isAlive(timeoutSeconds * 1_000L);
    }

    // Statements

    @Override
    public AvaticaStatement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        degrade(type, concurrency);
        return factory.newStatement(this, null, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        degrade(type, concurrency);
        StatementDescription description = describe(sql);
        Meta.Signature signature = Signatures.of(
                sql, description.columns(), description.parameters(), information.catalog(), information.schema());
        return factory.newPreparedStatement(
                this, null, signature, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    StatementDescription describe(String sql) throws SQLException {
        try {
            return session().describe(sql);
        } catch (EngineFailure failure) {
            throw SqlExceptions.of(failure);
        } catch (RuntimeException defect) {
            throw SqlExceptions.internal("preparing a statement", defect);
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepareStatement(sql);
    }

    /// Results are forward-only and read-only; whoever asks for more gets that and a warning.
    private void degrade(int type, int concurrency) throws SQLException {
        checkOpen();
        if (type != ResultSet.TYPE_FORWARD_ONLY) {
            warnings.add("Scrollable result sets are not supported; this one is forward-only");
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY) {
            warnings.add("Updatable result sets are not supported; this one is read-only");
        }
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw SqlExceptions.notSupported("A stored procedure");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return sql;
    }

    // Transactions

    @Override
    public void setAutoCommit(boolean newAutoCommit) throws SQLException {
        checkOpen();
        autoCommit = newAutoCommit;
        changesSinceCommit.set(0);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return autoCommit;
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        changesSinceCommit.set(0);
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        long changes = changesSinceCommit.getAndSet(0);
        if (changes > 0) {
            throw SqlExceptions.of(
                    "0A000",
                    "Cannot roll back: every statement commits when it returns, and " + changes
                            + " that changed data did since the last commit");
        }
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        if (level != Connection.TRANSACTION_READ_COMMITTED) {
            throw SqlExceptions.notSupported("A transaction isolation other than READ COMMITTED");
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return Connection.TRANSACTION_READ_COMMITTED;
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw SqlExceptions.notSupported("A savepoint");
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return setSavepoint();
    }

    // What tools set and read back

    @Override
    public void setReadOnly(boolean newReadOnly) throws SQLException {
        checkOpen();
        readOnly = newReadOnly;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return readOnly;
    }

    @Override
    public String getCatalog() throws SQLException {
        checkOpen();
        return information.catalog();
    }

    /// There is one catalog; naming another does nothing, as `java.sql` asks of drivers without catalogs.
    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        checkOpen();
        if (catalog != null && !catalog.isEmpty() && !catalog.equalsIgnoreCase(information.catalog())) {
            warnings.add("There is no catalog '" + catalog + "'; the only one is '" + information.catalog() + "'");
        }
    }

    @Override
    public String getSchema() throws SQLException {
        checkOpen();
        return information.schema();
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        checkOpen();
        if (schema != null && !schema.isEmpty() && !schema.equalsIgnoreCase(information.schema())) {
            throw SqlExceptions.notSupported("A current schema other than '" + information.schema() + "'");
        }
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) {
        if (value == null) {
            clientInfo.remove(name);
        } else {
            clientInfo.setProperty(name, value);
        }
    }

    @Override
    public void setClientInfo(Properties properties) {
        clientInfo.clear();
        clientInfo.putAll(properties);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        Properties copy = new Properties();
        copy.putAll(clientInfo);
        return copy;
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return Map.of();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (!map.isEmpty()) {
            throw SqlExceptions.notSupported("A map of user-defined types");
        }
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings.first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings.clear();
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        if (iface.isInstance(this)) {
            return iface.cast(this);
        }
        if (iface.isInstance(session)) {
            return iface.cast(session);
        }
        throw SqlExceptions.of("22023", "The connection does not wrap a " + iface.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) {
        return iface.isInstance(this) || iface.isInstance(session);
    }
}
