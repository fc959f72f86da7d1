package io.colonnade.exec.worker;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.task.ExchangeService;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.TaskContext;
import java.util.List;

/// The exchange of a node that is alone: rows go to the client and nowhere else.
record ClientOnlyExchange(ClientOutput client) implements ExchangeService {
    @Override
    public Source source(RemoteSourceNode node, TaskContext task) {
        throw EngineException.internal("a plan for one node receives fragment " + node.fragmentId());
    }

    @Override
    public Sink sink(Output output, List<Type> types, TaskContext task) {
        if (output instanceof Output.Client) {
            return client.sink(types, task);
        }
        throw EngineException.internal("a plan for one node sends to " + output);
    }
}
