package io.colonnade.exec.worker;

import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;

/// Turns a decoded task into pipelines over the storage of a node and starts them.
@FunctionalInterface
public interface TaskStarter {
    TaskExecution start(TaskContext context);
}
