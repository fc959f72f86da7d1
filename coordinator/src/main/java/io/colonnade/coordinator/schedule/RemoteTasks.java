package io.colonnade.coordinator.schedule;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import io.colonnade.exec.worker.ControlMessage;
import io.colonnade.exec.worker.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The workers of other nodes, spoken to by {@link ControlMessage}s: matches answers to what was asked.
///
/// A node whose connection broke answers nothing any more: what it still owed fails with NODE_FAILED, and what was
/// to be ended there counts as ended.
public final class RemoteTasks implements ExchangeEndpoint.ControlReceiver {
    private final Map<TaskId, CompletableFuture<TaskReport>> tasks = new HashMap<>();
    private final Map<Asked, CompletableFuture<Optional<String>>> endings = new HashMap<>();
    private final Map<Asked, CompletableFuture<TaskProgress>> progresses = new HashMap<>();
    private @Nullable ExchangeEndpoint endpoint;

    /// What a node was asked about a query: to end it, or how far it is.
    private record Asked(QueryId queryId, int attempt, int node) {}

    /// The way to the nodes; given once, before the first task.
    public void connect(ExchangeEndpoint network) {
        endpoint = network;
    }

    /// The client for one node.
    public TaskClient node(int node) {
        return new Node(node);
    }

    private void send(int node, ControlMessage message) {
        ExchangeEndpoint network = endpoint;
        if (network == null) {
            throw EngineException.internal("no network");
        }
        network.sendControl(node, ControlMessage.CODEC.encode(message));
    }

    /// One other node.
    private final class Node implements TaskClient {
        private final int node;

        Node(int node) {
            this.node = node;
        }

        @Override
        public int node() {
            return node;
        }

        @Override
        public CompletableFuture<TaskReport> start(TaskSpec task, ClientOutput client) {
            CompletableFuture<TaskReport> report = new CompletableFuture<>();
            synchronized (RemoteTasks.this) {
                tasks.put(task.id(), report);
            }
            try {
                send(node, new ControlMessage.StartTask(task.id(), PlanCodec.encode(task)));
            } catch (EngineException e) {
                synchronized (RemoteTasks.this) {
                    tasks.remove(task.id());
                }
                report.completeExceptionally(e);
            }
            return report;
        }

        @Override
        public void cancel(QueryId queryId, int attempt, EngineException reason) {
            send(node, new ControlMessage.CancelQuery(queryId, attempt, Failure.of(reason)));
        }

        @Override
        public CompletableFuture<TaskProgress> progress(QueryId queryId, int attempt) {
            CompletableFuture<TaskProgress> answer = new CompletableFuture<>();
            CompletableFuture<TaskProgress> earlier;
            synchronized (RemoteTasks.this) {
                earlier = progresses.putIfAbsent(new Asked(queryId, attempt, node), answer);
            }
            if (earlier != null) {
                return earlier;
            }
            try {
                send(node, new ControlMessage.AskProgress(queryId, attempt));
            } catch (EngineException e) {
                // The tasks there fail, and whoever waits for them hears of it.
                told(new Asked(queryId, attempt, node), TaskProgress.NONE);
            }
            return answer;
        }

        @Override
        public CompletableFuture<Optional<String>> end(QueryId queryId, int attempt) {
            CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
            synchronized (RemoteTasks.this) {
                endings.put(new Asked(queryId, attempt, node), ended);
            }
            send(node, new ControlMessage.EndQuery(queryId, attempt));
            return ended;
        }
    }

    @Override
    public void received(int sender, byte[] message) {
        ControlMessage decoded;
        try {
            decoded = ControlMessage.CODEC.decode(message);
        } catch (MalformedBytesException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, "node " + sender + " sent a malformed message", e);
        }
        switch (decoded) {
            case ControlMessage.TaskFinished m -> {
                CompletableFuture<TaskReport> task = takeTask(m.report().id());
                if (task != null) {
                    task.complete(m.report());
                }
            }
            case ControlMessage.TaskFailed m -> {
                CompletableFuture<TaskReport> task = takeTask(m.id());
                if (task != null) {
                    task.completeExceptionally(m.failure().toException());
                }
            }
            case ControlMessage.QueryEnded m -> {
                CompletableFuture<Optional<String>> ending;
                synchronized (this) {
                    ending = endings.remove(new Asked(m.queryId(), m.attempt(), m.node()));
                }
                if (ending != null) {
                    ending.complete(Optional.ofNullable(m.leak()));
                }
            }
            case ControlMessage.ProgressTold m -> told(new Asked(m.queryId(), m.attempt(), m.node()), m.progress());
            case ControlMessage.AskProgress m -> throw unexpected(sender, m);
            case ControlMessage.StartTask m -> throw unexpected(sender, m);
            case ControlMessage.CancelQuery m -> throw unexpected(sender, m);
            case ControlMessage.EndQuery m -> throw unexpected(sender, m);
        }
    }

    private void told(Asked asked, TaskProgress progress) {
        CompletableFuture<TaskProgress> answer;
        synchronized (this) {
            answer = progresses.remove(asked);
        }
        if (answer != null) {
            answer.complete(progress);
        }
    }

    private synchronized @Nullable CompletableFuture<TaskReport> takeTask(TaskId id) {
        return tasks.remove(id);
    }

    private static EngineException unexpected(int sender, ControlMessage message) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA,
                "node " + sender + " sent " + message.getClass().getSimpleName() + " to the coordinator");
    }

    @Override
    public void lost(int peer, EngineException reason) {
        List<CompletableFuture<TaskReport>> failed = new ArrayList<>();
        List<CompletableFuture<Optional<String>>> gone = new ArrayList<>();
        List<CompletableFuture<TaskProgress>> untold = new ArrayList<>();
        synchronized (this) {
            tasks.entrySet().removeIf(entry -> entry.getKey().node() == peer && failed.add(entry.getValue()));
            endings.entrySet().removeIf(entry -> entry.getKey().node() == peer && gone.add(entry.getValue()));
            progresses.entrySet().removeIf(entry -> entry.getKey().node() == peer && untold.add(entry.getValue()));
        }
        failed.forEach(task -> task.completeExceptionally(reason));
        gone.forEach(ending -> ending.complete(Optional.empty()));
        untold.forEach(answer -> answer.complete(TaskProgress.NONE));
    }
}
