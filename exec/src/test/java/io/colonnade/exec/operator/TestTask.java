package io.colonnade.exec.operator;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.local.LocalPlanner;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.ExchangeService;
import io.colonnade.exec.task.QueryState;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.exec.task.TaskExecution;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.storage.load.Appender;
import io.colonnade.storage.load.LoadJob;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.meta.LocalMetaLog;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.SegmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs plans on one node whose remote sources are given pages and whose segments are made by hand, and
/// collects the rows that come out. Every run ends with the check that no memory is left in use.
public final class TestTask implements AutoCloseable {
    private static final AtomicInteger QUERIES = new AtomicInteger();

    public final MemoryPool root;
    private final TaskPool pool;
    private final Map<Integer, List<Page>> pages = new HashMap<>();
    private final Map<Long, Segment> segments = new HashMap<>();
    private final List<TaskSpec.ScanInput> scans = new ArrayList<>();
    private final List<TaskSpec.FileInput> files = new ArrayList<>();
    private final List<List<Datum>> written = Collections.synchronizedList(new ArrayList<>());
    private final Path temporary;
    private final AtomicInteger temporaryFiles = new AtomicInteger();
    int openLeases;

    public TestTask(int threads) {
        this(threads, 1L << 30);
    }

    public TestTask(int threads, long memoryBytes) {
        this(threads, MemoryPool.root("test", memoryBytes));
    }

