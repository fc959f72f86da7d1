package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.exec.operator.runtimefilter.RuntimeFilter;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.StoredPages;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Collects the build side of a join and makes an index over its keys, and the runtime filters that scans
/// asked for.
///
/// ```text
/// driver 0 -> RowStore \                       column by column
///                       > JoinTable: columns in narrow forms, index, filters
/// driver 1 -> RowStore /
///
/// no room for the next page, or for the table     SpilledJoin: all rows in files, by partition; no filters
/// ```
///
/// Rows with a NULL key are not kept unless the join returns build rows without a partner. *Memory*: a driver
/// asks for the page and for the table of all rows so far before it keeps a page. When there is no room it
/// turns to writing, and so do the others with their next page; what is still in memory at the end follows.
/// *Thread safety*: as {@link Sink}; read-only when finished.
public final class JoinBuild implements Sink {
    private static final int BATCH = Page.ROWS_MAX;

    private final JoinNode node;
    private final JoinLayout layout;
    private final TaskContext task;
    private final SpillSpace space;
    private final MemoryShare share;
    private final List<RowStore> parts = new ArrayList<>();
    private final Set<Integer> filterKeys = new HashSet<>();
    private final AtomicLong rowsInMemory = new AtomicLong();
    private volatile @Nullable SpilledJoin spilled;
    private @Nullable JoinTable table;
    private boolean hasNullKey;
    private long rows;
    private boolean finished;

    public JoinBuild(JoinNode node, TaskContext task, SpillSpace space) {
        this.node = node;
        this.task = task;
        this.space = space;
        this.layout = new JoinLayout(node);
        this.share = task.memory().share("join");
    }

    /// Asks for a runtime filter of a key; before the pipeline starts.
    public void requestFilter(int key) {
        if (node.kind().needsPartner()) {
            filterKeys.add(key);
        }
    }

    /// The filter of a key, null if there is none; when the build side has finished.
    public @Nullable RuntimeFilter filter(int key) {
        return table == null ? null : table.filter(key);
    }

    JoinNode node() {
        return node;
    }

    TaskContext task() {
        return task;
    }

    JoinLayout layout() {
        return layout;
    }

    JoinTable table() {
        if (table == null || !finished) {
            throw new IllegalStateException("the build side of a join has not finished, or was spilled");
        }
        return table;
    }

    /// Where the rows are if memory had no room for them.
    @Nullable
    SpilledJoin spilled() {
        return spilled;
    }

    /// Those that are kept, wherever they are.
    long rows() {
        return rows;
    }

    /// Whether a probe row can get into the result.
    boolean canMatter() {
        return switch (node.kind()) {
            case INNER, SEMI, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> rows > 0;
            case NULL_AWARE_ANTI -> !hasNullKey;
            case LEFT, FULL, SINGLE, ANTI, MARK, NULL_AWARE_MARK -> true;
        };
    }

    @Override
    public Local local(DriverContext driver) {
        RowStore store = new RowStore(layout.keptTypes(), share.pool());
        synchronized (parts) {
            parts.add(store);
        }
        return new BuildLocal(store, driver);
    }

    private SpilledJoin spill() {
        synchronized (parts) {
            SpilledJoin join = spilled;
            if (join == null) {
                join = new SpilledJoin(
                        node, layout, space, share, task.settings().threads());
                spilled = join;
            }
            return join;
        }
    }

    /// Writes the rows of a store and gives its memory back.
    private void spill(RowStore store, PartitionWriter writer) {
        synchronized (parts) {
            parts.remove(store);
        }
        rowsInMemory.addAndGet(-store.rows());
        try (store;
                Scratch scratch = new Scratch(share.pool())) {
            new StoredPages(store).forEach(scratch, page -> {
                task.checkCancelled();
                writer.append(page);
            });
        }
    }

    /// Whether memory has room for `growth` bytes and then for the table of what it holds and `newRows` more.
    private boolean hasRoomFor(long growth, int newRows) {
        long stores = share.pool().allocatedBytes() + growth;
        long rowsThen = rowsInMemory.get() + newRows;
        long finishBytes = JoinTable.finishBytes(node, layout, rowsThen, stores);
        return share.hasRoomFor(growth + Math.max(finishBytes, PartitionWriter.MEMORY_BYTES));
    }

