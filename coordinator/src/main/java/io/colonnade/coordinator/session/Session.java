package io.colonnade.coordinator.session;

import io.colonnade.coordinator.query.QueryExecution;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.Failures;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.system.KnownCatalog;
import io.colonnade.coordinator.system.QueryLog;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.jdbc.service.BatchResult;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.planner.statement.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The statements of one connection: finds the running one to cancel, and closes what its user left open.
///
/// *Thread safety*: any thread. *Closing*: {@link #close} stops and closes all statements, rolls back, then runs
/// `onClose`.
public final class Session implements EngineSession {
    private final Engine engine;
    private final SessionStatements statements;
    private final List<String> warnings;
    private final Runnable onClose;
    private final long connection;
    private final SessionTransaction transaction;
    private final CompletableFuture<?> quiet = new CompletableFuture<>();

    // Guarded by `this`. Statements of a batch have one id.
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final List<OpenResult> results = new ArrayList<>();
    private boolean closed;
    private int starting;

    /// A statement that is being started, or whose result is open.
    private final class Run implements QueryLog.Probe {
        final StatementControl control;
        final QueryLog.Entry entry;
        volatile @Nullable StatementResult result;

        Run(StatementRequest request) {
            control = new StatementControl(engine.clock(), timeoutMillis(request));
            entry = engine.queries().begin(connection, request.sql(), this);
        }

        @Override
        public QueryStatistics statistics() {
            StatementResult known = result;
            return known == null ? Figures.sum(List.of(), List.of(), control) : known.statistics();
        }

        @Override
        public long rows() {
            StatementResult known = result;
            return known == null || known.updateCount() < 0 ? control.resultRows() : known.updateCount();
        }

        @Override
        public void cancel() {
            control.cancel();
        }
    }

    /// The shorter of the times that the session and the statement have, 0 for none.
    private long timeoutMillis(StatementRequest request) {
        long own = statements.settings().timeoutMillis();
        long wanted = request.timeoutMillis();
        return own == 0 || wanted == 0 ? Math.max(own, wanted) : Math.min(own, wanted);
    }

    public Session(Engine engine, RunSettings settings, List<String> warnings, Runnable onClose) {
        this.engine = engine;
        this.warnings = List.copyOf(warnings);
        this.onClose = onClose;
        this.connection = engine.queries().newConnection();
        this.statements = new SessionStatements(engine, connection, settings);
        this.transaction = statements.transaction();
    }

    @Override
    public EngineInformation information() {
        return SessionInformation.of(new KnownCatalog(transaction.snapshot()));
    }

