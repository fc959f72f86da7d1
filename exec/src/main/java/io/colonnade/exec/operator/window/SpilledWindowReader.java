package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryShare;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.sort.SortSink;
import io.colonnade.exec.operator.sort.SortSource;
import io.colonnade.exec.operator.sort.SortedRows;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The only driver on rows that come in order from disk.
///
/// ```text
/// pages in order -> gathered until they are worth it -> [ a a | b b b | c c   whole partitions: a batch
///                   c c goes first next time        <-
/// ```
///
/// When a partition is larger than a batch, twice as many rows are gathered next.
final class SpilledWindowReader implements Source.Reader {
    private static final int BATCH_ROWS_MAX = Page.BLOCK_ROWS;
    private static final int BATCH_ROWS_MIN = 64;
    /// A batch takes this part of the room: its rows are there twice for a moment, and calls need words.
    private static final int ROOM_DIVISOR = 8;

    private final WindowNode node;
    private final List<Type> types;
    private final MemoryShare share;
    private final DriverContext driver;
    private final Source.Reader sorted;
    private final Scratch scratch;
    private final Scratch stored;
    private final WindowPages pages;
    private final int pageRows;
    private final Gathering gathering = new Gathering();
    private RowStore pending;
    private long wantedRows;
    private boolean finished;
    private @Nullable SortedRange batch;
    private int at;

    SpilledWindowReader(WindowNode node, SortSink sink, MemoryShare share, DriverContext driver) {
        this.node = node;
        this.types = node.input().outputTypes();
        this.share = share;
        this.driver = driver;
        this.sorted = new SortSource(sink, 0, Long.MAX_VALUE).reader(driver);
        this.scratch = new Scratch(driver.memory());
        this.stored = new Scratch(driver.memory());
        this.pages = new WindowPages(node, share.pool(), driver::checkCancelled);
        this.pageRows = driver.task().settings().pageRows();
        this.pending = new RowStore(types, share.pool());
        this.wantedRows = BATCH_ROWS_MIN;
    }

    /// Where the sorted rows go.
    private final class Gathering implements Downstream {
        @Override
        public void accept(Page page) {
            stored.reset();
            pending.append(page.columns(), page.length(), page.selection(), stored);
        }

        @Override
        public boolean wantsMore() {
            return !isWorthIt();
        }
    }

    private boolean isWorthIt() {
        long rows = pending.rows();
        // Without keys all rows are one partition.
        return node.partitionKeys() > 0
                && rows >= wantedRows
                && (rows >= BATCH_ROWS_MAX || pending.bytes() >= share.roomBytes() / ROOM_DIVISOR);
    }

    @Override
    public Step next(Downstream downstream) {
        try {
            return batch == null ? gather() : pass(batch, downstream);
        } catch (EngineException e) {
            throw WindowSource.explained(e);
        }
    }

    private Step gather() {
        if (finished && pending.rows() == 0) {
            return Step.FINISHED;
        }
        if (!finished && !isWorthIt()) {
            Step step = sorted.next(gathering);
            if (!(step instanceof Step.Finished)) {
                return step;
            }
            finished = true;
        }
        if (pending.rows() > 0 && (finished || isWorthIt())) {
            begin();
        }
        return Step.MORE;
    }

    /// Makes a batch of the whole partitions among the rows so far.
    private void begin() {
        RowStore full = pending;
        pending = new RowStore(types, share.pool());
        SortedRows rows;
        try (full) {
            rows = SortedRows.inOrder(types, node.order(), full, share.pool(), driver::checkCancelled);
        }
        int end = rows.rows();
        if (!finished) {
            do {
                end--;
            } while (end > 0 && rows.areEqual(end - 1, end, node.partitionKeys()));
        }
        batch = new SortedRange(rows, 0, end);
        at = 0;
        keep(rows, end);
        wantedRows = end == 0 ? rows.rows() * 2L : BATCH_ROWS_MIN;
        if (end == 0) {
            endBatch();
        } else {
            pages.begin(batch);
        }
    }

    /// The rows behind the batch are the first of the next.
    private void keep(SortedRows rows, int from) {
        int[] numbers = new int[Page.ROWS_MAX];
        for (int place = from; place < rows.rows(); place += Page.ROWS_MAX) {
            driver.checkCancelled();
            int count = Math.min(Page.ROWS_MAX, rows.rows() - place);
            rows.rows(place, count, numbers);
            stored.reset();
            pending.append(rows.columns(), rows.rows(), new Selection(numbers, count), stored);
        }
    }

    private Step pass(SortedRange current, Downstream downstream) {
        if (at == current.to()) {
            endBatch();
            return Step.MORE;
        }
        while (at < current.to()) {
            driver.checkCancelled();
            int count = Math.min(pageRows, current.to() - at);
            scratch.reset();
            Page page = pages.page(at, count, scratch);
            at += count;
            downstream.accept(page);
            if (!downstream.wantsMore()) {
                return Step.MORE;
            }
        }
        return Step.MORE;
    }

    private void endBatch() {
        if (batch != null) {
            batch.rows().close();
            batch = null;
        }
    }

    @Override
    public void close() {
        sorted.close();
        pages.close();
        endBatch();
        pending.close();
        stored.close();
        scratch.close();
    }
}
