package io.colonnade.exec.exchange;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.task.ExchangeService;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayList;
import java.util.List;

/// The exchange of one attempt of a query on one node: makes the sources and sinks of its tasks, and forgets all of
/// them when the query ends here.
///
/// *Memory*: everything lies in the pool given, which {@link #close} leaves empty. *Thread safety*: any thread.
public final class QueryExchange implements ExchangeService, AutoCloseable {
    private final ExchangeEndpoint endpoint;
    private final QueryId query;
    private final int attempt;
    private final MemoryPool pool;
    private final ClientOutput client;

    public QueryExchange(ExchangeEndpoint endpoint, QueryId query, int attempt, MemoryPool pool, ClientOutput client) {
        this.endpoint = endpoint;
        this.query = query;
        this.attempt = attempt;
        this.pool = pool;
        this.client = client;
    }

    @Override
    public Source source(RemoteSourceNode node, TaskContext task) {
        List<Integer> senders = task.spec().producers().stream()
                .filter(producers -> producers.fragmentId() == node.fragmentId())
                .findFirst()
                .map(TaskSpec.Producers::nodes)
                .orElseThrow(() -> EngineException.internal(
                        "task " + task.spec().id() + " does not know who sends fragment " + node.fragmentId()));
        StreamId.Edge edge = new StreamId.Edge(query.value(), attempt, node.fragmentId());
        Inbox inbox = new Inbox(
                edge,
                endpoint.node(),
                senders,
                node.outputTypes(),
                pool,
                endpoint.settings().windowBytes(senders.size(), pool.budgetBytes()),
                endpoint::link);
        endpoint.register(inbox);
        return new ExchangeSource(node, inbox, () -> endpoint.close(inbox));
    }

    @Override
    public Sink sink(Output output, List<Type> types, TaskContext task) {
        if (output instanceof Output.Client) {
            return client.sink(types, task);
        }
        if (output instanceof Output.None) {
            throw EngineException.internal("rows of a fragment without a consumer");
        }
        TaskId id = task.spec().id();
        List<OutboundStream> streams = new ArrayList<>();
        for (int consumer : task.spec().consumers()) {
            StreamId stream =
                    new StreamId(id.queryId().value(), id.attempt(), id.fragmentId(), endpoint.node(), consumer);
            streams.add(new OutboundStream(stream, endpoint.link(consumer)));
        }
        ExchangeSink sink = new ExchangeSink(
                output,
                streams,
                pool,
                endpoint.settings().frameBytes(pool.budgetBytes()),
                endpoint.settings().frameBytesMax(pool.budgetBytes()));
        endpoint.register(new StreamId.Edge(query.value(), attempt, id.fragmentId()), sink);
        return sink;
    }

    /// Drops what has not been sent or taken. No task of the query is running on this node any more.
    @Override
    public void close() {
        endpoint.forget(query.value(), attempt);
    }
}
