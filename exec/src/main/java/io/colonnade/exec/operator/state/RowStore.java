package io.colonnade.exec.operator.state;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies of rows that one driver has seen, for joins and sorts; several become one {@link RowTable}.
///
/// Rows lie in chunks of columns, 256 to 1 Mi rows each. *Memory*: who can spill asks {@link #growthBytes} before it
/// appends. *Thread safety*: one thread.
public final class RowStore implements AutoCloseable {
    private static final int CHUNK_ROWS_MIN = 256;
    private static final int CHUNK_ROWS_MAX = 1 << 20;

    private final List<ColumnStore> columns = new ArrayList<>();
    private int room;
    private int nextCapacity = CHUNK_ROWS_MIN;
    private long rows;

    public RowStore(List<Type> types, MemoryPool pool) {
        types.forEach(type -> columns.add(new ColumnStore(type, pool)));
    }

    public long rows() {
        return rows;
    }

    List<ColumnStore> columns() {
        return columns;
    }

    /// What the rows take.
    public long bytes() {
        long bytes = 0;
        for (ColumnStore column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    /// What appending these rows takes at most, passing copies included.
    public long growthBytes(Column[] source, int length, @Nullable Selection selection) {
        int count = selection == null ? length : selection.count();
        int capacity = count > room ? Math.max(nextCapacity, count) : 0;
        long bytes = 0;
        for (int i = 0; i < source.length; i++) {
            bytes += columns.get(i).growthBytes(source[i], selection, capacity);
        }
        return bytes;
    }

    /// Copies the rows of `source` that are selected; memory that is needed only meanwhile comes from `scratch`.
    public void append(Column[] source, int length, @Nullable Selection selection, Scratch scratch) {
        int count = selection == null ? length : selection.count();
        if (count == 0) {
            return;
        }
        if (count > room) {
            int capacity = Math.max(nextCapacity, count);
            columns.forEach(column -> column.addChunk(capacity));
            room = capacity;
            nextCapacity = Math.min(nextCapacity * 2, CHUNK_ROWS_MAX);
        }
        for (int i = 0; i < source.length; i++) {
            long mark = scratch.mark();
            columns.get(i).append(source[i], selection, count, scratch);
            scratch.releaseTo(mark);
        }
        room -= count;
        rows += count;
    }

    @Override
    public void close() {
        columns.forEach(ColumnStore::close);
        columns.clear();
    }
}
