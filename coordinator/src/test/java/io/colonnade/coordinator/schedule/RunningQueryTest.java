package io.colonnade.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.Waiting;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.ExchangeEndpoint;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.exchange.tcp.NettyTransport;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Pipeline;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.exec.worker.Worker;
import io.colonnade.exec.worker.WorkerService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks on three workers and a coordinator that speak over sockets; closing checks that all memory is back.
@Timeout(60)
class RunningQueryTest {
    private static final List<Type> TYPES = List.of(Type.BIGINT);
    private static final List<Integer> WORKERS = List.of(0, 1, 2);

    private final MemoryPool root = MemoryPool.root("test", 256 << 20);
    private final TaskPool pool = new TaskPool(2, work -> new Thread(work, "test-pool"), Clock.SYSTEM);
    private final List<ExchangeEndpoint> endpoints = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<MemoryPool> pools = new ArrayList<>();
    private final AtomicInteger pagesLeft = new AtomicInteger(300);
    private Nodes nodes;
    private int failingNode = -1;

    @BeforeEach
    void start() {
        Map<Integer, TaskClient> clients = new HashMap<>();
        RemoteTasks remote = new RemoteTasks();
        Transport.Factory network = NettyTransport.knowing(new byte[] {7});
        for (int node = 0; node <= 3; node++) {
            pools.add(root.child("network " + node));
            WorkerService service = new WorkerService(3, Thread::startVirtualThread);
            ExchangeEndpoint endpoint = new ExchangeEndpoint(
                    node, network, ExchangeSettings.oneFrame(1024), pools.get(node), node == 3 ? remote : service);
            endpoints.add(endpoint);
            Worker worker = new Worker(node, root.child("node " + node), endpoint, this::pipelines, Clock.SYSTEM);
            workers.add(worker);
            service.serve(worker, endpoint);
            clients.put(node, node == 3 ? new LocalTasks(worker) : remote.node(node));
        }
        remote.connect(endpoints.get(3));
        endpoints.forEach(one -> endpoints.forEach(other -> one.addPeer(other.node(), other.address())));
        nodes = new Nodes(WORKERS, 3, clients);
    }

    @AfterEach
    void stop() {
        endpoints.forEach(ExchangeEndpoint::expectClose);
        endpoints.forEach(ExchangeEndpoint::close);
        workers.forEach(Worker::close);
        pools.forEach(MemoryPool::close);
        pool.close();
        root.close();
    }

    /// The root task receives, the others send pages until none is left, or fail on the way.
    private TaskExecution pipelines(TaskContext context) {
        Output output = context.spec().fragment().output();
        Source source = context.spec().fragment().root() instanceof RemoteSourceNode remote
                ? context.exchange().source(remote, context)
                : new Source() {
                    @Override
                    public int driversMax() {
                        return 2;
                    }

                    @Override
                    public Reader reader(DriverContext driver) {
                        return downstream -> {
                            int left = pagesLeft.decrementAndGet();
                            if (left < 0) {
                                return Step.FINISHED;
                            }
                            if (left < 200 && context.spec().id().node() == failingNode) {
                                throw new EngineException(
                                        ErrorCode.DIVISION_BY_ZERO,
                                        "division by zero",
                                        new Position(3, 4),
                                        "do not",
                                        null);
                            }
                            downstream.accept(new Page(10, new Column.Constant(Type.BIGINT, 10, Datum.of(left))));
                            return Step.MORE;
                        };
                    }
                };
        Sink sink = context.exchange().sink(output, TYPES, context);
        return TaskExecution.start(
                context, List.of(new Pipeline(source, -1, List.of(), sink, -1, List.of())), List.of(), pool);
    }

    private RunningQuery query(ResultStream<byte[]> stream) {
        List<PlanFragment> fragments = List.of(
                new PlanFragment(
                        0,
                        new RemoteSourceNode(1, 1, TYPES, List.of()),
                        PlanFragment.Placement.COORDINATOR,
                        new Output.Client()),
                new PlanFragment(
                        1, new ValuesNode(2, TYPES, List.of()), PlanFragment.Placement.ALL_NODES, new Output.Gather()));
        List<TaskSpec> tasks = new TaskScheduler(nodes)
                .schedule(
                        new QueryId(11),
                        fragments,
                        new NoTables(),
                        List.of(),
                        List.of(),
                        new TaskSettings(64, 2, 64 << 20, false, 0, false));
        assertThat(tasks).hasSize(4);
        return RunningQuery.start(TaskRounds.of(tasks), nodes, new ResultSink(stream));
    }

    @Test
    void allTasksReportAndAllRowsArrive() throws Exception {
        ResultStream<byte[]> stream = new ResultStream<>(0, Waiting.PARKED);
        RunningQuery query = query(stream);
        query.completion().whenComplete((reports, error) -> stream.end(null));
        int frames = 0;
        while (stream.next() != null) {
            frames++;
        }
        assertThat(frames).isEqualTo(300);
        List<TaskReport> reports = query.completion().get(10, TimeUnit.SECONDS);
        assertThat(reports).hasSize(4);
    }

    @Test
    void aFailingTaskFailsTheQueryWithItsCause() {
        failingNode = 1;
        ResultStream<byte[]> stream = new ResultStream<>(0, Waiting.PARKED);
        RunningQuery query = query(stream);
        query.completion().whenComplete((reports, error) -> stream.end(RunningQuery.asEngineException(error)));
        assertThatThrownBy(() -> {
                    while (stream.next() != null) {}
                })
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO);
                    assertThat(e.position()).isEqualTo(new Position(3, 4));
                    assertThat(e.hint()).isEqualTo("do not");
                });
    }

    @Test
    void cancelStopsTasksThatWaitForASlowClient() throws Exception {
        pagesLeft.set(Integer.MAX_VALUE);
        ResultStream<byte[]> stream = new ResultStream<>(0, Waiting.PARKED);
        RunningQuery query = query(stream);
        assertThat(stream.next()).isNotNull();
        Thread.sleep(100);
        EngineException reason = new EngineException(ErrorCode.CANCELLED, "enough");
        long since = System.nanoTime();
        query.cancel(reason);
        assertThatThrownBy(() -> query.completion().get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(reason);
        assertThat(System.nanoTime() - since).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void aLimitOfTheClientEndsTheQueryWithoutAnError() throws Exception {
        pagesLeft.set(Integer.MAX_VALUE);
        ResultStream<byte[]> stream = new ResultStream<>(25, Waiting.PARKED);
        RunningQuery query = query(stream);
        assertThat(query.completion().get(10, TimeUnit.SECONDS)).hasSize(4);
    }
}
