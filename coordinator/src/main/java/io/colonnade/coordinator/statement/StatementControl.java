package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.Clock;
import io.colonnade.jdbc.service.StatementProgress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stops a statement wherever it is: while it is planned, and while its tasks run.
///
/// *Thread safety*: any thread.
public final class StatementControl {
    private final Clock clock;
    private final long started;
    private final long timeoutMillis;
    private volatile long planningNanos;
    private volatile long resultRows;
    private @Nullable EngineException reason;
    private @Nullable RunningQuery query;
    private volatile Supplier<StatementProgress> progress = () -> StatementProgress.NONE;

    /// The time runs from now; `timeoutMillis` 0 stands for no limit.
    public StatementControl(Clock clock, long timeoutMillis) {
        this.clock = clock;
        this.started = clock.nanos();
        this.timeoutMillis = timeoutMillis;
    }

    public void cancel() {
        stop(new EngineException(ErrorCode.CANCELLED, "the statement was cancelled"));
    }

    private void stop(EngineException why) {
        RunningQuery running;
        synchronized (this) {
            if (reason == null) {
                reason = why;
            }
            running = query;
        }
        if (running != null) {
            running.cancel(why);
        }
    }

    /// Throws if the statement was stopped or its time is over.
    public void check() {
        synchronized (this) {
            if (reason != null) {
                throw reason;
            }
        }
        if (timeoutMillis > 0 && elapsedNanos() >= timeoutMillis * 1_000_000) {
            throw timedOut();
        }
    }

    private EngineException timedOut() {
        return new EngineException(
                ErrorCode.TIMEOUT,
                "the statement ran longer than its timeout of " + timeoutMillis + " ms and was stopped",
                null,
                "raise the query timeout or narrow the statement",
                null);
    }

    /// The error as the user should see it: tasks only know that their time was over.
    public EngineException explain(EngineException error) {
        return error.code() == ErrorCode.TIMEOUT && timeoutMillis > 0 ? timedOut() : error;
    }

    /// From now on a cancel reaches the tasks.
    public void running(RunningQuery started) {
        EngineException why;
        synchronized (this) {
            query = started;
            why = reason;
        }
        if (why != null) {
            started.cancel(why);
        }
    }

    /// Says how somebody who asks is told how far the statement has come.
    public void tellProgressBy(Supplier<StatementProgress> teller) {
        progress = teller;
    }

    /// How far the statement has come, as far as it can tell.
    public StatementProgress progress() {
        return progress.get();
    }

    /// The plan is there; throws as {@link #check} does.
    public void planned() {
        planningNanos = elapsedNanos();
        check();
    }

    /// So many rows have gone to the client.
    public void tellResultRows(long rows) {
        resultRows = rows;
    }

    public long resultRows() {
        return resultRows;
    }

    public long planningNanos() {
        return planningNanos;
    }

    public long elapsedNanos() {
        return clock.nanos() - started;
    }

    /// What is left for the tasks, 0 for no limit.
    long nanosLeft() {
        return timeoutMillis == 0 ? 0 : Math.max(1, timeoutMillis * 1_000_000 - elapsedNanos());
    }
}
