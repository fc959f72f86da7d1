package io.colonnade.exec.operator.sort;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.RowTable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows in the order of their keys, for who looks at neighbours.
///
/// ```text
/// place   0  1  2  3        in order
/// row     2  0  3  1        of the columns
/// ```
///
/// *Ownership*: the rows of a sort belong to its sink; those made of a store to who made them.
/// *Thread safety*: read-only.
public final class SortedRows implements AutoCloseable {
    private final RowTable table;
    private final OrderWords words;
    private final @Nullable MemorySegment order;
    private final boolean owned;

    private SortedRows(RowTable table, OrderWords words, @Nullable MemorySegment order, boolean owned) {
        this.table = table;
        this.words = words;
        this.order = order;
        this.owned = owned;
    }

    /// All rows of a sort that has finished and spilled nothing.
    public static SortedRows of(SortSink sink) {
        return new SortedRows(sink.table(), sink.words(), sink.order(), false);
    }

    /// Rows that came in order; the store is closed.
    public static SortedRows inOrder(
            List<Type> types, List<SortKey> keys, RowStore rows, MemoryPool pool, Runnable cancelCheck) {
        // The dictionaries of the pages stay where they are: downstream may know them longer than this lives.
        RowTable table = new RowTable(types, List.of(rows), false, pool);
        try {
            return new SortedRows(table, new OrderWords(keys, table.fill(), pool, cancelCheck), null, true);
        } catch (Throwable e) {
            table.close();
            throw e;
        }
    }

    public int rows() {
        return table.rows();
    }

    public Column column(int index) {
        return table.column(index);
    }

    public Column[] columns() {
        return table.columns();
    }

    /// The row at a place.
    public int row(int place) {
        return order == null ? place : order.get(Lanes.INT, place * 4L);
    }

    /// The rows at `count` places from `from` on.
    public void rows(int from, int count, int[] rows) {
        if (order != null) {
            MemorySegment.copy(order, Lanes.INT, from * 4L, rows, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
    }

    /// Whether the rows at two places are equal in the first `keys` keys.
    public boolean areEqual(int place, int other, int keys) {
        return words.areEqual(row(place), row(other), keys);
    }

    @Override
    public void close() {
        if (owned) {
            words.close();
            table.close();
        }
    }
}
