package io.colonnade.coordinator.schedule;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.exec.exchange.ClientOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A query whose tasks run.
///
/// ```text
/// start all tasks -> each ends -> the tasks of the next round, if there is one -> .. -> each ends
///                    the first failure, or cancel(), cancels all others on the way, and no round follows
/// END to every node -> each has given everything back -> completion() is done
/// ```
///
/// *Errors*: {@link #completion} fails with the first failure; what a node did not give back is an INTERNAL error.
/// *Thread safety*: any thread; dependents of completion() must not wait.
public final class RunningQuery {
    private final QueryId queryId;
    private final int attempt;
    private final TaskRounds rounds;
    private final Nodes nodes;
    private final ClientOutput client;
    private final Map<Integer, TaskClient> clients = new ConcurrentSkipListMap<>();
    private final CompletableFuture<List<TaskReport>> completion = new CompletableFuture<>();

    private final Map<Integer, TaskProgress> progresses = new ConcurrentHashMap<>();

    // Guarded by `this`.
    private final List<TaskReport> reports = new ArrayList<>();
    private final List<TaskReport> reportsOfRound = new ArrayList<>();
    private @Nullable EngineException failure;
    private int tasksLeft;
    private boolean lastRound;

    private RunningQuery(TaskId first, TaskRounds rounds, Nodes nodes, ClientOutput client) {
        this.queryId = first.queryId();
        this.attempt = first.attempt();
        this.rounds = rounds;
        this.nodes = nodes;
        this.client = client;
    }

    /// Starts the tasks; `client` takes the rows of the one that has a client.
    public static RunningQuery start(TaskRounds rounds, Nodes nodes, ClientOutput client) {
        List<TaskSpec> tasks = rounds.first();
        RunningQuery query = new RunningQuery(tasks.getFirst().id(), rounds, nodes, client);
        synchronized (query) {
            // One more, so that the round cannot end before all tasks have been started.
            query.tasksLeft = tasks.size() + 1;
        }
        query.startAll(tasks);
        query.taskLeft();
        return query;
    }

    private void startAll(List<TaskSpec> tasks) {
        for (TaskSpec task : tasks) {
            clients.computeIfAbsent(task.id().node(), nodes::client);
        }
        for (TaskSpec task : tasks) {
            if (failure() != null) {
                ended(null, null);
            } else {
                client(task.id().node()).start(task, client).whenComplete(this::ended);
            }
        }
    }

    private TaskClient client(int node) {
        TaskClient client = clients.get(node);
        if (client == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return client;
    }

    /// Done when the query has left all nodes.
    public CompletableFuture<List<TaskReport>> completion() {
        return completion;
    }

    /// The reports of the tasks that have ended well so far.
    public synchronized List<TaskReport> reports() {
        return List.copyOf(reports);
    }

    /// How far its tasks have come, as the nodes last said: each is asked again by this, but not waited for.
    public TaskProgress progress() {
        clients.forEach((node, client) -> client.progress(queryId, attempt)
                .thenAccept(told -> progresses.merge(node, told, RunningQuery::later)));
        return progresses.values().stream().reduce(TaskProgress.NONE, TaskProgress::plus);
    }

    /// A task that has ended is not heard of any more.
    private static TaskProgress later(TaskProgress known, TaskProgress told) {
        return told.rows() >= known.rows() && told.bytesDone() >= known.bytesDone() ? told : known;
    }

    private synchronized @Nullable EngineException failure() {
        return failure;
    }

    /// Stops all tasks; without effect when the query has ended or was stopped already.
    public void cancel(EngineException reason) {
        synchronized (this) {
            if (failure != null || lastRound && tasksLeft == 0) {
                return;
            }
            failure = reason;
            // Counts as a task, so that no node hears of the cancel after it was told to end the query.
            tasksLeft++;
        }
        try {
            clients.values().forEach(client -> client.cancel(queryId, attempt, reason));
        } finally {
            taskLeft();
        }
    }

    private void ended(@Nullable TaskReport report, @Nullable Throwable error) {
        if (error != null) {
            cancel(asEngineException(error));
        }
        if (report != null) {
            synchronized (this) {
                reports.add(report);
                reportsOfRound.add(report);
            }
        }
        taskLeft();
    }

    /// Whoever ends the last task of a round begins the next one, which counts as a task meanwhile: a cancel
    /// that comes in between finds the query running.
    private void taskLeft() {
        while (true) {
            List<TaskReport> ended;
            synchronized (this) {
                if (--tasksLeft > 0) {
                    return;
                }
                if (lastRound) {
                    break;
                }
                tasksLeft = 1;
                ended = List.copyOf(reportsOfRound);
                reportsOfRound.clear();
            }
            List<TaskSpec> next = nextRound(ended);
            synchronized (this) {
                lastRound = next.isEmpty();
                tasksLeft += next.size();
            }
            startAll(next);
        }
        leave();
    }

    private List<TaskSpec> nextRound(List<TaskReport> ended) {
        try {
            return failure() == null ? rounds.next(ended) : List.of();
        } catch (RuntimeException e) {
            cancel(asEngineException(e));
            return List.of();
        }
    }

    private void leave() {
        List<CompletableFuture<Optional<String>>> endings = clients.values().stream()
                .map(client -> client.end(queryId, attempt))
                .toList();
        CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> {
            EngineException reason = failure();
            for (CompletableFuture<Optional<String>> ending : endings) {
                Optional<String> leak = ending.isCompletedExceptionally() ? Optional.empty() : ending.join();
                if (leak.isPresent()) {
                    EngineException bug =
                            EngineException.internal("query " + queryId + " did not free its memory: " + leak.get());
                    if (reason == null) {
                        reason = bug;
                    } else {
                        reason.addSuppressed(bug);
                    }
                }
            }
            if (reason == null) {
                completion.complete(reports());
            } else {
                completion.completeExceptionally(reason);
            }
        });
    }

    /// The EngineException behind what a future failed with.
    public static EngineException asEngineException(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof EngineException e
                ? e
                : new EngineException(ErrorCode.INTERNAL, "the query failed: " + cause, cause);
    }
}
