package io.colonnade.exec.operator.window;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
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
/// A partition that is larger than a batch is cut where peers end, if all calls are {@link Streaming}: the
/// next batch begins with the rows of it that they still need. Otherwise twice as many rows are gathered
/// next, in temporary files when they are many.
final class SpilledWindowReader implements Source.Reader {
    private static final int BATCH_ROWS_MAX = Page.BLOCK_ROWS;
    private static final int BATCH_ROWS_MIN = 64;
    /// A batch takes this part of the room: its rows are there twice for a moment, and calls need words.
    private static final int ROOM_DIVISOR = 8;

    private final WindowNode node;
    private final List<Type> types;
    private final MemoryShare share;
    private final MemoryPool pool;
    private final DriverContext driver;
    private final Source.Reader sorted;
    private final Scratch scratch;
    private final Scratch stored;
    private final WindowPages pages;
    private final int pageRows;
    private final Gathering gathering = new Gathering();
    private final Streaming streaming;
    private RowStore pending;
    private long wantedRows;
    private boolean finished;
    private @Nullable SortedRange batch;
    private int at;
    /// Whether the last partition of the batch goes on behind it.
    private boolean open;
    /// The calculations whose rows are the first of `pending`, in their order, and how many others follow these.
    private List<Calculation> carrying = List.of();

    private int adjacent;
    private boolean continues;

    SpilledWindowReader(WindowNode node, SortSink sink, MemoryShare share, MemoryPool pool, DriverContext driver) {
        this.node = node;
        this.types = node.input().outputTypes();
        this.share = share;
        this.pool = pool;
        this.driver = driver;
        this.sorted = new SortSource(sink, 0, Long.MAX_VALUE).reader(driver);
        this.scratch = new Scratch(driver.memory());
        this.stored = new Scratch(driver.memory());
        this.pages = new WindowPages(node, pool, driver::checkCancelled);
        this.pageRows = driver.task().settings().pageRows();
        this.pending = new RowStore(types, pool);
        this.wantedRows = BATCH_ROWS_MIN;
        this.streaming = Streaming.of(node);
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
        return (node.partitionKeys() > 0 || streaming.possible())
                && rows >= wantedRows
                && (rows >= BATCH_ROWS_MAX
                        || pending.bytes() >= share.roomBytes() / ROOM_DIVISOR
                        || !share.hasRoomFor(pending.bytes() * ROOM_DIVISOR));
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
        pending = new RowStore(types, pool);
        SortedRows rows;
        try (full) {
            rows = SortedRows.inOrder(types, node.order(), full, pool, driver::checkCancelled);
        }
        int context = carrying.size() + adjacent;
        int end = rows.rows();
        if (!finished) {
            do {
                end--;
            } while (end > context && (node.partitionKeys() == 0 || rows.areEqual(end - 1, end, node.partitionKeys())));
        }
        open = end == context;
        if (open && streaming.possible()) {
            end = cut(rows, context);
        }
        batch = new SortedRange(rows, 0, context, end, adjacent, continues);
        at = context;
        if (end == context) {
            wantedRows = rows.rows() * 2L;
            keep(rows, 0, rows.rows());
            batch = null;
            rows.close();
        } else {
            wantedRows = BATCH_ROWS_MIN;
            pages.begin(batch);
            for (int i = 0; i < carrying.size(); i++) {
                carrying.get(i).keptAt(i);
            }
        }
    }

    /// The last place at which a partition may be cut, `context` if there is none.
    private int cut(SortedRows rows, int context) {
        int end = rows.rows() - 1;
        while (streaming.cutKeys() > 0 && end > context && rows.areEqual(end - 1, end, streaming.cutKeys())) {
            end--;
        }
        return end;
    }

    private void keep(SortedRows rows, int from, int to) {
        int[] numbers = new int[Page.ROWS_MAX];
        for (int place = from; place < to; place += Page.ROWS_MAX) {
            driver.checkCancelled();
            int count = Math.min(Page.ROWS_MAX, to - place);
            rows.rows(place, count, numbers);
            stored.reset();
            pending.append(rows.columns(), rows.rows(), new Selection(numbers, count), stored);
        }
    }

    private Step pass(SortedRange current, Downstream downstream) {
        if (at == current.to()) {
            endBatch(current);
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

    /// The rows behind the batch are the first of the next, but for those that a partition which goes on needs.
    private void endBatch(SortedRange ended) {
        carrying = List.of();
        adjacent = 0;
        continues = open;
        if (open) {
            carrying = pages.carry();
            adjacent = Math.min(streaming.context(), pages.rowsBefore(ended.to()));
            for (Calculation calculation : carrying) {
                keep(ended.rows(), calculation.keptPlace(), calculation.keptPlace() + 1);
            }
            keep(ended.rows(), ended.to() - adjacent, ended.to());
        }
        wantedRows = BATCH_ROWS_MIN + carrying.size() + adjacent;
        keep(ended.rows(), ended.to(), ended.rows().rows());
        closeBatch();
    }

    private void closeBatch() {
        if (batch != null) {
            batch.rows().close();
            batch = null;
        }
    }

    @Override
    public void close() {
        sorted.close();
        pages.close();
        closeBatch();
        pending.close();
        stored.close();
        scratch.close();
    }
}
