package io.colonnade.exec.task;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.system.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One task running: all its pipelines in the order of their dependencies.
///
/// ```text
/// start    pipelines without predecessors get drivers
/// a driver ends -> the last one of a pipeline: pipelines that waited for it start
///               -> the last one of a sink: finish() and its jobs -> pipelines that waited for the sink start
/// the last sink has finished, or something failed and all threads have left
///          -> everything is closed, the memory balance is checked, completion() is done
/// ```
///
/// *Errors*: the first failure or cancel ends the task; completion() then fails with that EngineException.
/// *Thread safety*: any thread may cancel. Dependents of completion() run on a pool thread: they must not wait.
public final class TaskExecution {
    private final TaskContext context;
    private final List<Pipeline> pipelines;
    private final List<AutoCloseable> resources;
    private final TaskPool pool;
    private final TaskPool.Share share;
    private final CompletableFuture<TaskReport> completion = new CompletableFuture<>();

    // Guarded by `this`.
    private final Map<Sink, SinkState> sinks = new IdentityHashMap<>();
    private final List<Pipeline> waiting;
    /// Of the pipelines that have started; 0 for those that have ended.
    private final Map<Pipeline, Integer> driversLeft = new IdentityHashMap<>();
    private final Set<Driver> blocked = new LinkedHashSet<>();
    private int active;
    private int sinksLeft;
    private boolean ended;

    /// How far a sink is.
    private static final class SinkState {
        final Sink sink;
        /// Pipelines that have not ended.
        int pipelinesLeft;
        int jobsLeft;
        boolean finished;

        SinkState(Sink sink) {
            this.sink = sink;
        }
    }

    private TaskExecution(TaskContext context, List<Pipeline> pipelines, List<AutoCloseable> resources, TaskPool pool) {
        this.context = context;
        this.pipelines = List.copyOf(pipelines);
        this.resources = List.copyOf(resources);
        this.pool = pool;
        this.waiting = new ArrayList<>(pipelines);
        for (Pipeline pipeline : pipelines) {
            sinks.computeIfAbsent(pipeline.sink(), SinkState::new).pipelinesLeft++;
        }
        this.sinksLeft = sinks.size();
        this.share = pool.enter(this, context.spec().id().queryId());
        context.giveWayBy(() -> pool.giveWay(share));
    }

    /// Starts the pipelines of a task. `resources` are closed at its end, the last first, after sources and sinks.
    public static TaskExecution start(
            TaskContext context, List<Pipeline> pipelines, List<AutoCloseable> resources, TaskPool pool) {
        TaskExecution execution = new TaskExecution(context, pipelines, resources, pool);
        execution.submit(execution::startReady);
        return execution;
    }

    /// Done when the task has ended and all its memory is back.
    public CompletableFuture<TaskReport> completion() {
        return completion;
    }

    /// How far it has come; may be asked at any time.
    public TaskProgress progress() {
        return context.progress();
    }

    /// Stops the task; without effect when it has ended or was stopped already.
    public void cancel(EngineException reason) {
        List<Driver> woken;
        synchronized (this) {
            if (ended) {
                return;
            }
            // A driver may have met the deadline by itself, so the reason may stand already while others are blocked.
            context.cancel(reason);
            woken = List.copyOf(blocked);
            blocked.clear();
            active += woken.size();
        }
        woken.forEach(driver -> pool.submit(share, driver));
    }

    long nanosLeft() {
        return context.cancelReason() == null ? context.nanosLeft() : Long.MAX_VALUE;
    }

    void timeOut() {
        cancel(context.timeIsOver());
    }

    Clock clock() {
        return pool.clock();
    }

    /// Charges the query for the time since `since`; answers the time now.
    long charge(long since) {
        long now = pool.clock().nanos();
        share.usedNanos.addAndGet(now - since);
        return now;
    }

    boolean shouldYield() {
        return pool.shouldYield(share);
    }

