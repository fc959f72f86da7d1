package io.colonnade.exec.task;

import io.colonnade.core.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One thread's worth of a pipeline: a reader, its own operators and its part of the sink.
///
/// ```text
/// open -> [ morsel ]* -> finish operators, the first one first -> finish the local sink -> close
///              \-- leaves the thread when blocked, or when another query is due
/// ```
///
/// An operator that stopped in the middle of a page goes on before the source is asked again.
///
/// *Thread safety*: runs on one thread at a time; the pool's queue hands it from one to the next.
final class Driver implements Runnable {
    private enum Phase {
        NEW,
        READING,
        FLUSHING,
        FLUSHED,
        CLOSED
    }

    private final TaskExecution execution;
    private final Pipeline pipeline;
    private final DriverContext context;
    private final List<Operator> operators = new ArrayList<>();
    private final List<Downstream> links = new ArrayList<>();
    private final List<Figures> stageFigures = new ArrayList<>();
    private final Figures sourceFigures;
    private final Stopwatch stopwatch;
    private Phase phase = Phase.NEW;
    /// What it was blocked on last.
    private boolean atSink;
    /// Operators that have been told that no page follows.
    private int operatorsFinished;

    private Source.@Nullable Reader reader;
    private Sink.@Nullable Local local;

    Driver(TaskExecution execution, Pipeline pipeline, DriverContext context) {
        this.execution = execution;
        this.pipeline = pipeline;
        this.context = context;
        this.sourceFigures = context.figures(pipeline.sourceNodeId());
        TaskContext task = context.task();
        this.stopwatch = new Stopwatch(task.clock(), task.settings().profile(), new Figures(-1));
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public String toString() {
        return execution.name(this, context.number());
    }

    /// Which pipeline it works for, and how far it is.
    String describe() {
        return phase + " " + pipeline.source().getClass().getSimpleName() + " -> " + operators.size() + " operators -> "
                + pipeline.sink().getClass().getSimpleName() + ", waits for the " + (atSink ? "sink" : "source");
    }

    /// Works until the pipeline's part is done, it is blocked, or others are due.
    @Override
    public void run() {
        long started = execution.clock().nanos();
        try {
            context.task().throwIfCancelled();
            CompletableFuture<?> until = advance(started);
            if (until != null) {
                execution.block(this, until);
            } else if (phase == Phase.CLOSED) {
                execution.driverEnded(this);
            } else {
                execution.requeue(this);
            }
        } catch (Throwable e) {
            closeQuietly(e);
            execution.driverFailed(e);
        }
    }

    /// What it is blocked on, or null: then it is closed, or another query is due.
    private @Nullable CompletableFuture<?> advance(long started) {
        if (phase == Phase.NEW) {
            open();
        }
        Sink.Local sink = opened(local);
        long since = started;
        while (phase != Phase.FLUSHED) {
            CompletableFuture<?> full = sink.blocked();
            atSink = full != null;
            if (full != null && !full.isDone()) {
                return full;
            }
            CompletableFuture<?> until = step();
            since = execution.charge(since);
            if (until != null) {
                return until;
            }
            context.task().throwIfCancelled();
            if (phase != Phase.FLUSHED && execution.shouldYield()) {
                return null;
            }
        }
        CompletableFuture<?> full = sink.blocked();
        atSink = full != null;
        if (full != null && !full.isDone()) {
            return full;
        }
        Figures before = stopwatch.enter(stageFigures.getLast());
        sink.finish();
        stopwatch.enter(before);
        execution.charge(since);
        close();
        return null;
    }

    /// One piece of work; not null if there is none before the future is done.
    private @Nullable CompletableFuture<?> step() {
        Downstream first = links.getFirst();
        if (phase == Phase.READING && first.isFinished()) {
            phase = Phase.FLUSHING;
            return null;
        }
        if (resume()) {
            return null;
        }
        if (phase == Phase.READING) {
            Figures before = stopwatch.enter(sourceFigures);
            Step step = opened(reader).next(first);
            stopwatch.enter(before);
            switch (step) {
                case Step.More m -> {}
                case Step.Finished f -> phase = Phase.FLUSHING;
                case Step.Blocked b -> {
                    return b.until();
                }
            }
            return null;
        }
        if (operatorsFinished < operators.size()) {
            int i = operatorsFinished++;
            Figures before = stopwatch.enter(stageFigures.get(i));
            operators.get(i).finish(links.get(i + 1));
            stopwatch.enter(before);
            return null;
        }
        phase = Phase.FLUSHED;
        return null;
    }

    /// Lets the last of the operators that stopped go on, unless nothing it can pass on matters; false if there is
    /// none.
    private boolean resume() {
        for (int i = operators.size() - 1; i >= 0; i--) {
            if (operators.get(i).hasMore() && !links.get(i + 1).isFinished()) {
                Figures before = stopwatch.enter(stageFigures.get(i));
                operators.get(i).resume(links.get(i + 1));
                stopwatch.enter(before);
                return true;
            }
        }
        return false;
    }

    private void open() {
        Figures upstream = sourceFigures;
        for (Pipeline.Stage stage : pipeline.stages()) {
            Operator operator = stage.factory().create(context);
            operators.add(operator);
            stageFigures.add(context.figures(stage.nodeId()));
        }
        Sink.Local sink = pipeline.sink().local(context);
        local = sink;
        stageFigures.add(context.figures(pipeline.sinkNodeId()));
        reader = pipeline.source().reader(context);

        // Links are made from the sink backwards, because each operator needs to know the one after it.
        Link.Target target = sinkTarget(sink);
        for (int i = operators.size(); i >= 0; i--) {
            upstream = i == 0 ? sourceFigures : stageFigures.get(i - 1);
            Link link = new Link(target, stageFigures.get(i), upstream, stopwatch);
            links.addFirst(link);
            if (i > 0) {
                target = operatorTarget(operators.get(i - 1), link);
            }
        }
        phase = Phase.READING;
    }

    private Link.Target sinkTarget(Sink.Local sink) {
        boolean canStop = pipeline.source().keepsPages();
        return new Link.Target() {
            @Override
            public void accept(Page page) {
                sink.accept(page);
            }

            @Override
            public boolean wantsMore() {
                return sink.wantsMore() && (!canStop || (sink.blocked() == null && !execution.shouldYield()));
            }

            @Override
            public boolean isFinished() {
                return !sink.wantsMore();
            }
        };
    }

    private static Link.Target operatorTarget(Operator operator, Downstream next) {
        return new Link.Target() {
            @Override
            public void accept(Page page) {
                operator.accept(page, next);
            }

            @Override
            public boolean wantsMore() {
                return operator.wantsMore() && !operator.hasMore() && next.wantsMore();
            }

            @Override
            public boolean isFinished() {
                return !operator.wantsMore() || next.isFinished();
            }
        };
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the driver is not open");
        }
        return part;
    }

    private void closeQuietly(Throwable reason) {
        try {
            close();
        } catch (Throwable e) {
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }

    /// Closes what was opened; every part is closed even if one fails.
    private void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        List<AutoCloseable> parts = new ArrayList<>();
        if (reader != null) {
            parts.add(reader);
        }
        parts.addAll(operators);
        if (local != null) {
            parts.add(local);
        }
        TaskExecution.closeAll(parts);
    }
}
