package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.query.Engine;
import io.colonnade.coordinator.query.PlanCache;
import io.colonnade.coordinator.query.TransactionIds;
import io.colonnade.coordinator.schedule.LocalTasks;
import io.colonnade.coordinator.schedule.Nodes;
import io.colonnade.coordinator.schedule.RemoteTasks;
import io.colonnade.coordinator.schedule.TaskClient;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.expression.FoldingEvaluator;
import io.colonnade.exec.worker.Worker;
import io.colonnade.exec.worker.WorkerService;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.directory.Databases;
import java.nio.file.Path;
import java.security.SecureRandom;
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

    private final MemoryPool root;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<ExchangeEndpoint> endpoints = new ArrayList<>();
    private final List<MemoryPool> pools = new ArrayList<>();
    private final Engine engine;

    /// `directory` is null for a database in memory.
    EmbeddedEngine(String name, @Nullable Path directory, EngineSettings settings) {
        long memoryBytes = settings.memoryBytes() == 0 ? EngineSettings.defaultMemoryBytes() : settings.memoryBytes();
        root = MemoryPool.root(name, memoryBytes);
        try {
            MemoryPool tables = pool("tables");
            Database database = directory == null
                    ? Databases.inMemory(Math.max(1, settings.nodes()), tables)
                    : Databases.open(directory, settings.nodes(), tables, FileSystem.LOCAL);
            parts.add(database);
            Nodes nodes = database.nodeCount() == 1 ? alone(database) : cluster(database);
            engine = new Engine(
                    database,
                    nodes,
                    SharedParts.planner(),
                    new FoldingEvaluator(),
                    new PlanCache(),
                    new TransactionIds(database.metaLog()),
                    memoryBytes,
                    Clock.SYSTEM,
                    FileSystem.LOCAL,
                    Path.of("").toAbsolutePath());
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
        Worker worker = new Worker(0, root.child("node 0"), null, SharedParts.starter(database.node(0)), Clock.SYSTEM);
        parts.add(worker);
        return new Nodes(List.of(0), 0, Map.of(0, new LocalTasks(worker)));
    }

    private Nodes cluster(Database database) {
        int count = database.nodeCount();
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Map<Integer, TaskClient> clients = new HashMap<>();
        RemoteTasks remote = new RemoteTasks();
        for (int node = 0; node < count; node++) {
            WorkerService service = new WorkerService(count);
            ExchangeEndpoint endpoint = endpoint(node, secret, service);
            Worker worker = new Worker(
                    node, root.child("node " + node), endpoint, SharedParts.starter(database.node(node)), Clock.SYSTEM);
            parts.add(worker);
            service.serve(worker, endpoint);
            clients.put(node, remote.node(node));
        }
        ExchangeEndpoint own = endpoint(count, secret, remote);
        Worker coordinator = new Worker(
                count,
                root.child("coordinator"),
                own,
                SharedParts.starter(new NoStorage(count, database.node(0))),
                Clock.SYSTEM);
        parts.add(coordinator);
        remote.connect(own);
        clients.put(count, new LocalTasks(coordinator));
        for (ExchangeEndpoint endpoint : endpoints) {
            endpoints.forEach(other -> endpoint.addPeer(other.node(), other.address()));
        }
        return new Nodes(IntStream.range(0, count).boxed().toList(), count, clients);
    }

    private ExchangeEndpoint endpoint(int node, byte[] secret, ExchangeEndpoint.ControlReceiver control) {
        ExchangeEndpoint endpoint =
                new ExchangeEndpoint(node, secret, ExchangeSettings.DEFAULT, pool("network of node " + node), control);
        endpoints.add(endpoint);
        return endpoint;
    }

    Engine engine() {
        return engine;
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