    /// What a driver is called in traces.
    String name(Driver driver, int number) {
        int position = 0;
        for (Pipeline pipeline : pipelines) {
            if (pipeline == driver.pipeline()) {
                break;
            }
            position++;
        }
        return context.spec().id() + " pipeline " + position + " driver " + number;
    }

    // --- what drivers report; each call ends one piece of active work unless it queues the driver again ---

    void requeue(Driver driver) {
        pool.submit(share, driver);
    }

    void block(Driver driver, CompletableFuture<?> until) {
        synchronized (this) {
            if (context.cancelReason() != null) {
                pool.submit(share, driver);
                return;
            }
            blocked.add(driver);
            active--;
        }
        until.whenComplete((value, error) -> {
            if (error != null) {
                cancel(asEngineException(error));
            } else {
                unblock(driver);
            }
        });
    }

    private void unblock(Driver driver) {
        synchronized (this) {
            if (!blocked.remove(driver)) {
                return;
            }
            active++;
        }
        pool.submit(share, driver);
    }

    void driverEnded(Driver driver) {
        Pipeline pipeline = driver.pipeline();
        boolean last;
        synchronized (this) {
            last = driversLeft.merge(pipeline, -1, Integer::sum) == 0;
        }
        endWork(last ? () -> endPipeline(pipeline) : () -> {});
    }

    void driverFailed(Throwable error) {
        endWork(() -> {
            throw error;
        });
    }

    // --- pieces of work that are not drivers ---

    /// Work that may fail.
    private interface Action {
        void run() throws Throwable;
    }

    /// A piece of work by itself.
    private record Piece(TaskExecution execution, Action action) implements Runnable {
        @Override
        public void run() {
            execution.endWork(action);
        }

        @Override
        public String toString() {
            return execution.context.spec().id() + " finishes";
        }
    }

    private void submit(Action action) {
        synchronized (this) {
            active++;
        }
        pool.submit(share, new Piece(this, action));
    }

    /// Runs the last part of a piece of work and counts it as done, whatever comes of it.
    private void endWork(Action action) {
        try {
            context.throwIfCancelled();
            action.run();
        } catch (TaskCancelledException e) {
            cancel(e.reason());
        } catch (Throwable e) {
            cancel(asEngineException(e));
        }
        boolean last;
        synchronized (this) {
            active--;
            last = active == 0 && blocked.isEmpty() && (context.cancelReason() != null || sinksLeft == 0) && !ended;
            ended |= last;
        }
        if (last) {
            end();
        }
    }

