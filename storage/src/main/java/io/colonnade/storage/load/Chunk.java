package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Layout;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows of one slot as one thread brings them, column by column. *Thread safety*: one thread at a time.
final class Chunk implements AutoCloseable {
    /// The most rows of a chunk, and what a segment is cut to: 16 blocks.
    static final int ROWS_MAX = 16 * Page.BLOCK_ROWS;

    private final List<ChunkColumn> columns = new ArrayList<>();
    private int rows;

    Chunk(TableDefinition table, Set<Integer> varied, MemoryPool pool) {
        this(table.name(), table.columns(), varied, pool);
    }

    /// `tableName` is for messages; `varied` are the ids of columns with too many strings for a dictionary,
    /// and gets those that turn out to be.
    Chunk(String tableName, List<ColumnDefinition> definitions, Set<Integer> varied, MemoryPool pool) {
        for (ColumnDefinition column : definitions) {
            columns.add(
                    column.type().layout() == Layout.VIEW
                            ? new TextChunkColumn(tableName, column, varied, pool)
                            : new FixedChunkColumn(tableName, column, pool));
        }
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows == ROWS_MAX;
    }

    ChunkColumn column(int position) {
        return columns.get(position);
    }

    /// Makes room for rows; may be refused, and nothing has changed then.
    void reserve(int more) {
        columns.forEach(column -> column.reserve(more));
    }

    /// All columns take the rows or, if memory is refused, none: then the chunk keeps the rows that it had,
    /// and takes no more.
    void append(Page page, @Nullable Selection selection, int count, SegmentAllocator scratch) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).write(page.column(i), selection, count, scratch);
        }
        columns.forEach(column -> column.advance(count));
        rows += count;
    }

    @Override
    public void close() {
        columns.forEach(ChunkColumn::close);
    }
}
