package io.colonnade.exec.worker;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Clock;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import io.colonnade.exec.exchange.QueryExchange;
import io.colonnade.exec.task.ExchangeService;
import io.colonnade.exec.task.QueryState;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One node: runs the tasks of queries in its own memory.
///
/// *Life of a query here*: {@link #start} for each task (the first one makes the query's pool), {@link #cancel}
/// at any time, {@link #end} when every task has ended; then nothing of it is left.
///
/// *Memory*: node > query > task; a query's limit holds for each node.
/// *Thread safety*: any thread. What the futures trigger runs on pool threads and must not wait.
public final class Worker implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private final int node;
    private final MemoryPool pool;
    private final @Nullable ExchangeEndpoint endpoint;
    private final TaskStarter starter;
    private final Clock clock;
    private final Map<Attempt, Query> queries = new HashMap<>();

    /// One attempt to run a query.
    private record Attempt(QueryId queryId, int number) {}

    /// What a query has on this node.
    private static final class Query {
        final List<TaskExecution> tasks = new ArrayList<>();

        @Nullable
        MemoryPool pool;

        @Nullable
        MemoryPool exchangePool;

        @Nullable
        QueryExchange exchange;

        @Nullable
        QueryState state;

        @Nullable
        EngineException cancelled;

        /// Tasks that have arrived and are not among `tasks` yet.
        int starting;

        /// Done when nothing of it is left here; made when somebody wants it to end.
        @Nullable
        CompletableFuture<Optional<String>> ended;
    }

    /// `endpoint` is null for the only node of a database. `pool` belongs to the worker from now on.
    public Worker(int node, MemoryPool pool, @Nullable ExchangeEndpoint endpoint, TaskStarter starter, Clock clock) {
        this.node = node;
        this.pool = pool;
        this.endpoint = endpoint;
        this.starter = starter;
        this.clock = clock;
    }

    public int node() {
        return node;
    }

    /// Starts a task that came as bytes; the future fails with an EngineException.
    public CompletableFuture<TaskReport> start(byte[] task, ClientOutput client) {
        TaskSpec spec;
        try {
            spec = PlanCodec.decode(task);
        } catch (MalformedBytesException e) {
            return CompletableFuture.failedFuture(
                    new EngineException(ErrorCode.CORRUPT_DATA, "node " + node + " received no task", e));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(asEngineException(e));
        }
        return start(spec, client);
    }

    /// Starts a task; the future fails with an EngineException.
    public CompletableFuture<TaskReport> start(TaskSpec spec, ClientOutput client) {
        TaskExecution execution;
        EngineException reason;
        try {
            TaskContext context = context(spec, client);
            execution = start(context);
            synchronized (this) {
                Query query = query(attempt(spec));
                query.tasks.add(execution);
                reason = query.cancelled;
            }
            execution.completion().whenComplete((report, error) -> leaveIfOver(attempt(spec)));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(asEngineException(e));
        }
        if (reason != null) {
            execution.cancel(reason);
        }
        return execution.completion();
    }

    /// A task has arrived that {@link #start} will be called for: until {@link #started} its query does not
    /// end here.
    public synchronized void starting(QueryId queryId, int attempt) {
        query(new Attempt(queryId, attempt)).starting++;
    }

    public void started(QueryId queryId, int attempt) {
        Attempt key = new Attempt(queryId, attempt);
        synchronized (this) {
            query(key).starting--;
        }
        leaveIfOver(key);
    }

    private TaskExecution start(TaskContext context) {
        try {
            return starter.start(context);
        } catch (Throwable e) {
            // The task never ran, so nobody else closes what it has.
            try {
                context.memory().close();
            } catch (IllegalStateException leak) {
                e.addSuppressed(leak);
            }
            throw e;
        }
    }

    private synchronized TaskContext context(TaskSpec spec, ClientOutput client) {
        Query query = query(attempt(spec));
        if (query.cancelled != null) {
            throw query.cancelled;
        }
        MemoryPool memory = query.pool;
        if (memory == null) {
            String name = "query " + spec.id().queryId() + " on node " + node;
            memory = pool.child(
                    name, spec.settings().memoryBytes(), spec.settings().spill());
            query.pool = memory;
        }
        ExchangeService exchange;
        if (endpoint == null) {
            exchange = new ClientOnlyExchange(client);
        } else {
            QueryExchange shared = query.exchange;
            if (shared == null || spec.fragment().output() instanceof Output.Client) {
                MemoryPool exchangePool = query.exchangePool;
                if (exchangePool == null) {
                    exchangePool = memory.child("exchange of " + spec.id().queryId() + " on node " + node);
                    query.exchangePool = exchangePool;
                }
                shared = new QueryExchange(
                        endpoint, spec.id().queryId(), spec.id().attempt(), exchangePool, client);
                query.exchange = shared;
            }
            exchange = shared;
        }
        QueryState state = query.state == null ? new QueryState(memory) : query.state;
        query.state = state;
        return new TaskContext(spec, memory.child("task " + spec.id()), exchange, clock, state);
    }

    private static Attempt attempt(TaskSpec spec) {
        return new Attempt(spec.id().queryId(), spec.id().attempt());
    }

    private Query query(Attempt attempt) {
        return queries.computeIfAbsent(attempt, key -> new Query());
    }

    /// Stops the tasks of a query, those included that have not arrived yet.
    public void cancel(QueryId queryId, int attempt, EngineException reason) {
        List<TaskExecution> tasks;
        synchronized (this) {
            Query query = query(new Attempt(queryId, attempt));
            if (query.cancelled == null) {
                query.cancelled = reason;
            }
            tasks = List.copyOf(query.tasks);
        }
        tasks.forEach(task -> task.cancel(reason));
    }

    /// How far the tasks of a query have come here.
    public TaskProgress progress(QueryId queryId, int attempt) {
        List<TaskExecution> tasks;
        synchronized (this) {
            Query query = queries.get(new Attempt(queryId, attempt));
            tasks = query == null ? List.of() : List.copyOf(query.tasks);
        }
        return tasks.stream().map(TaskExecution::progress).reduce(TaskProgress.NONE, TaskProgress::plus);
    }

    /// Gives back all that a query has here, as soon as its tasks have ended. Those that still run are stopped: the
    /// coordinator takes them for failed if it lost its connection with this node. Answers what was not given back.
    public CompletableFuture<Optional<String>> end(QueryId queryId, int attempt) {
        Attempt key = new Attempt(queryId, attempt);
        CompletableFuture<Optional<String>> ended;
        boolean over;
        synchronized (this) {
            // Also if no task of it came so far, others may have sent to it.
            Query query = query(key);
            if (query.ended == null) {
                query.ended = new CompletableFuture<>();
            }
            ended = query.ended;
            over = isOver(query);
        }
        if (!over) {
            cancel(queryId, attempt, new EngineException(ErrorCode.CANCELLED, "the query has ended"));
        }
        leaveIfOver(key);
        return ended;
    }

    private static boolean isOver(Query query) {
        return query.starting == 0
                && query.tasks.stream().allMatch(task -> task.completion().isDone());
    }

    private void leaveIfOver(Attempt attempt) {
        Query query;
        CompletableFuture<Optional<String>> ended;
        synchronized (this) {
            query = queries.get(attempt);
            if (query == null || query.ended == null || !isOver(query)) {
                return;
            }
            ended = query.ended;
            queries.remove(attempt);
        }
        ended.complete(Optional.ofNullable(leave(attempt, query)));
    }

    private @Nullable String leave(Attempt attempt, Query query) {
        try {
            if (endpoint != null) {
                // Also if no task came so far that it needed an exchange: others may have sent to it.
                endpoint.forget(attempt.queryId().value(), attempt.number());
            }
            if (query.exchangePool != null) {
                query.exchangePool.close();
            }
            if (query.state != null) {
                query.state.close();
            }
            if (query.pool != null) {
                query.pool.close();
            }
            return null;
        } catch (IllegalStateException e) {
            return "node " + node + ": " + e.getMessage();
        }
    }

    /// Whether no query has anything here, memory included.
    public synchronized boolean isIdle() {
        return queries.isEmpty() && pool.allocatedBytes() == 0;
    }

    /// Stops and ends everything, because the connection with the node that coordinates broke: it may not
    /// have heard how a task ended, or its word that a query has ended may not have come.
    public void endAll(EngineException reason) {
        List<Attempt> running;
        synchronized (this) {
            running = List.copyOf(queries.keySet());
        }
        for (Attempt attempt : running) {
            cancel(attempt.queryId(), attempt.number(), reason);
            end(attempt.queryId(), attempt.number())
                    .thenAccept(leak -> leak.ifPresent(what -> LOGGER.log(System.Logger.Level.ERROR, what)));
        }
    }

    static EngineException asEngineException(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case EngineException e -> e;
            case StackOverflowError e ->
                new EngineException(ErrorCode.TOO_COMPLEX, "the statement is nested too deeply", e);
            case OutOfMemoryError e ->
                new EngineException(
                        ErrorCode.OUT_OF_MEMORY,
                        "out of memory: " + e.getMessage(),
                        null,
                        "raise the heap (-Xmx) or run fewer statements at once",
                        e);
            default -> new EngineException(ErrorCode.INTERNAL, "a task could not be started: " + cause, cause);
        };
    }

    /// No query is running. Throws IllegalStateException with the names of what was not freed.
    @Override
    public void close() {
        pool.close();
    }
}