    /// A line for the task and one for each driver that waits.
    String describe() {
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            text.append("  task ").append(context.spec().id()).append(": ");
            text.append(active)
                    .append(" pieces of work, ")
                    .append(blocked.size())
                    .append(" drivers blocked, ");
            text.append(waiting.size())
                    .append(" pipelines waiting, ")
                    .append(sinksLeft)
                    .append(" sinks left");
            text.append(context.isCancelled() ? ", cancelled\n" : "\n");
            blocked.forEach(
                    driver -> text.append("    ").append(driver.describe()).append('\n'));
        }
        return text.toString();
    }

    private void startReady() {
        List<Pipeline> ready = new ArrayList<>();
        synchronized (this) {
            waiting.removeIf(pipeline -> isReady(pipeline) && ready.add(pipeline));
        }
        ready.forEach(this::start);
    }

    private boolean isReady(Pipeline pipeline) {
        for (Sink sink : pipeline.after()) {
            if (!state(sink).finished) {
                return false;
            }
        }
        for (Pipeline before : pipeline.afterPipelines()) {
            Integer left = driversLeft.get(before);
            if (left == null || left > 0) {
                return false;
            }
        }
        return true;
    }

    private void start(Pipeline pipeline) {
        int threads = Math.max(1, context.settings().threads());
        int drivers = Math.clamp(pipeline.source().driversMax(), 0, threads);
        synchronized (this) {
            driversLeft.put(pipeline, drivers);
            active += drivers;
        }
        if (drivers == 0) {
            endPipeline(pipeline);
        }
        for (int i = 0; i < drivers; i++) {
            pool.submit(share, new Driver(this, pipeline, new DriverContext(context, i)));
        }
    }

    private void endPipeline(Pipeline pipeline) {
        pipeline.source().stop();
        SinkState state;
        boolean last;
        boolean othersWait;
        synchronized (this) {
            state = state(pipeline.sink());
            last = --state.pipelinesLeft == 0;
            othersWait = !waiting.isEmpty();
        }
        if (othersWait) {
            startReady();
        }
        if (last) {
            finishSink(state);
        }
    }

    private void finishSink(SinkState state) {
        List<Sink.Job> jobs;
        while (true) {
            long since = pool.clock().nanos();
            jobs = state.sink.finish();
            charge(since);
            if (jobs.size() != 1) {
                break;
            }
            runJob(jobs.getFirst());
            if (shouldYield()) {
                submit(() -> finishSink(state));
                return;
            }
        }
        if (jobs.isEmpty()) {
            synchronized (this) {
                state.finished = true;
                sinksLeft--;
            }
            startReady();
            return;
        }
        synchronized (this) {
            state.jobsLeft = jobs.size();
        }
        for (Sink.Job job : jobs.subList(1, jobs.size())) {
            submit(() -> finishJob(state, job));
        }
        finishJob(state, jobs.getFirst());
    }

    private void finishJob(SinkState state, Sink.Job job) {
        runJob(job);
        boolean last;
        synchronized (this) {
            last = --state.jobsLeft == 0;
        }
        if (last) {
            finishSink(state);
        }
    }

    private void runJob(Sink.Job job) {
        context.throwIfCancelled();
        long since = pool.clock().nanos();
        job.run();
        charge(since);
    }

    private SinkState state(Sink sink) {
        SinkState state = sinks.get(sink);
        if (state == null) {
            throw new IllegalStateException("no pipeline ends in a sink that another waits for");
        }
        return state;
    }

    // --- the end ---

    private void end() {
        List<AutoCloseable> parts = new ArrayList<>();
        pipelines.forEach(pipeline -> parts.add(pipeline.source()));
        Set<Sink> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        pipelines.stream().map(Pipeline::sink).filter(distinct::add).forEach(parts::add);
        parts.addAll(resources.reversed());
        Throwable failure = context.cancelReason();
        long peak = context.memory().budgetPeakBytes();
        try {
            closeAll(parts);
            context.memory().close();
        } catch (Throwable e) {
            if (failure == null) {
                failure = asEngineException(e);
            } else {
                failure.addSuppressed(e);
            }
        }
        pool.leave(this, context.spec().id().queryId());
        if (failure != null) {
            completion.completeExceptionally(failure);
        } else {
            completion.complete(new TaskReport(
                    context.spec().id(),
                    context.written(),
                    context.deleted(),
                    context.rejected(),
                    context.figureSums(),
                    peak));
        }
    }

    /// Closes all, also after one has failed; throws the first failure.
    static void closeAll(List<? extends AutoCloseable> parts) {
        Throwable failure = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw asEngineException(failure);
        }
    }

    private static EngineException asEngineException(Throwable error) {
        Throwable cause = error;
        while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case EngineException e -> e;
            case TaskCancelledException e -> e.reason();
            case OutOfMemoryError e ->
                new EngineException(
                        ErrorCode.OUT_OF_MEMORY,
                        "out of memory: " + e.getMessage(),
                        null,
                        "raise the heap (-Xmx) or the memory limit, or run fewer queries at once",
                        e);
            case InternalError e ->
                // Bytes that were read before and checked: the file of an image was cut off, or the disk gave up.
                new EngineException(
                        ErrorCode.IO,
                        "a mapped file cannot be read any more: " + e.getMessage(),
                        null,
                        "VERIFY DATABASE tells which; open the database again when the disk is well",
                        e);
            default -> new EngineException(ErrorCode.INTERNAL, "a task failed: " + cause, cause);
        };
    }

    @Nullable
    EngineException cancelReason() {
        return context.cancelReason();
    }
}
