package io.colonnade.exec.merge;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Merges sorted streams, whose pages the caller brings one by one.
///
/// ```text
/// stream 0   3 7 9 |        picks (stream, row): (0,0) (1,0) (1,1) (0,1) ..., until a page of one stream is used up
/// stream 1   4 5 | 12       -> a page of plain columns; then stream 1 is the one that is wanting
/// ```
///
/// ```text
/// while (!isFinished()) { for (s = wanting(); s >= 0; s = wanting()) show(s, page) or end(s);  next(rows) }
/// ```
///
/// Equal rows come in the order of their streams. *Ownership*: a page that is shown stays valid until its stream is
/// wanting and {@link #next} was asked again; what {@link #next} answers is lent until the next call of any method.
/// *Thread safety*: one thread.
public final class RowMerge implements AutoCloseable {
    private final List<Type> types;
    private final List<SortKey> keys;
    private final Head[] heads;
    private final Scratch scratch;
    private final int[] pickedHeads = new int[Page.ROWS_MAX];
    private final int[] pickedRows = new int[Page.ROWS_MAX];
    /// The streams that have rows, the least row on top: no row is greater than those at twice its place.
    private final int[] heap;
    private int heapSize;
    private int ended;

    /// The foremost page of one stream, with plain columns, and the row that is next.
    private static final class Head {
        final Scratch scratch;
        Column.@Nullable Plain[] columns = new Column.Plain[0];
        int rows;
        int row;
        boolean ended;

        Head(Scratch scratch) {
            this.scratch = scratch;
        }
    }

    public RowMerge(List<Type> types, List<SortKey> keys, int streams, MemoryPool pool) {
        this.types = List.copyOf(types);
        this.keys = List.copyOf(keys);
        this.heads = new Head[streams];
        this.heap = new int[streams];
        this.scratch = new Scratch(pool);
        for (int i = 0; i < streams; i++) {
            heads[i] = new Head(new Scratch(pool));
        }
    }

    /// A stream that has to be shown its next page, or to be ended, before {@link #next} can go on; -1 if none has.
    public int wanting() {
        if (heapSize + ended == heads.length) {
            return -1;
        }
        for (int i = 0; i < heads.length; i++) {
            if (!heads[i].ended && heads[i].row == heads[i].rows) {
                return i;
            }
        }
        return -1;
    }

    /// The next page of a stream that is wanting, without a selection.
    public void show(int stream, Page page) {
        Head head = heads[stream];
        head.scratch.reset();
        head.columns = new Column.Plain[page.columnCount()];
        for (int i = 0; i < head.columns.length; i++) {
            head.columns[i] = Flatten.plain(page.column(i), null, head.scratch);
        }
        head.rows = page.length();
        head.row = 0;
        heap[heapSize++] = stream;
        siftUp(heapSize - 1);
    }

    /// A stream that is wanting has no further page.
    public void end(int stream) {
        heads[stream].ended = true;
        ended++;
    }

    public boolean isFinished() {
        return ended == heads.length;
    }

    /// The next rows in order, at most `rowsMax`: until the page of a stream is used up.
    public Page next(int rowsMax) {
        int count = 0;
        while (count < rowsMax && heapSize > 0) {
            int least = heap[0];
            Head head = heads[least];
            pickedHeads[count] = least;
            pickedRows[count++] = head.row++;
            if (head.row == head.rows) {
                heap[0] = heap[--heapSize];
                siftDown();
                break;
            }
            siftDown();
        }
        return picked(count);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && isBefore(heap[at], heap[(at - 1) / 2])) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown() {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                return;
            }
            if (child + 1 < heapSize && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int left, int right) {
        int stream = heap[left];
        heap[left] = heap[right];
        heap[right] = stream;
    }

    private boolean isBefore(int left, int right) {
        Head a = heads[left];
        Head b = heads[right];
        for (SortKey key : keys) {
            int order = RowOrder.compare(column(a, key), a.row, column(b, key), b.row, key);
            if (order != 0) {
                return order < 0;
            }
        }
        return left < right;
    }

    private static Column.Plain column(Head head, SortKey key) {
        Column.Plain column = head.columns[key.column()];
        if (column == null) {
            throw new IllegalStateException("a stream without a page");
        }
        return column;
    }

    private Page picked(int count) {
        scratch.reset();
        Column[] columns = new Column[types.size()];
        for (int c = 0; c < columns.length; c++) {
            Column.@Nullable Plain[] sources = new Column.Plain[heads.length];
            for (int h = 0; h < sources.length; h++) {
                sources[h] = heads[h].columns.length == 0 ? null : heads[h].columns[c];
            }
            columns[c] = PickedRows.column(types.get(c), sources, pickedHeads, pickedRows, count, scratch);
        }
        return new Page(count, columns);
    }

    @Override
    public void close() {
        for (Head head : heads) {
            head.scratch.close();
        }
        scratch.close();
    }
}
