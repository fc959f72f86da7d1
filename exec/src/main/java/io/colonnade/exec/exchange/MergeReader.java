package io.colonnade.exec.exchange;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Merges the sorted streams of several senders into one.
///
/// ```text
/// node 1   3 7 9 |        picks (stream, row): (1,0) (2,0) (2,1) (1,1) ..., until a page of one stream is used up
/// node 2   4 5 | 12       -> a page of plain columns
/// ```
final class MergeReader implements Source.Reader {
    private final Inbox inbox;
    private final List<SortKey> keys;
    private final List<Type> types;
    private final List<Head> heads = new ArrayList<>();
    private final int pageRows;
    private final Scratch scratch;
    private final Figures figures;
    private final int[] pickedHeads;
    private final int[] pickedRows;

    MergeReader(Inbox inbox, RemoteSourceNode node, int pageRows, MemoryPool pool, Figures figures) {
        this.inbox = inbox;
        this.keys = node.mergeKeys();
        this.types = node.outputTypes();
        this.pageRows = pageRows;
        this.scratch = new Scratch(pool);
        this.figures = figures;
        this.pickedHeads = new int[pageRows];
        this.pickedRows = new int[pageRows];
        for (Inbox.Inbound stream : inbox.inbounds()) {
            heads.add(new Head(stream, new Scratch(pool)));
        }
    }

    /// The foremost page of one stream, with plain columns, and the row that is next.
    private static final class Head {
        final Inbox.Inbound stream;
        final Scratch scratch;
        Inbox.@Nullable Delivery delivery;
        int pageNumber;
        Column.Plain[] columns = new Column.Plain[0];
        int rows;
        int row;
        boolean done;

        Head(Inbox.Inbound stream, Scratch scratch) {
            this.stream = stream;
            this.scratch = scratch;
        }

        void show(Page page) {
            scratch.reset();
            columns = new Column.Plain[page.columnCount()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Flatten.plain(page.column(i), null, scratch);
            }
            rows = page.length();
            row = 0;
        }

        void release() {
            if (delivery != null) {
                delivery.frame().release();
                delivery = null;
            }
        }
    }

    @Override
    public Step next(Downstream downstream) {
        int pages = 0;
        do {
            boolean any = false;
            for (Head head : heads) {
                if (head.row == head.rows && !head.done) {
                    CompletableFuture<?> until = advance(head);
                    if (until != null) {
                        return new Step.Blocked(until);
                    }
                }
                any |= !head.done;
            }
            if (!any) {
                return Step.FINISHED;
            }
            pass(pick(), downstream);
        } while (downstream.wantsMore() && ++pages < Page.BLOCK_ROWS / Page.ROWS_MAX);
        return Step.MORE;
    }

    /// Brings the next page of a stream to the front; not null if it has not arrived.
    private @Nullable CompletableFuture<?> advance(Head head) {
        Inbox.Delivery delivery = head.delivery;
        if (delivery != null && ++head.pageNumber < delivery.pages().size()) {
            head.show(delivery.pages().get(head.pageNumber));
            return null;
        }
        head.release();
        while (true) {
            Inbox.Delivery arrived = inbox.poll(head.stream);
            if (arrived != null) {
                figures.bytes += arrived.frame().length();
                head.delivery = arrived;
                head.pageNumber = 0;
                head.show(arrived.pages().getFirst());
                return null;
            }
            CompletableFuture<?> until = inbox.arrival(head.stream);
            if (until != null) {
                return until;
            }
            if (inbox.isFinished(head.stream)) {
                head.done = true;
                return null;
            }
        }
    }

    /// Picks rows in order until a page is full or a stream needs its next page.
    private int pick() {
        int count = 0;
        while (count < pageRows) {
            int least = -1;
            for (int i = 0; i < heads.size(); i++) {
                Head head = heads.get(i);
                if (!head.done && (least < 0 || compare(head, heads.get(least)) < 0)) {
                    least = i;
                }
            }
            Head head = heads.get(least);
            pickedHeads[count] = least;
            pickedRows[count++] = head.row++;
            if (head.row == head.rows) {
                break;
            }
        }
        return count;
    }

    private int compare(Head left, Head right) {
        for (SortKey key : keys) {
            int order =
                    RowOrder.compare(left.columns[key.column()], left.row, right.columns[key.column()], right.row, key);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private void pass(int count, Downstream downstream) {
        scratch.reset();
        Column[] columns = new Column[types.size()];
        for (int c = 0; c < columns.length; c++) {
            Column.Plain[] sources = new Column.Plain[heads.size()];
            for (int h = 0; h < sources.length; h++) {
                Head head = heads.get(h);
                sources[h] = head.columns.length == 0 ? null : head.columns[c];
            }
            columns[c] = PickedRows.column(types.get(c), sources, pickedHeads, pickedRows, count, scratch);
        }
        downstream.accept(new Page(count, columns));
    }

    @Override
    public void close() {
        heads.forEach(head -> {
            head.release();
            head.scratch.close();
        });
        scratch.close();
    }
}
