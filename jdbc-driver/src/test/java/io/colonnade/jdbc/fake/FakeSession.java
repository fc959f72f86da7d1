package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.jdbc.service.TypeDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers by the first words of a statement:
///
/// ```
/// select rows N      n = 0..N-1, BIGINT, in frames of 3 rows with empty frames between them
/// select ? ..        one row: the parameters, as VARCHAR texts "Class value"
/// select slow        never answers until cancelled or timed out
/// select broken      one frame, then an error
/// select defect      a RuntimeException
/// insert ..          update count 1, or 22003 when it says `bad`
/// syntax ..          42601 with position and hint
/// ```
public final class FakeSession implements EngineSession {

    public static final List<String> CALLS = java.util.Collections.synchronizedList(new ArrayList<>());
    public static final QueryStatistics STATISTICS = new QueryStatistics(10, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    private final ConnectionUrl url;
    private final Map<String, SlowResult> running = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    FakeSession(ConnectionUrl url) {
        this.url = url;
    }

    public ConnectionUrl url() {
        return url;
    }

    public int openResults() {
        return open.get();
    }

    @Override
    public EngineInformation information() {
        return new EngineInformation(
                "0.1.0",
                "colonnade",
                "public",
                List.of("public"),
                List.of("COPY"),
                List.of("ABS"),
                List.of("UPPER"),
                List.of("EXTRACT"),
                List.of("COALESCE"));
    }

    @Override
    public StatementDescription describe(String sql) throws EngineFailure {
        CALLS.add("describe " + sql);
        failOnSyntax(sql);
        int parameters = (int) sql.chars().filter(c -> c == '?').count();
        return new StatementDescription(
                columns(sql), java.util.Collections.nCopies(parameters, TypeDescription.INTEGER));
    }

    private static List<ColumnDescription> columns(String sql) {
        if (!sql.startsWith("select")) {
            return List.of();
        }
        if (!sql.contains("?")) {
            return List.of(new ColumnDescription("n", "number", "numbers", TypeDescription.BIGINT, false, false));
        }
        List<ColumnDescription> columns = new ArrayList<>();
        for (int i = 0; i < sql.chars().filter(c -> c == '?').count(); i++) {
            columns.add(ColumnDescription.of("p" + i, TypeDescription.VARCHAR, true));
        }
        return columns;
    }

    @Override
    public StatementResult execute(StatementRequest request) throws EngineFailure {
        CALLS.add("execute " + request.sql());
        String sql = request.sql();
        failOnSyntax(sql);
        if (sql.startsWith("select defect")) {
            throw new IllegalStateException("a defect");
        }
        if (sql.startsWith("insert")) {
            if (sql.contains("bad")) {
                throw EngineFailure.of("22003", "Value out of range");
            }
            return new CountResult(1);
        }
        open.incrementAndGet();
        if (sql.startsWith("select slow")) {
            SlowResult slow = new SlowResult(columns(sql), request.timeoutMillis(), open);
            running.put(request.queryId(), slow);
            return slow;
        }
        if (sql.contains("?")) {
            List<String> row = new ArrayList<>();
            for (Object value : request.parameters()) {
                row.add(value == null ? null : value.getClass().getSimpleName() + " " + value);
            }
            return new FramesResult(columns(sql), List.of(List.of(row)), null, open);
        }
        return rows(request);
    }

    private StatementResult rows(StatementRequest request) {
        boolean broken = request.sql().startsWith("select broken");
        long count = broken ? 2 : Long.parseLong(request.sql().substring("select rows ".length()));
        if (request.maxRows() > 0) {
            count = Math.min(count, request.maxRows());
        }
        List<List<List<Object>>> frames = new ArrayList<>();
        List<List<Object>> frame = new ArrayList<>();
        for (long n = 0; n < count; n++) {
            frame.add(List.of(n));
            if (frame.size() == 3) {
                frames.add(frame);
                frames.add(List.of());
                frame = new ArrayList<>();
            }
        }
        frames.add(frame);
        EngineFailure end = broken ? EngineFailure.of("53200", "Out of memory") : null;
        return new FramesResult(columns(request.sql()), frames, end, open);
    }

    private static void failOnSyntax(String sql) throws EngineFailure {
        if (sql.startsWith("syntax")) {
            throw EngineFailure.of("42601", "Unexpected word 'syntax'")
                    .withPosition(1, 1)
                    .withHint("Did you mean 'select'?");
        }
    }

    @Override
    public void cancel(String queryId) {
        CALLS.add("cancel");
        SlowResult slow = running.get(queryId);
        if (slow != null) {
            slow.cancel();
        }
    }

    @Override
    public void setAutoCommit(boolean on) {
        CALLS.add("autocommit " + on);
    }

    @Override
    public void setReadOnly(boolean on) {
        CALLS.add("readonly " + on);
    }

    @Override
    public boolean commit() {
        CALLS.add("commit");
        return false;
    }

    @Override
    public boolean rollback() throws EngineFailure {
        CALLS.add("rollback");
        return false;
    }

    @Override
    public boolean isAlive(long timeoutMillis) {
        return !closed;
    }

    @Override
    public List<TableDescription> tables() {
        return FakeCatalog.TABLES;
    }

    @Override
    public List<String> warnings() {
        return List.of("The JVM runs without its flags");
    }

    @Override
    public void close() {
        closed = true;
    }
}
