package io.colonnade.exec.task;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.fragment.RejectedRow;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all parts of one task share: its spec, its memory, whether it was cancelled, and what it has to report.
///
/// *Ownership*: `memory` is the task's own pool, a child of its query's; {@link TaskExecution} closes it at the
/// end and takes a balance that is not zero for a bug. *Thread safety*: any thread.
public final class TaskContext {
    private final TaskSpec spec;
    private final MemoryPool memory;
    private final ExchangeService exchange;
    private final Clock clock;
    private final QueryState query;
    private final long deadline;
    private final AtomicReference<@Nullable EngineException> cancelled = new AtomicReference<>();
    private final List<Figures> figures = new ArrayList<>();
    private final List<SegmentEntry> written = new ArrayList<>();
    private final List<TaskReport.Deleted> deleted = new ArrayList<>();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private volatile Runnable giveWay = () -> {};
    private volatile Supplier<TaskProgress> progress = () -> TaskProgress.NONE;

    /// For a query of this task alone.
    public TaskContext(TaskSpec spec, MemoryPool memory, ExchangeService exchange, Clock clock) {
        this(spec, memory, exchange, clock, new QueryState(memory));
    }

    public TaskContext(TaskSpec spec, MemoryPool memory, ExchangeService exchange, Clock clock, QueryState query) {
        this.query = query;
        this.spec = spec;
        this.memory = memory;
        this.exchange = exchange;
        this.clock = clock;
        this.deadline = clock.nanos() + spec.settings().deadlineNanos();
    }

    public TaskSpec spec() {
        return spec;
    }

    public TaskSettings settings() {
        return spec.settings();
    }

    public MemoryPool memory() {
        return memory;
    }

    public ExchangeService exchange() {
        return exchange;
    }

    /// What its query has on this node beside its tasks.
    public QueryState query() {
        return query;
    }

    public Clock clock() {
        return clock;
    }

    /// For loops that run longer than a page takes: throws what the task was cancelled with, or TIMEOUT when
    /// its time is over, and lets work of other queries pass that is due. Cheap enough for every page.
    ///
    /// *Locks*: the caller holds none that work of another query could want.
    public void checkCancelled() {
        throwIfCancelled();
        giveWay.run();
    }

    /// What {@link #checkCancelled} does to let others pass; set before the task's first piece of work runs.
    void giveWayBy(Runnable way) {
        giveWay = way;
    }

    void throwIfCancelled() {
        EngineException reason = cancelled.get();
        if (reason == null && spec.settings().deadlineNanos() > 0 && clock.nanos() - deadline > 0) {
            cancel(timeIsOver());
            reason = cancelled.get();
        }
        if (reason != null) {
            throw new TaskCancelledException(reason);
        }
    }

    EngineException timeIsOver() {
        return new EngineException(
                ErrorCode.TIMEOUT,
                "the statement was stopped after " + settings().deadlineNanos() / 1_000_000 + " ms, its time limit",
                null,
                "raise the query timeout",
                null);
    }

    /// The first reason given counts; later ones are lost.
    void cancel(EngineException reason) {
        cancelled.compareAndSet(null, reason);
    }

    /// Whether the task has failed or was stopped.
    public boolean isCancelled() {
        return cancelled.get() != null;
    }

    @Nullable
    EngineException cancelReason() {
        return cancelled.get();
    }

    /// Nanoseconds until the deadline, Long.MAX_VALUE without one.
    long nanosLeft() {
        return spec.settings().deadlineNanos() > 0 ? deadline - clock.nanos() : Long.MAX_VALUE;
    }

    /// New counters of a node for one thread.
    public Figures figures(int nodeId) {
        Figures fresh = new Figures(nodeId);
        synchronized (figures) {
            figures.add(fresh);
        }
        return fresh;
    }

    /// Says how somebody who asks is told how far the task has come.
    public void tellProgressBy(Supplier<TaskProgress> teller) {
        progress = teller;
    }

    TaskProgress progress() {
        return progress.get();
    }

    /// Adds segments to the task's report.
    public void addWritten(Collection<SegmentEntry> segments) {
        synchronized (written) {
            written.addAll(segments);
        }
    }

    List<SegmentEntry> written() {
        synchronized (written) {
            return List.copyOf(written);
        }
    }

    /// Adds deleted rows to the task's report.
    public void addDeleted(Collection<TaskReport.Deleted> rows) {
        synchronized (deleted) {
            deleted.addAll(rows);
        }
    }

    List<TaskReport.Deleted> deleted() {
        synchronized (deleted) {
            return List.copyOf(deleted);
        }
    }

    /// Adds a row that was left out to the task's report.
    public void addRejected(RejectedRow row) {
        synchronized (rejected) {
            rejected.add(row);
        }
    }

    List<RejectedRow> rejected() {
        synchronized (rejected) {
            return List.copyOf(rejected);
        }
    }

    List<NodeFigures> figureSums() {
        Map<Integer, Figures> sums = new TreeMap<>();
        synchronized (figures) {
            figures.forEach(
                    part -> sums.computeIfAbsent(part.nodeId, Figures::new).add(part));
        }
        return sums.values().stream().map(Figures::toNodeFigures).toList();
    }
}
