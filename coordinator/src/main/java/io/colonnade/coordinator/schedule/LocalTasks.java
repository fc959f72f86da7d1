package io.colonnade.coordinator.schedule;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.worker.Worker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The worker of the coordinator's own node: it takes tasks as they are, since records do not change.
public record LocalTasks(Worker worker) implements TaskClient {
    @Override
    public int node() {
        return worker.node();
    }

    @Override
    public CompletableFuture<TaskReport> start(TaskSpec task, ClientOutput client) {
        return worker.start(task, client);
    }

    @Override
    public void cancel(QueryId queryId, int attempt, EngineException reason) {
        worker.cancel(queryId, attempt, reason);
    }

    @Override
    public CompletableFuture<TaskProgress> progress(QueryId queryId, int attempt) {
        return CompletableFuture.completedFuture(worker.progress(queryId, attempt));
    }

    @Override
    public CompletableFuture<Optional<String>> end(QueryId queryId, int attempt) {
        return worker.end(queryId, attempt);
    }
}
