package io.colonnade.exec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.local.LocalPlanner;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.exec.worker.Worker;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.SegmentStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged tasks that a node does not notice as such: it runs them to some end or error, and has its memory back.
class DamagedTasksTest {
    private static final long MEMORY = 64 << 20;
    private static final long PATIENCE_SECONDS = 10;

    private final AtomicLong rows = new AtomicLong();

    @Test
    void whatIsRunOfADamagedTaskEndsAndLeavesNothing(@TempDir Path temporary) throws Exception {
        List<byte[]> tasks =
                plans().stream().map(plan -> PlanCodec.encode(task(plan))).toList();
        try (MemoryPool root = MemoryPool.root("test", MEMORY);
                TaskPool pool = new TaskPool(1, Thread.ofPlatform().daemon().factory(), Clock.SYSTEM)) {
            NodeStorage storage = new NoStorage(temporary);
            try (Worker worker = new Worker(
                    0,
                    root.child("node"),
                    null,
                    context -> LocalPlanner.start(context, storage, FileSystem.LOCAL, pool),
                    Clock.SYSTEM)) {
                ClientOutput client = (types, task) -> driver -> new Sink.Local() {
                    @Override
                    public void accept(Page page) {
                        rows.addAndGet(page.rows());
                    }
                };
                for (byte[] task : tasks) {
                    assertThat(run(worker, task, client)).isNull();
                }
                Fuzz.Figures figures = Fuzz.run("tasks that run", 0.15, random -> {
                    EngineException error = run(worker, decodable(new ByteMutator(random), tasks), client);
                    assertThat(root.allocatedBytes()).isZero();
                    assertThat(temporary).isEmptyDirectory();
                    return error != null;
                });
                // A busy machine runs few of them.
                assertThat(figures.refused()).isLessThanOrEqualTo(figures.inputs() * 9 / 10 + 1);
            }
        }
        assertThat(rows.get()).isPositive();
    }

    /// A damaged task that looks like one, if the mutator finds it.
    private static byte[] decodable(ByteMutator mutator, List<byte[]> tasks) {
        byte[] task = mutator.mutate(tasks, 64 * 1024);
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                PlanCodec.decode(task);
                return task;
            } catch (MalformedBytesException e) {
                task = mutator.mutate(tasks, 64 * 1024);
            }
        }
        return task;
    }

    /// Runs bytes as a task; the error, or null. The task is cancelled if it takes long, as a user would.
    private static EngineException run(Worker worker, byte[] task, ClientOutput client) throws Exception {
        TaskSpec spec;
        try {
            spec = PlanCodec.decode(task);
        } catch (MalformedBytesException e) {
            spec = null;
        }
        CompletableFuture<?> report = worker.start(task, client);
        try {
            report.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(EngineException.class);
            return (EngineException) e.getCause();
        } catch (TimeoutException e) {
            assertThat(spec).isNotNull();
            EngineException reason = new EngineException(ErrorCode.CANCELLED, "it takes too long");
            worker.cancel(spec.id().queryId(), spec.id().attempt(), reason);
            assertThat(report).failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return reason;
        } finally {
            if (spec != null) {
                assertThat(worker.end(spec.id().queryId(), spec.id().attempt()).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isEmpty();
            }
        }
    }

    private static TaskSpec task(PlanNode plan) {
        return new TaskSpec(
                new TaskId(new QueryId(7), 1, 0, 0),
                new PlanFragment(0, plan, PlanFragment.Placement.COORDINATOR, new Output.Client()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(Datum.of(2), Datum.of("b%")),
                new TaskSettings(64, 2, MEMORY, false, 0, true));
    }

    private static List<PlanNode> plans() {
        List<Type> types = List.of(Type.INTEGER, Type.VARCHAR, Type.decimal(12, 2));
        List<List<Expression>> content = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            content.add(List.of(
                    new Literal(types.get(0), Datum.of(i % 7)),
                    new Literal(types.get(1), i % 5 == 0 ? Datum.NULL : Datum.of("bytes and more bytes " + i % 3)),
                    new Literal(types.get(2), Datum.of(i * 100L))));
        }
        PlanNode values = new ValuesNode(1, types, content);
        Expression number = new ColumnReference(0, types.get(0));
        Expression text = new ColumnReference(1, types.get(1));
        Expression decimal = new ColumnReference(2, types.get(2));
        PlanNode filter = new FilterNode(
                2,
                values,
                new Expression.Logical(
                        LogicalOperator.OR,
                        List.of(
                                new Expression.Comparison(
                                        ComparisonOperator.GREATER, number, new Expression.Parameter(0, Type.INTEGER)),
                                new Expression.Like(text, new Expression.Parameter(1, Type.VARCHAR), null))));
        PlanNode project = new ProjectNode(
                3,
                filter,
                List.of(
                        new Expression.Call(Function.UPPER, List.of(text), Type.VARCHAR),
                        new Expression.Cast(decimal, Type.DOUBLE),
                        new Expression.Arithmetic(ArithmeticOperator.ADD, number, number, Type.INTEGER)));
        List<SortKey> keys = List.of(new SortKey(0, true, false), new SortKey(2, false, true));
        PlanNode groups = new AggregateNode(
                4,
                values,
                List.of(1, 0),
                List.of(
                        new AggregateCall(AggregateFunction.COUNT_ALL, -1, false, Type.BIGINT),
                        new AggregateCall(AggregateFunction.SUM, 2, false, Type.decimal(38, 2)),
                        new AggregateCall(AggregateFunction.MAX, 1, false, Type.VARCHAR)),
                AggregateNode.Step.SINGLE);
        PlanNode join = new JoinNode(
                5,
                JoinKind.LEFT,
                values,
                new ValuesNode(6, types, content.subList(0, 9)),
                List.of(0),
                List.of(0),
                null,
                List.of(0, 1, 4, 5));
        return List.of(
                project,
                new SortNode(7, project, keys),
                new TopNNode(8, values, keys, 1, 5),
                groups,
                new LimitNode(9, join, 2, 30),
                new UnionAllNode(10, List.of(values, filter), types));
    }

    /// A node without tables; what spills goes to a folder.
    private record NoStorage(Path temporary) implements NodeStorage {
        @Override
        public int node() {
            return 0;
        }

        @Override
        public SegmentStore segments() {
            return id -> {
                throw EngineException.internal("no segment " + id);
            };
        }

        @Override
        public LoadSession load(LoadRequest request) {
            throw EngineException.internal("nothing is loaded");
        }

        @Override
        public FileSystem files() {
            return FileSystem.LOCAL;
        }

        @Override
        public Path temporaryFile() {
            return temporary.resolve(System.nanoTime() + ".run");
        }

        @Override
        public void discard(List<SegmentEntry> segments) {}
    }
}
