package io.colonnade.exec.worker;

import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import org.jspecify.annotations.Nullable;

/// What coordinator and workers tell each other, beside the pages.
///
/// ```text
/// coordinator                                     worker
///   StartTask, StartTask                 ->
///                                        <-       TaskFinished, TaskFailed     one for each StartTask
///   AskProgress                          ->                                    whenever a user wants to know
///                                        <-       ProgressTold
///   CancelQuery                          ->                                    after a failure, or by a user
///   EndQuery                             ->                                    when all tasks everywhere have ended
///                                        <-       QueryEnded                   all memory of the query is back
/// ```
public sealed interface ControlMessage {
    /// `task` by PlanCodec.
    record StartTask(TaskId id, byte[] task) implements ControlMessage {}

    /// All tasks of the query on this node shall stop; they fail with `reason`.
    record CancelQuery(QueryId queryId, int attempt, Failure reason) implements ControlMessage {}

    /// No task of the query will come any more: what the node holds for it can go.
    record EndQuery(QueryId queryId, int attempt) implements ControlMessage {}

    /// How far are the tasks of the query on this node?
    record AskProgress(QueryId queryId, int attempt) implements ControlMessage {}

    /// All tasks of the query on a node together.
    record ProgressTold(QueryId queryId, int attempt, int node, TaskProgress progress) implements ControlMessage {}

    /// A task has ended well.
    record TaskFinished(TaskReport report) implements ControlMessage {}

    /// A task has ended otherwise.
    record TaskFailed(TaskId id, Failure failure) implements ControlMessage {}

    /// `leak` names what the query did not give back: a bug.
    record QueryEnded(
            QueryId queryId,
            int attempt,
            int node,
            @Nullable String leak) implements ControlMessage {}

    RecordCodec<ControlMessage> CODEC = new RecordCodec<>(ControlMessage.class);
}
