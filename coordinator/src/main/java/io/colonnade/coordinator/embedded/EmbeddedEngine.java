package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.care.Verification;
import io.colonnade.coordinator.compaction.Compaction;
import io.colonnade.coordinator.schedule.LocalTasks;
import io.colonnade.coordinator.schedule.Nodes;
import io.colonnade.coordinator.schedule.RemoteTasks;
import io.colonnade.coordinator.schedule.TaskClient;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.PlanCache;
import io.colonnade.coordinator.statement.SharedPlans;
import io.colonnade.coordinator.system.QueryLog;
import io.colonnade.coordinator.transaction.Transactions;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.expression.FoldingEvaluator;
import io.colonnade.exec.local.LocalPlanner;
import io.colonnade.exec.task.BackgroundWork;
import io.colonnade.exec.worker.TaskStarter;
import io.colonnade.exec.worker.Worker;
import io.colonnade.exec.worker.WorkerService;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.directory.Databases;
import io.colonnade.storage.node.NodeStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A database that is open in this JVM, with its nodes.
///
/// ```text
/// nodes=1    worker 0: storage and coordinator in one, no network
/// nodes=3    worker 0, 1, 2: storage, a port each      worker 3: the coordinator's, without storage
/// ```
///
/// *Memory*: one budget: tables, and below each node its queries.
/// *Closing*: when no statement runs. Memory that something forgot to free is an IllegalStateException.
final class EmbeddedEngine implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private final Surroundings surroundings;
    private final MemoryPool root;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<ExchangeEndpoint> endpoints = new ArrayList<>();
    private final List<MemoryPool> pools = new ArrayList<>();
    private final Engine engine;

    /// `directory` is null for a database in memory.
    EmbeddedEngine(String name, @Nullable Path directory, EngineSettings settings, Surroundings surroundings) {
        this.surroundings = surroundings;
        long memoryBytes = settings.memoryBytes() == 0 ? EngineSettings.defaultMemoryBytes() : settings.memoryBytes();
        root = MemoryPool.root(name, memoryBytes, surroundings.refusal());
        try {
            MemoryPool tables = pool("tables");
            Database database = directory == null
                    ? Databases.inMemory(
                            Math.max(1, settings.nodes()), tables, surroundings.files(), surroundings.chance())
                    : Databases.open(
                            directory,
                            settings.nodes(),
                            tables,
                            surroundings.files(),
                            surroundings.chance(),
                            surroundings.clock());
            parts.add(database);
            Nodes nodes = database.nodeCount() == 1 ? alone(database) : cluster(database);
            Transactions transactions = new Transactions(database, surroundings.clock());
            Compaction compaction = new Compaction(
                    database,
                    transactions::nextId,
                    new BackgroundWork(surroundings.tasks()),
                    surroundings.waiting(),
                    root.child("compaction"),
                    settings.compacts());
            parts.add(compaction);
            Verification verification = new Verification(
                    database,
                    new BackgroundWork(surroundings.tasks()),
                    surroundings.waiting(),
                    root.child("verification"));
            parts.add(verification);
            engine = new Engine(
                    database,
                    nodes,
                    surroundings.planner(),
                    new FoldingEvaluator(),
                    new PlanCache(),
                    new SharedPlans(),
                    transactions,
                    compaction,
                    verification,
                    new QueryLog(surroundings.clock()),
                    pool("statements"),
                    memoryBytes,
                    surroundings.clock(),
                    surroundings.chance(),
                    surroundings.waiting(),
                    surroundings.queryIds(),
                    surroundings.files(),
                    surroundings.workingDirectory());
        } catch (Throwable e) {
            try {
                close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private MemoryPool pool(String name) {
        MemoryPool pool = root.child(name);
        pools.add(pool);
        return pool;
    }

    private Nodes alone(Database database) {
        Worker worker = worker("node 0", null, database.node(0));
        return new Nodes(List.of(0), 0, Map.of(0, new LocalTasks(worker)));
    }

    private Nodes cluster(Database database) {
        int count = database.nodeCount();
        Transport.Factory network = surroundings.network().get();
        Map<Integer, TaskClient> clients = new HashMap<>();
        RemoteTasks remote = new RemoteTasks();
        for (int node = 0; node < count; node++) {
            WorkerService service = new WorkerService(count, surroundings.starts());
            ExchangeEndpoint endpoint = endpoint(node, network, service);
            Worker worker = worker("node " + node, endpoint, database.node(node));
            service.serve(worker, endpoint);
            clients.put(node, remote.node(node));
        }
        ExchangeEndpoint own = endpoint(count, network, remote);
        Worker coordinator = worker("coordinator", own, new NoStorage(count, database.node(0)));
        remote.connect(own);
        clients.put(count, new LocalTasks(coordinator));
        for (ExchangeEndpoint endpoint : endpoints) {
            endpoints.forEach(other -> endpoint.addPeer(other.node(), other.address()));
        }
        return new Nodes(IntStream.range(0, count).boxed().toList(), count, clients);
    }

    private Worker worker(String name, @Nullable ExchangeEndpoint endpoint, NodeStorage storage) {
        TaskStarter starter =
                context -> LocalPlanner.start(context, storage, surroundings.files(), surroundings.tasks());
        Worker worker = new Worker(storage.node(), root.child(name), endpoint, starter, surroundings.clock());
        parts.add(worker);
        return worker;
    }

    private ExchangeEndpoint endpoint(int node, Transport.Factory network, ExchangeEndpoint.ControlReceiver control) {
        ExchangeEndpoint endpoint =
                new ExchangeEndpoint(node, network, surroundings.exchange(), pool("network of node " + node), control);
        endpoints.add(endpoint);
        return endpoint;
    }

    Engine engine() {
        return engine;
    }

    /// What queries have on the nodes; empty if there is nothing.
    String describe() {
        StringBuilder text = new StringBuilder();
        endpoints.forEach(endpoint -> text.append(endpoint.describe()));
        for (AutoCloseable part : parts) {
            if (part instanceof Worker worker && !worker.isIdle()) {
                text.append("a query is on node ").append(worker.node()).append('\n');
            }
        }
        return text.toString();
    }

    int nodeCount() {
        return engine.database().nodeCount();
    }

    long memoryBytes() {
        return engine.memoryBytes();
    }

    @Override
    public void close() {
        List<AutoCloseable> closing = new ArrayList<>(endpoints);
        endpoints.forEach(ExchangeEndpoint::expectClose);
        closing.addAll(parts.reversed());
        closing.addAll(pools.reversed());
        closing.add(root);
        RuntimeException failure = null;
        for (AutoCloseable part : closing) {
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.log(
                        System.Logger.Level.ERROR, "closing " + part.getClass().getSimpleName(), e);
                if (failure == null) {
                    failure = e instanceof RuntimeException r ? r : new IllegalStateException(e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