    /// The rows of one driver.
    private final class BuildLocal implements Local {
        private final RowStore store;
        private final DriverContext driver;
        private final Scratch scratch = new Scratch(task.memory());
        private final boolean[] nulls = new boolean[BATCH];
        private final int[] positions = new int[BATCH];
        private @Nullable SpilledJoin target;
        private @Nullable PartitionWriter writer;
        private boolean sawNullKey;

        BuildLocal(RowStore store, DriverContext driver) {
            this.store = store;
            this.driver = driver;
        }

        @Override
        public void accept(Page page) {
            scratch.reset();
            Column[] columns = new Column[layout.kept.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = page.column(layout.kept[i]);
            }
            Selection rows = page.selection();
            for (int key : layout.keepsNullKeys ? List.<Integer>of() : node.buildKeys()) {
                rows = present(page.column(key), page.length(), rows);
            }
            int count = rows == null ? page.length() : rows.count();
            if (count == 0) {
                return;
            }
            if (writer == null && spilled == null) {
                long growth = store.growthBytes(columns, page.length(), rows);
                if (hasRoomFor(growth, count)) {
                    store.append(columns, page.length(), rows, scratch);
                    rowsInMemory.addAndGet(count);
                    return;
                }
            }
            writer().append(new Page(page.length(), columns, rows));
        }

        private PartitionWriter writer() {
            PartitionWriter current = writer;
            if (current == null) {
                SpilledJoin join = spill();
                current = join.buildWriter(driver.figures(node.id()));
                target = join;
                writer = current;
                spill(store, current);
            }
            return current;
        }

        private @Nullable Selection present(Column key, int length, @Nullable Selection rows) {
            if (!Decode.nulls(key, rows, nulls)) {
                return rows;
            }
            sawNullKey = true;
            int count = 0;
            int total = rows == null ? length : rows.count();
            for (int i = 0; i < total; i++) {
                if (!nulls[i]) {
                    positions[count++] = rows == null ? i : rows.positions()[i];
                }
            }
            return new Selection(positions, count);
        }

        @Override
        public void finish() {
            if (writer != null && target != null) {
                target.addBuild(writer.finish());
            }
            synchronized (parts) {
                hasNullKey |= sawNullKey;
            }
        }

        @Override
        public void close() {
            if (writer != null) {
                writer.close();
            }
            scratch.close();
        }
    }

    @Override
    public List<Job> finish() {
        if (finished) {
            return List.of();
        }
        if (table == null && spilled == null && !hasRoomFor(0, 0)) {
            spill();
        }
        return spilled == null ? finishInMemory() : finishSpilled(spilled);
    }

    private List<Job> finishInMemory() {
        JoinTable made = table;
        if (made == null) {
            made = new JoinTable(node, layout, parts, true, task, share);
            table = made;
            List<Job> jobs = new ArrayList<>();
            made.copies().forEach(copy -> jobs.add(copy::run));
            if (made.rows() > BATCH && jobs.size() > 1) {
                return jobs;
            }
            jobs.forEach(Job::run);
        }
        parts.forEach(RowStore::close);
        made.makeIndex(filterKeys);
        rows = made.rows();
        share.settle();
        finished = true;
        return List.of();
    }

    /// What is still in memory follows what was written.
    private List<Job> finishSpilled(SpilledJoin join) {
        List<Job> jobs = new ArrayList<>();
        for (RowStore store : List.copyOf(parts)) {
            if (store.rows() > 0) {
                jobs.add(() -> write(store, join));
            }
        }
        if (!jobs.isEmpty()) {
            return jobs;
        }
        for (int p = 0; p < join.partitions; p++) {
            rows += join.buildRows(p);
        }
        finished = true;
        return List.of();
    }

    private void write(RowStore store, SpilledJoin join) {
        Figures figures = task.figures(node.id());
        try (PartitionWriter writer = join.buildWriter(figures)) {
            spill(store, writer);
            join.addBuild(writer.finish());
        }
    }

    @Override
    public void close() {
        if (spilled != null) {
            spilled.close();
        }
        if (table != null) {
            table.close();
        }
        parts.forEach(RowStore::close);
        share.close();
    }
}
