package io.colonnade.coordinator.session;

import io.colonnade.coordinator.query.Engine;
import io.colonnade.coordinator.query.Failures;
import io.colonnade.coordinator.query.QueryExecution;
import io.colonnade.coordinator.query.RunSettings;
import io.colonnade.coordinator.query.StatementControl;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.jdbc.service.BatchResult;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The statements of one connection: finds the running one to cancel, and closes what its user left open.
///
/// *Thread safety*: any thread. *Closing*: {@link #close} stops and closes all statements, rolls back, then runs `onClose`.
public final class Session implements EngineSession {
    private final Engine engine;
    private final RunSettings settings;
    private final List<String> warnings;
    private final Runnable onClose;
    private final SessionTransaction transaction;
    private final CompletableFuture<?> quiet = new CompletableFuture<>();

    // Guarded by `this`. Statements of a batch have one id.
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final List<OpenResult> results = new ArrayList<>();
    private boolean closed;
    private int starting;

    /// A statement that is being started, or whose result is open.
    private static final class Run {
        final StatementControl control;

        Run(StatementControl control) {
            this.control = control;
        }
    }

    public Session(Engine engine, RunSettings settings, List<String> warnings, Runnable onClose) {
        this.engine = engine;
        this.settings = settings;
        this.warnings = List.copyOf(warnings);
        this.onClose = onClose;
        this.transaction = new SessionTransaction(engine);
    }

    @Override
    public EngineInformation information() {
        return SessionInformation.of(transaction.snapshot());
    }

    @Override
    public StatementDescription describe(String sql) throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                return transaction.run(open -> QueryExecution.describe(engine, sql, open));
            } finally {
                leave();
            }
        });
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
        Run run = new Run(new StatementControl(engine.clock(), request.timeoutMillis()));
        synchronized (this) {
            runs.computeIfAbsent(request.queryId(), id -> new ArrayList<>()).add(run);
        }
        boolean open = false;
        try {
            OpenResult tracked = transaction.run(within -> {
                StatementResult result = new QueryExecution(engine, settings, request, run.control, within).run();
                return new OpenResult(result, () -> transaction.fail(within), () -> forget(request.queryId(), run));
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
        } finally {
            if (!open) {
                forget(request.queryId(), run);
            }
        }
    }

    /// A batch of one INSERT with different parameters is one commit.
    @Override
    public BatchResult executeBatch(List<StatementRequest> requests) {
        try {
            Optional<List<Long>> counts = requests.isEmpty() ? Optional.empty() : startBatch(requests);
            return counts.map(each -> new BatchResult(each, null))
                    .orElseGet(() -> EngineSession.super.executeBatch(requests));
        } catch (EngineFailure failure) {
            return new BatchResult(List.of(), failure);
        }
    }

    private Optional<List<Long>> startBatch(List<StatementRequest> requests) throws EngineFailure {
        StatementRequest first = requests.getFirst();
        Run run = new Run(new StatementControl(engine.clock(), first.timeoutMillis()));
        return Failures.guard(() -> {
            enter();
            synchronized (this) {
                runs.computeIfAbsent(first.queryId(), id -> new ArrayList<>()).add(run);
            }
            try {
                return transaction.run(within -> Optional.ofNullable(
                        new QueryExecution(engine, settings, first, run.control, within).runBatch(requests)));
            } finally {
                forget(first.queryId(), run);
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
    public synchronized boolean isAlive(long timeoutMillis) {
        return !closed;
    }

    @Override
    public List<TableDescription> tables() throws EngineFailure {
        return Failures.guard(() -> {
            enter();
            try {
                return Tables.of(transaction.snapshot());
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
