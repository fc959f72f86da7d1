package io.colonnade.exec.worker;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries a worker's side of the conversation of {@link ControlMessage}: calls the worker for what arrives, and
/// answers whoever asked.
///
/// *Threads*: messages arrive on event loops. Starting a task plans it and may read from the disk, so each start
/// leaves them: in an engine it gets a virtual thread of its own.
public final class WorkerService implements ExchangeEndpoint.ControlReceiver {
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private final int coordinator;
    private final Executor starts;
    private volatile @Nullable Served served;

    /// Whom this speaks for, and the way to the others.
    private record Served(Worker worker, ExchangeEndpoint endpoint) {}

    /// `starts` runs what may read from the disk: it must not be the caller's thread.
    public WorkerService(int coordinator, Executor starts) {
        this.coordinator = coordinator;
        this.starts = starts;
    }

    /// Given once, before other nodes learn the address of the endpoint.
    public void serve(Worker worker, ExchangeEndpoint endpoint) {
        served = new Served(worker, endpoint);
    }

    private Served served() {
        Served known = served;
        if (known == null) {
            throw EngineException.internal("a node is not ready");
        }
        return known;
    }

    @Override
    public void received(int sender, byte[] message) {
        ControlMessage decoded;
        try {
            decoded = ControlMessage.CODEC.decode(message);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, "node " + sender + " sent a malformed message", e);
        }
        Worker worker = served().worker();
        ExchangeEndpoint endpoint = served().endpoint();
        Consumer<ControlMessage> reply = answer -> endpoint.sendControl(sender, ControlMessage.CODEC.encode(answer));
        switch (decoded) {
            case ControlMessage.StartTask start -> {
                QueryId queryId = start.id().queryId();
                worker.starting(queryId, start.id().attempt());
                starts.execute(() -> {
                    try {
                        start(worker, start, reply);
                    } finally {
                        worker.started(queryId, start.id().attempt());
                    }
                });
            }
            case ControlMessage.CancelQuery m ->
                worker.cancel(m.queryId(), m.attempt(), m.reason().toException());
            case ControlMessage.EndQuery m ->
                worker.end(m.queryId(), m.attempt())
                        .thenAccept(leak -> reply.accept(new ControlMessage.QueryEnded(
                                m.queryId(), m.attempt(), worker.node(), leak.orElse(null))));
            case ControlMessage.AskProgress m ->
                reply.accept(new ControlMessage.ProgressTold(
                        m.queryId(), m.attempt(), worker.node(), worker.progress(m.queryId(), m.attempt())));
            case ControlMessage.ProgressTold m -> throw unexpected(sender, m);
            case ControlMessage.TaskFinished m -> throw unexpected(sender, m);
            case ControlMessage.TaskFailed m -> throw unexpected(sender, m);
            case ControlMessage.QueryEnded m -> throw unexpected(sender, m);
        }
    }

    private static void start(Worker worker, ControlMessage.StartTask start, Consumer<ControlMessage> reply) {
        worker.start(start.task(), (types, task) -> {
                    throw EngineException.internal("task " + start.id() + " has no client");
                })
                .whenComplete((report, error) -> reply.accept(
                        error == null
                                ? new ControlMessage.TaskFinished(report)
                                : new ControlMessage.TaskFailed(start.id(), failure(start.id(), error))));
    }

    private static Failure failure(TaskId id, Throwable error) {
        EngineException reason = Worker.asEngineException(error);
        if (reason.code() == ErrorCode.INTERNAL) {
            // The trace does not travel, and a bug is looked for where it happened.
            LOGGER.log(System.Logger.Level.ERROR, "task " + id + " failed", reason);
        }
        return Failure.of(reason);
    }

    private static EngineException unexpected(int sender, ControlMessage message) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA,
                "node " + sender + " sent " + message.getClass().getSimpleName() + " to a worker");
    }

    @Override
    public void lost(int peer, EngineException reason) {
        if (peer == coordinator) {
            served().worker().endAll(reason);
        }
    }
}
