package io.colonnade.coordinator.schedule;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.exec.exchange.ClientOutput;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A node as the coordinator sees it. Tasks reach another one as bytes.
///
/// *Threads*: any; what the futures trigger must not wait.
public interface TaskClient {
    int node();

    /// Fails with the EngineException that ended the task.
    CompletableFuture<TaskReport> start(TaskSpec task, ClientOutput client);

    void cancel(QueryId queryId, int attempt, EngineException reason);

    /// How far the tasks of the query have come on the node; nothing of them if the node does not answer.
    CompletableFuture<TaskProgress> progress(QueryId queryId, int attempt);

    /// Call when all tasks of the query have ended everywhere. Answers what the node found not to be given back.
    CompletableFuture<Optional<String>> end(QueryId queryId, int attempt);
}