    /// `root` belongs to the task from now on.
    public TestTask(int threads, MemoryPool root) {
        this.root = root;
        try {
            this.temporary = Files.createTempDirectory("colonnade-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.pool = new TaskPool(threads, Thread.ofPlatform().daemon().factory(), Clock.SYSTEM);
    }

    /// What a remote source of this fragment delivers.
    public TestTask pages(int fragmentId, List<Page> content) {
        pages.put(fragmentId, content);
        return this;
    }

    static RemoteSourceNode source(int id, List<Type> types) {
        return new RemoteSourceNode(id, id, types, List.of());
    }

    /// Adds a segment that the scan `nodeId` reads.
    public void segment(int nodeId, Segment segment) {
        segment(nodeId, segment, DeletedRows.NONE);
    }

    /// Adds a segment that the scan `nodeId` reads, without the deleted rows.
    public void segment(int nodeId, Segment segment, DeletedRows deleted) {
        segments.put(segment.id(), segment);
        scans.add(new TaskSpec.ScanInput(nodeId, List.of(new TaskSpec.ScanSegment(segment.id(), deleted))));
    }

    /// Adds a file that the file scan `nodeId` reads.
    public void file(int nodeId, Path path) {
        files.add(new TaskSpec.FileInput(nodeId, List.of(path.toString())));
    }

    /// The rows that tables were given to write.
    public List<List<Datum>> written() {
        return written;
    }

    /// What a task came to.
    public record Outcome(List<List<Datum>> rows, TaskReport report) {}

    public Outcome run(PlanNode plan, int pageRows, int threads) {
        Running running = start(plan, new TaskSettings(pageRows, threads, 1L << 30, false, 0, true));
        try {
            TaskReport report = running.execution().completion().get(60, TimeUnit.SECONDS);
            return new Outcome(running.rows(), report);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            if (root.allocatedBytes() != 0 || openLeases != 0) {
                throw new AssertionError(root.allocatedBytes() + " bytes and " + openLeases + " leases are left over");
            }
            String[] left = temporary.toFile().list();
            if (left == null || left.length > 0) {
                throw new AssertionError("temporary files are left over: " + Arrays.toString(left));
            }
        }
    }

    /// One task of several that share what their query keeps.
    Outcome runWithin(QueryState query, PlanNode plan, int pageRows, int threads) {
        Running running = start(plan, new TaskSettings(pageRows, threads, 1L << 30, false, 0, true), query);
        try {
            return new Outcome(running.rows(), running.execution().completion().get(60, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    record Running(TaskExecution execution, List<List<Datum>> rows) {}

    Running start(PlanNode plan, TaskSettings settings) {
        return start(plan, settings, null);
    }

    private Running start(PlanNode plan, TaskSettings settings, @Nullable QueryState query) {
        List<List<Datum>> rows = new ArrayList<>();
        TaskSpec spec = new TaskSpec(
                new TaskId(new QueryId(QUERIES.incrementAndGet()), 1, 0, 0),
                new PlanFragment(0, plan, PlanFragment.Placement.ANY_NODE, new Output.Client()),
                List.of(),
                List.of(),
                scans,
                files,
                List.of(),
                settings);
        MemoryPool memory = root.child("task");
        TaskContext context = new TaskContext(
                spec, memory, new Exchange(rows), Clock.SYSTEM, query == null ? new QueryState(memory) : query);
        try {
            return new Running(LocalPlanner.start(context, new Storage(), FileSystem.LOCAL, pool), rows);
        } catch (Throwable e) {
            context.memory().close();
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
        root.close();
        try {
            Files.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sources of prepared pages and a sink that collects.
    private final class Exchange implements ExchangeService {
        private final List<List<Datum>> rows;

        Exchange(List<List<Datum>> rows) {
            this.rows = rows;
        }

        @Override
        public Source source(RemoteSourceNode node, TaskContext task) {
            return new PageSource(pages.get(node.fragmentId()));
        }

        @Override
        public Sink sink(Output output, List<Type> types, TaskContext task) {
            return driver -> new Sink.Local() {
                @Override
                public void accept(Page page) {
                    check(page, types);
                    List<List<Datum>> taken = rows(page);
                    synchronized (rows) {
                        rows.addAll(taken);
                    }
                }
            };
        }
    }

    private static void check(Page page, List<Type> types) {
        if (page.rows() == 0 || page.columnCount() != types.size()) {
            throw new AssertionError("a page of " + page.rows() + " rows and " + page.columnCount() + " columns");
        }
        for (int i = 0; i < types.size(); i++) {
            Column column = page.column(i);
            if (column.length() != page.length()
                    || column.layout() != types.get(i).layout()) {
                throw new AssertionError(column.type() + " x " + column.length() + " in a page of " + page.length());
            }
        }
    }

    /// The row with 0.0 for -0.0, which dictionaries do not tell apart.
    private static List<Datum> oneZero(List<Datum> row) {
        return row.stream()
                .map(value -> value instanceof Datum.Real r ? Datum.of(r.value() + 0.0) : value)
                .toList();
    }

    /// Compares rows without order, in linear time.
    static void assertSameRows(String what, List<List<Datum>> actual, List<List<Datum>> expected) {
        Map<List<Datum>, Integer> left = left(what, actual, expected);
        if (!left.isEmpty()) {
            throw new AssertionError(what + ": " + actual.size() + " rows instead of " + expected.size() + ", missing "
                    + left.keySet().stream().limit(5).toList());
        }
    }

    /// Each row is one of the others, not more often than there.
    static void assertAmong(List<List<Datum>> rows, List<List<Datum>> others) {
        left("rows", rows, others);
    }

    private static Map<List<Datum>, Integer> left(String what, List<List<Datum>> actual, List<List<Datum>> expected) {
        Map<List<Datum>, Integer> left = new HashMap<>();
        expected.forEach(row -> left.merge(oneZero(row), 1, Integer::sum));
        List<List<Datum>> unexpected = new ArrayList<>();
        for (List<Datum> actualRow : actual) {
            List<Datum> row = oneZero(actualRow);
            Integer count = left.get(row);
            if (count == null) {
                unexpected.add(row);
            } else if (count == 1) {
                left.remove(row);
            } else {
                left.put(row, count - 1);
            }
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(
                    what + ": " + actual.size() + " rows instead of " + expected.size() + ", unexpected "
                            + unexpected.stream().limit(5).toList() + ", missing "
                            + left.keySet().stream().limit(5).toList());
        }
        return left;
    }

    static List<List<Datum>> rows(Page page) {
        List<List<Datum>> rows = new ArrayList<>();
        for (int i = 0; i < page.rows(); i++) {
            List<Datum> row = new ArrayList<>();
            for (Column column : page.columns()) {
                row.add(column.datum(page.position(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    /// Pages one by one, to any number of drivers.
    private static final class PageSource implements Source {
        private final List<Page> pages;
        private final AtomicInteger next = new AtomicInteger();

        PageSource(List<Page> pages) {
            this.pages = pages;
        }

        @Override
        public int driversMax() {
            return 8;
        }

        @Override
        public Reader reader(DriverContext driver) {
            return (Downstream downstream) -> {
                int number = next.getAndIncrement();
                if (number >= pages.size()) {
                    return Step.FINISHED;
                }
                downstream.accept(pages.get(number));
                return Step.MORE;
            };
        }
    }

    /// Segments made by hand.
    private final class Storage implements NodeStorage, SegmentStore {
        private final IdentityNumbers numbers = new IdentityNumbers(LocalMetaLog.inMemory(1, released -> {}));

        Storage() {
            numbers.begin(1);
        }

        @Override
        public IdentityNumbers identities() {
            return numbers;
        }

        @Override
        public int node() {
            return 0;
        }

        @Override
        public SegmentStore segments() {
            return this;
        }

        @Override
        public SegmentLease open(long segmentId) {
            openLeases++;
            return new SegmentLease() {
                @Override
                public Segment segment() {
                    return segments.get(segmentId);
                }

                @Override
                public void close() {
                    openLeases--;
                }
            };
        }

        @Override
        public FileSystem files() {
            return FileSystem.LOCAL;
        }

        @Override
        public Path temporaryFile() {
            return temporary.resolve(temporaryFiles.getAndIncrement() + ".run");
        }

        @Override
        public LoadSession load(LoadRequest request) {
            return new Written();
        }

        @Override
        public void discard(List<SegmentEntry> entries) {
            throw new UnsupportedOperationException();
        }
    }

    /// A load that remembers the rows and makes no segments.
    private final class Written implements LoadSession {
        @Override
        public Appender appender() {
            return new Appender() {
                @Override
                public void append(Page page) {
                    written.addAll(RandomData.rows(page));
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public List<LoadJob> finish() {
            return List.of();
        }

        @Override
        public long rows() {
            return written.size();
        }

        @Override
        public long spilledBytes() {
            return 0;
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
