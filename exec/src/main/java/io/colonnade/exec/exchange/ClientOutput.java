package io.colonnade.exec.exchange;

import io.colonnade.core.type.Type;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.util.List;

/// Where the rows of a query's root fragment go: to whoever asked for them.
public interface ClientOutput {
    Sink sink(List<Type> types, TaskContext task);
}
