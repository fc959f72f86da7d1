package io.colonnade.exec.task;

import io.colonnade.core.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One thread's worth of a pipeline: a reader, its own operators and its part of the sink.
///
/// ```text
/// open -> [ morsel ]* -> flush operators -> finish the local sink -> close
///              \-- leaves the thread when blocked, or when another query is due
/// ```
///
/// *Thread safety*: runs on one thread at a time; the pool's queue hands it from one to the next.
final class Driver implements Runnable {
    private enum Phase {
        NEW,
        READING,
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

    /// Works until the pipeline's part is done, it is blocked, or others are due.
    @Override
    public void run() {
        long started = execution.clock().nanos();
        try {
            context.checkCancelled();
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

    /// What it is blocked on, or null.
    private @Nullable CompletableFuture<?> advance(long started) {
        if (phase == Phase.NEW) {
            open();
        }
        Sink.Local sink = opened(local);
        long since = started;
        while (phase == Phase.READING) {
            CompletableFuture<?> full = sink.blocked();
            if (full != null && !full.isDone()) {
                execution.charge(since);
                return full;
            }
            if (links.getFirst().isFinished()) {
                flush();
                break;
            }
            Figures before = stopwatch.enter(sourceFigures);
            Step step = opened(reader).next(links.getFirst());
            stopwatch.enter(before);
            since = execution.charge(since);
            switch (step) {
                case Step.More m -> {
                    context.checkCancelled();
                    if (execution.shouldYield()) {
                        return null;
                    }
                }
                case Step.Finished f -> flush();
                case Step.Blocked b -> {
                    return b.until();
                }
            }
        }
        CompletableFuture<?> full = sink.blocked();
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

    private void open() {
        Figures upstream = sourceFigures;
        List<Link.Target> targets = new ArrayList<>();
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
            targets.add(target);
            if (i > 0) {
                target = operatorTarget(operators.get(i - 1), link);
            }
        }
        phase = Phase.READING;
    }

    private static Link.Target sinkTarget(Sink.Local sink) {
        return new Link.Target() {
            @Override
            public void accept(Page page) {
                sink.accept(page);
            }

            @Override
            public boolean wantsMore() {
                return sink.blocked() == null && sink.wantsMore();
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
                return operator.wantsMore() && next.wantsMore();
            }

            @Override
            public boolean isFinished() {
                return !operator.wantsMore() || next.isFinished();
            }
        };
    }

    private void flush() {
        for (int i = 0; i < operators.size(); i++) {
            Figures before = stopwatch.enter(stageFigures.get(i));
            operators.get(i).finish(links.get(i + 1));
            stopwatch.enter(before);
        }
        phase = Phase.FLUSHED;
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
