package io.colonnade.exec.exchange;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.exchange.tcp.NettyTransport;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Pipeline;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import io.colonnade.exec.task.TaskPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Some nodes with their ports in this JVM, and tasks on them that send and collect rows.
final class ExchangeCluster implements AutoCloseable {
    static final int FRAGMENT = 1;

    final MemoryPool root = MemoryPool.root("test", 512 << 20);
    final TaskPool pool;
    final List<ExchangeEndpoint> endpoints = new ArrayList<>();
    private final List<MemoryPool> nodePools = new ArrayList<>();
    private final List<MemoryPool> queryPools = new ArrayList<>();
    private final List<QueryExchange> exchanges = new ArrayList<>();
    private final List<Type> types;

    ExchangeCluster(int nodes, int threads, List<Type> types, ExchangeSettings settings) {
        this.types = types;
        this.pool = new TaskPool(
                threads,
                work -> {
                    Thread thread = new Thread(work, "test-pool");
                    thread.setDaemon(true);
                    return thread;
                },
                Clock.SYSTEM);
        Transport.Factory network = NettyTransport.knowing(new byte[] {1, 2, 3});
        for (int node = 0; node < nodes; node++) {
            nodePools.add(root.child("node " + node));
            endpoints.add(new ExchangeEndpoint(
                    node, network, settings, nodePools.get(node), new ExchangeEndpoint.ControlReceiver() {
                        @Override
                        public void received(int sender, byte[] message) {}

                        @Override
                        public void lost(int peer, EngineException reason) {}
                    }));
        }
        for (ExchangeEndpoint endpoint : endpoints) {
            endpoints.forEach(other -> endpoint.addPeer(other.node(), other.address()));
            queryPools.add(nodePools.get(endpoint.node()).child("query on " + endpoint.node()));
            exchanges.add(new QueryExchange(endpoint, new QueryId(7), 1, queryPools.getLast(), (columns, task) -> {
                throw new AssertionError();
            }));
        }
    }

    private TaskContext context(int node, int fragment, Output output, List<Integer> consumers, List<Integer> senders) {
        TaskSpec spec = new TaskSpec(
                new TaskId(new QueryId(7), 1, fragment, node),
                new PlanFragment(
                        fragment, new ValuesNode(0, List.of(), List.of()), PlanFragment.Placement.ALL_NODES, output),
                consumers,
                List.of(new TaskSpec.Producers(FRAGMENT, senders)),
                List.of(),
                List.of(),
                List.of(),
                new TaskSettings(64, 2, 1 << 30, false, 0, false));
        return new TaskContext(spec, queryPools.get(node).child("task " + fragment), exchanges.get(node), Clock.SYSTEM);
    }

    /// A task that sends the pages of `pages`, shared by its drivers.
    TaskExecution send(int node, Output output, List<Integer> consumers, int drivers, Supplier<@Nullable Page> pages) {
        TaskContext context = context(node, FRAGMENT, output, consumers, List.of());
        Source source = new Source() {
            @Override
            public int driversMax() {
                return drivers;
            }

            @Override
            public Reader reader(DriverContext driver) {
                return downstream -> {
                    synchronized (pages) {
                        Page page = pages.get();
                        if (page == null) {
                            return Step.FINISHED;
                        }
                        downstream.accept(page);
                        return Step.MORE;
                    }
                };
            }
        };
        Sink sink = exchanges.get(node).sink(output, types, context);
        return TaskExecution.start(
                context, List.of(new Pipeline(source, -1, List.of(), sink, -1, List.of())), List.of(), pool);
    }

    /// A task that collects what arrives; `pace` is called for each page and may answer a future to wait for.
    TaskExecution collect(
            int node,
            List<Integer> senders,
            List<SortKey> mergeKeys,
            List<List<Datum>> rows,
            Supplier<@Nullable CompletableFuture<?>> pace,
            long rowsWanted) {
        TaskContext context = context(node, 0, new Output.None(), List.of(), senders);
        Source source = exchanges.get(node).source(new RemoteSourceNode(1, FRAGMENT, types, mergeKeys), context);
        Sink sink = driver -> new Sink.Local() {
            private @Nullable CompletableFuture<?> until;

            @Override
            public void accept(Page page) {
                List<List<Datum>> copy = RandomData.rows(page);
                synchronized (rows) {
                    rows.addAll(copy);
                }
                until = pace.get();
            }

            @Override
            public @Nullable CompletableFuture<?> blocked() {
                return until != null && !until.isDone() ? until : null;
            }

            @Override
            public boolean wantsMore() {
                synchronized (rows) {
                    return rows.size() < rowsWanted;
                }
            }
        };
        return TaskExecution.start(
                context, List.of(new Pipeline(source, -1, List.of(), sink, -1, List.of())), List.of(), pool);
    }

    static List<List<Datum>> rowList() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    static TaskReport await(TaskExecution task) throws Exception {
        return task.completion().get(20, TimeUnit.SECONDS);
    }

    /// Ends the query; what it holds anywhere afterwards is a leak that closing a pool finds.
    @Override
    public void close() {
        exchanges.forEach(QueryExchange::close);
        queryPools.forEach(MemoryPool::close);
        endpoints.forEach(ExchangeEndpoint::expectClose);
        endpoints.forEach(ExchangeEndpoint::close);
        nodePools.forEach(MemoryPool::close);
        pool.close();
        root.close();
    }
}
