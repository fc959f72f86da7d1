package io.colonnade.exec.task;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.type.Type;
import java.util.List;

/// How a task is joined to the tasks of other fragments and to the client: what the operators know of the network.
///
/// *Memory*: what is on its way when a task ends does not belong to the task's pool.
public interface ExchangeService {
    /// The pages that the producers of `node.fragmentId()` send to this task, merged in the order of its keys if it
    /// has any (then for one driver). Its readers answer Blocked while nothing has arrived.
    Source source(RemoteSourceNode node, TaskContext task);

    /// Takes the rows of the task's root to where `output` says, {@link Output.Client} included. Pages come in order
    /// if the root has one. Its locals are blocked while the receiver is behind.
    Sink sink(Output output, List<Type> types, TaskContext task);
}
