package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.BatchResult;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `Statement` and `PreparedStatement` share: running SQL in the session, timeout, cancel, figures, warnings.
///
/// ```
/// start(sql, parameters) -> a fresh query id -> EngineSession.execute -> StatementResult, one open at a time
/// cancel()               from any thread: reaches the engine by the id of the run that is under way
/// statistics()           of the open run so far, else of the last one
/// ```
final class StatementRuns {

    /// Statements that begin with these words return rows; for any other the engine is asked before `executeQuery`.
    private static final Set<String> QUERY_WORDS = Set.of("select", "values", "with", "explain", "show", "table");

    private final EngineConnection connection;
    private final Warnings warnings = new Warnings();
    private int timeoutSeconds;
    private volatile @Nullable String queryId;
    private volatile boolean cancelled;
    private volatile @Nullable TrackedResult current;
    private volatile QueryStatistics lastStatistics = QueryStatistics.NONE;

    StatementRuns(EngineConnection connection) {
        this.connection = connection;
    }

    Warnings warnings() {
        return warnings;
    }

    void setTimeoutSeconds(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlExceptions.of("22023", "The query timeout " + seconds + " is negative");
        }
        timeoutSeconds = seconds;
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }

    /// Runs one statement; a statement without rows is finished and closed when this returns.
    StatementResult start(String sql, List<? extends @Nullable Object> parameters, long maxRows) throws SQLException {
        EngineSession session = connection.session();
        StatementRequest request = begin(sql, parameters, maxRows, EngineSession.newQueryId());
        try {
            StatementResult result = session.execute(request);
            warnings.addAll(result.warnings());
            TrackedResult tracked = new TrackedResult(result);
            current = tracked;
            if (result.updateCount() >= 0) {
                tracked.close();
            } else if (cancelled) {
                // The cancel came before the engine knew the id.
                tracked.close();
                throw EngineFailure.cancelled();
            }
            return tracked;
        } catch (EngineFailure failure) {
            throw SqlExceptions.of(failure);
        } catch (RuntimeException defect) {
            throw SqlExceptions.internal("executing a statement", defect);
        }
    }

    /// Runs statements that return no rows; all of them share one query id, so that one `cancel` stops the batch.
    long[] startBatch(List<String> statements, List<? extends List<? extends @Nullable Object>> parameters)
            throws SQLException {
        EngineSession session = connection.session();
        String id = EngineSession.newQueryId();
        List<StatementRequest> requests = new ArrayList<>(statements.size());
        for (int i = 0; i < statements.size(); i++) {
            requests.add(begin(statements.get(i), parameters.get(i), 0, id));
        }
        if (requests.isEmpty()) {
            return new long[0];
        }
        BatchResult result;
        try {
            result = session.executeBatch(requests);
        } catch (RuntimeException defect) {
            throw SqlExceptions.internal("executing a batch", defect);
        } finally {
            queryId = null;
        }
        long[] counts =
                result.updateCounts().stream().mapToLong(Long::longValue).toArray();
        EngineFailure failure = result.failure();
        if (failure != null) {
            SQLException cause = SqlExceptions.of(failure);
            throw new BatchUpdateException(cause.getMessage(), failure.sqlState(), failure.vendorCode(), counts, cause);
        }
        return counts;
    }

    private StatementRequest begin(String sql, List<? extends @Nullable Object> parameters, long maxRows, String id) {
        warnings.clear();
        cancelled = false;
        queryId = id;
        return new StatementRequest(sql, new ArrayList<>(parameters), maxRows, timeoutSeconds * 1_000L, id);
    }

    void cancel() throws SQLException {
        cancelled = true;
        String running = queryId;
        if (running != null) {
            connection.session().cancel(running);
        }
    }

    /// How far the statement that runs has come.
    StatementProgress progress() throws SQLException {
        String running = queryId;
        return running == null ? StatementProgress.NONE : connection.session().progress(running);
    }

    QueryStatistics statistics() {
        TrackedResult running = current;
        return running == null ? lastStatistics : running.statistics();
    }

    /// Fails before anything happens when `sql` returns no rows. The first word settles it for every query;
    /// only for the others is the engine asked, so that a query is not planned twice.
    void requireRows(String sql) throws SQLException {
        if (!QUERY_WORDS.contains(firstWord(sql))
                && connection.describe(sql).columns().isEmpty()) {
            throw SqlExceptions.of("07005", "This statement returns no rows; run it by execute or executeUpdate");
        }
    }

    static SQLException returnsRows() {
        return SqlExceptions.of("07006", "This statement returns rows; run it by execute or executeQuery");
    }

    /// The first word in lower case, behind blanks, comments and parentheses; empty when there is none.
    static String firstWord(String sql) {
        int i = 0;
        while (i < sql.length()) {
            if (sql.startsWith("--", i)) {
                int end = sql.indexOf('\n', i);
                i = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", i)) {
                int end = sql.indexOf("*/", i + 2);
                i = end < 0 ? sql.length() : end + 2;
            } else if (Character.isWhitespace(sql.charAt(i)) || sql.charAt(i) == '(') {
                i++;
            } else {
                break;
            }
        }
        int end = i;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(i, end).toLowerCase(Locale.ROOT);
    }

    /// The engine's result, which tells this statement when it is over.
    private final class TrackedResult implements StatementResult {

        private final StatementResult result;
        private boolean closed;

        TrackedResult(StatementResult result) {
            this.result = result;
        }

        @Override
        public List<ColumnDescription> columns() {
            return result.columns();
        }

        @Override
        public long updateCount() {
            return result.updateCount();
        }

        @Override
        public @Nullable ByteBuffer nextFrame() throws EngineFailure {
            return result.nextFrame();
        }

        @Override
        public QueryStatistics statistics() {
            return result.statistics();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                lastStatistics = result.statistics();
                if (current == this) {
                    current = null;
                    queryId = null;
                }
                result.close();
            }
        }
    }
}
