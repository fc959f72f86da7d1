package io.colonnade.jdbc.service;

import java.util.ArrayList;
import java.util.List;

/// One connection's conversation with an engine.
///
/// ```
/// describe(sql)      columns and parameter types, nothing runs
/// execute(request)   -> StatementResult, streaming; the caller closes it
/// cancel(queryId)    from any thread, before, during or after execute
/// tables()           the catalog, for DatabaseMetaData
/// close()            cancels what runs and closes every open result
/// ```
///
/// *Threads*: every method may be called from several threads; several results may be open at once, and
/// `tables()` must answer while a result streams. *Errors*: every failure is an [EngineFailure]; a
/// RuntimeException that leaves these methods is a defect and is shown as SQLSTATE XX000. *Interrupts*:
/// `execute` and `nextFrame` may be called on virtual threads and should treat an interrupt as a
/// cancellation.
public interface EngineSession extends AutoCloseable {

    /// Names and constants that hold for the whole session.
    EngineInformation information();

    /// Parses and validates `sql` without executing it. For a statement that returns no rows the columns are empty.
    StatementDescription describe(String sql) throws EngineFailure;

    /// Starts a statement and returns as soon as its columns are known; a statement without rows has then been
    /// carried out whole. Holds for the statement's whole life: `maxRows` cuts the result in the engine,
    /// `timeoutMillis` counts from this call and is enforced by the engine.
    StatementResult execute(StatementRequest request) throws EngineFailure;

    /// Executes statements that return no rows, in order. The default runs them one by one and stops at the first
    /// failure; an engine that can make one transaction of them should, and then reports no counts on failure. All
    /// requests of a batch carry the same query id, so one `cancel` stops the whole batch.
    default BatchResult executeBatch(List<StatementRequest> requests) {
        List<Long> updateCounts = new ArrayList<>(requests.size());
        for (StatementRequest request : requests) {
            try (StatementResult result = execute(request)) {
                if (result.updateCount() < 0) {
                    return new BatchResult(
                            updateCounts, EngineFailure.of("07000", "A statement of a batch must not return rows"));
                }
                updateCounts.add(result.updateCount());
            } catch (EngineFailure failure) {
                return new BatchResult(updateCounts, failure);
            }
        }
        return new BatchResult(updateCounts, null);
    }

    /// Whether each statement is a transaction of its own; if not, the next one begins a transaction that goes on
    /// until `commit` or `rollback`. A change commits what is open.
    void setAutoCommit(boolean on) throws EngineFailure;

    /// Whether transactions that begin from now on refuse to change anything.
    void setReadOnly(boolean on);

    /// Ends the open transaction; false if there is none. A transaction in which a statement failed is rolled back
    /// and that is a failure, 25P02.
    boolean commit() throws EngineFailure;

    /// Takes back all that the open transaction did; false if there is none.
    boolean rollback() throws EngineFailure;

    /// Asks the statement with this id to stop and returns at once; its `execute` or `nextFrame` then fails with
    /// [EngineFailure#CANCELLED]. An id that is not running is ignored. Ids are the driver's, see [#newQueryId].
    void cancel(String queryId);

    /// How far the statement with this id has come. Answers at once, from any thread.
    default StatementProgress progress(String queryId) {
        return StatementProgress.NONE;
    }

    /// True when the session can take statements. A zero timeout means no limit.
    boolean isAlive(long timeoutMillis);

    /// Every table and view this session can see, from one snapshot of the catalog, in the order schema, name. Must
    /// answer from memory; the driver applies patterns and filters.
    List<TableDescription> tables() throws EngineFailure;

    /// What the user should know about this session, such as advice on missing JVM flags; one sentence each.
    default List<String> warnings() {
        return List.of();
    }

    /// Cancels what runs, closes all results and gives the session's memory back. May be called twice.
    @Override
    void close();

    /// A fresh id for one run of one statement.
    static String newQueryId() {
        return QueryIds.next();
    }
}
