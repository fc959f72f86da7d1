package io.colonnade.benchmarks.pages;

import io.colonnade.benchmarks.CpuTime;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.ExchangeService;
import io.colonnade.exec.task.Pipeline;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import io.colonnade.exec.task.TaskPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// A task of one pipeline on one thread: the same page again and again, through a number of equal operators, into
/// nothing; run as the engine runs any task.
final class PagePipeline implements AutoCloseable {
    private static final int PAGES_A_MORSEL = 16;

    private final MemoryPool root = MemoryPool.root("pages", 1L << 28);
    private final TaskPool pool = new TaskPool(1, Thread.ofPlatform().daemon().factory(), Clock.SYSTEM);
    private final Page page;
    private long queries;

    PagePipeline(int rows) {
        MemorySegment offsets = Arena.global().allocate(rows, 64);
        for (int row = 0; row < rows; row++) {
            offsets.set(Lanes.BYTE, row, (byte) row);
        }
        this.page = new Page(
                rows,
                new Column.Constant(Type.INTEGER, rows, Datum.of(7)),
                new Column.Narrow(Type.INTEGER, rows, 0, 1, offsets, null));
    }

    /// Nanoseconds of processor time per page.
    double run(StageKind kind, int stages, int pages) throws Exception {
        ValuesNode plan = new ValuesNode(0, StageKind.TYPES, List.of());
        TaskSpec spec = new TaskSpec(
                new TaskId(new QueryId(++queries), 1, 0, 0),
                new PlanFragment(0, plan, PlanFragment.Placement.ANY_NODE, new Output.Client()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TaskSettings(Page.ROWS_MAX, 1, 1L << 28, false, 0, false));
        TaskContext context = new TaskContext(spec, root.child("task"), new Alone(), Clock.SYSTEM);
        List<Pipeline.Stage> operators = IntStream.range(0, stages)
                .mapToObj(i -> new Pipeline.Stage(i + 1, kind.factory(i + 1)))
                .toList();
        Counter counter = new Counter();
        Pipeline pipeline = new Pipeline(new Repeated(pages), 0, operators, driver -> counter, stages + 1, List.of());
        long start = CpuTime.nanos();
        TaskExecution.start(context, List.of(pipeline), List.of(), pool)
                .completion()
                .get();
        long nanos = CpuTime.nanos() - start;
        if (counter.rows != (long) pages * page.length()) {
            throw new IllegalStateException(counter.rows + " rows came out");
        }
        return (double) nanos / pages;
    }

    /// The page `pages` times, for one driver.
    private final class Repeated implements Source {
        private int left;

        Repeated(int pages) {
            this.left = pages;
        }

        @Override
        public int driversMax() {
            return 1;
        }

        @Override
        public Reader reader(DriverContext driver) {
            return (Downstream downstream) -> {
                for (int i = 0; i < PAGES_A_MORSEL && left > 0; i++) {
                    left--;
                    downstream.accept(page);
                    if (!downstream.wantsMore()) {
                        break;
                    }
                }
                return left > 0 ? Step.MORE : Step.FINISHED;
            };
        }
    }

    /// Counts what arrives.
    private static final class Counter implements Sink.Local {
        long rows;

        @Override
        public void accept(Page page) {
            rows += page.rows();
        }
    }

    /// A task without neighbours.
    private static final class Alone implements ExchangeService {
        @Override
        public Source source(RemoteSourceNode node, TaskContext task) {
            throw EngineException.internal("a task without neighbours has a remote source");
        }

        @Override
        public Sink sink(Output output, List<Type> types, TaskContext task) {
            throw EngineException.internal("a task without neighbours has an output");
        }
    }

    @Override
    public void close() {
        pool.close();
        root.close();
    }
}