    @Override
    public StatementDescription describe(String sql) throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                Statement.SessionControl control = engine.planner().sessionControl(sql);
                if (control instanceof Statement.Execute execute) {
                    StatementDescription described = describeRows(statements.sql(execute));
                    return new StatementDescription(described.columns(), List.of());
                }
                return control != null ? new StatementDescription(List.of(), List.of()) : describeRows(sql);
            } finally {
                leave();
            }
        });
    }

    private StatementDescription describeRows(String sql) throws InterruptedException {
        RunSettings settings = statements.settings();
        return transaction.run(open -> QueryExecution.describe(engine, settings, sql, open));
    }

    @Override
    public StatementResult execute(StatementRequest request) throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                return start(request);
            } finally {
                leave();
            }
        });
    }

    private StatementResult start(StatementRequest request) throws InterruptedException {
        Statement.SessionControl control = engine.planner().sessionControl(request.sql());
        if (control instanceof Statement.Execute execute) {
            return runPlanned(statements.request(execute, request));
        }
        return control != null ? statements.run(control) : runPlanned(request);
    }

    private StatementResult runPlanned(StatementRequest request) throws InterruptedException {
        RunSettings settings = statements.settings();
        Run run = new Run(request);
        synchronized (this) {
            runs.computeIfAbsent(request.queryId(), id -> new ArrayList<>()).add(run);
        }
        boolean open = false;
        try {
            OpenResult tracked = transaction.run(within -> {
                StatementResult result = new QueryExecution(engine, settings, request, run.control, within).run();
                run.result = result;
                return new OpenResult(
                        result, run.entry, () -> transaction.fail(within), () -> forget(request.queryId(), run));
            });
            if (tracked.updateCount() >= 0) {
                tracked.close();
                return tracked;
            }
            synchronized (this) {
                open = true;
                results.add(tracked);
            }
            return tracked;
        } catch (Exception | Error e) {
            run.entry.end(Failures.of(e));
            throw e;
        } finally {
            if (!open) {
                forget(request.queryId(), run);
            }
        }
    }

    /// A batch is one transaction, and one of the same INSERT with different parameters even one statement.
    @Override
    public BatchResult executeBatch(List<StatementRequest> requests) {
        try {
            return new BatchResult(requests.isEmpty() ? List.of() : startBatch(requests), null);
        } catch (EngineFailure failure) {
            return new BatchResult(List.of(), failure);
        }
    }

    private List<Long> startBatch(List<StatementRequest> requests) throws EngineFailure {
        StatementRequest first = requests.getFirst();
        Run run = new Run(first);
        RunSettings settings = statements.settings();
        return Failures.guard(() -> {
            enter();
            synchronized (this) {
                runs.computeIfAbsent(first.queryId(), id -> new ArrayList<>()).add(run);
            }
            try {
                List<Long> all = transaction.run(within -> {
                    List<Long> counts =
                            new QueryExecution(engine, settings, first, run.control, within).runBatch(requests);
                    return counts == null ? runEach(requests, settings, run, within) : counts;
                });
                run.control.tellResultRows(
                        all.stream().mapToLong(Long::longValue).sum());
                run.entry.end(null);
                return all;
            } catch (Exception | Error e) {
                run.entry.end(Failures.of(e));
                throw e;
            } finally {
                forget(first.queryId(), run);
                leave();
            }
        });
    }

    private List<Long> runEach(List<StatementRequest> requests, RunSettings settings, Run run, Transaction within)
            throws InterruptedException {
        within.expectMore();
        List<Long> counts = new ArrayList<>();
        for (StatementRequest request : requests) {
            try (StatementResult result = new QueryExecution(engine, settings, request, run.control, within).run()) {
                if (result.updateCount() < 0) {
                    throw new EngineException(
                            ErrorCode.INVALID_STATEMENT, "a statement of a batch must not return rows");
                }
                counts.add(result.updateCount());
            }
        }
        return counts;
    }

    @Override
    public void setAutoCommit(boolean on) throws EngineFailure {
        transact(() -> {
            transaction.setAutoCommit(on);
            return true;
        });
    }

    @Override
    public void setReadOnly(boolean on) {
        statements.setReadOnly(on);
    }

    @Override
    public boolean commit() throws EngineFailure {
        return transact(transaction::commit);
    }

    @Override
    public boolean rollback() throws EngineFailure {
        return transact(transaction::rollback);
    }

    private boolean transact(Callable<Boolean> step) throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                return step.call();
            } finally {
                leave();
            }
        });
    }

    private synchronized void forget(String queryId, Run run) {
        List<Run> same = runs.get(queryId);
        if (same != null) {
            same.remove(run);
            if (same.isEmpty()) {
                runs.remove(queryId);
            }
        }
        results.removeIf(OpenResult::isClosed);
    }

    private synchronized void enter() {
        if (closed) {
            throw new EngineException(ErrorCode.CONNECTION_CLOSED, "the connection is closed");
        }
        starting++;
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            last = --starting == 0 && closed;
        }
        if (last) {
            quiet.complete(null);
        }
    }

    @Override
    public void cancel(String queryId) {
        List<Run> found;
        synchronized (this) {
            found = List.copyOf(runs.getOrDefault(queryId, List.of()));
        }
        found.forEach(run -> run.control.cancel());
    }

    @Override
    public StatementProgress progress(String queryId) {
        Run last;
        synchronized (this) {
            List<Run> found = runs.getOrDefault(queryId, List.of());
            if (found.isEmpty()) {
                return StatementProgress.NONE;
            }
            last = found.getLast();
        }
        return last.control.progress();
    }

    @Override
    public synchronized boolean isAlive(long timeoutMillis) {
        return !closed;
    }

    @Override
    public List<TableDescription> tables() throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                return Tables.of(engine.known(transaction.snapshot(), statements.settings()), engine.planner());
            } finally {
                leave();
            }
        });
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        List<Run> running = new ArrayList<>();
        List<OpenResult> open;
        boolean interrupted = false;
        boolean waits;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            runs.values().forEach(running::addAll);
            waits = starting > 0;
        }
        running.forEach(run -> run.control.cancel());
        while (waits) {
            try {
                engine.waiting().await(quiet);
                waits = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        synchronized (this) {
            open = List.copyOf(results);
        }
        open.forEach(OpenResult::close);
        transaction.close();
        onClose.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
