package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one column of the rows of a chunk, in the order in which they came.
///
/// Values lie side by side in one accounted buffer that doubles as it fills; presence bits exist once a row is
/// absent. {@link #reserve} comes before {@link #append}, so that a refused reservation leaves all columns of the
/// chunk with the same rows.
abstract sealed class ChunkColumn implements AutoCloseable permits FixedChunkColumn, TextChunkColumn {
    private static final int ROWS_MIN = 1024;
    private static final int SHOWN_MAX = 60;
    private static final int FOURFOLD_ROWS_MAX = 256 * 1024;

    private final String table;
    private final ColumnDefinition definition;
    private final MemoryPool pool;
    private @Nullable Buffer values;
    private int capacity;
    private int rows;
    private long @Nullable [] validity;

    ChunkColumn(String table, ColumnDefinition definition, MemoryPool pool) {
        this.table = table;
        this.definition = definition;
        this.pool = pool;
    }

    final ColumnDefinition definition() {
        return definition;
    }

    final int rows() {
        return rows;
    }

    /// Bytes that a row takes in the buffer now.
    abstract int width();

    /// Writes the values of the selected rows at row `rows()` of the buffer; room is there.
    abstract void write(Column column, @Nullable Selection selection, int count, SegmentAllocator scratch);

    /// Copies the rows at ascending places, or without places rows `from` to `to`, to a column being put together.
    abstract void read(int @Nullable [] places, int from, int to, ColumnArrays target);

    final MemorySegment values() {
        if (values == null) {
            throw new IllegalStateException("a column without rows");
        }
        return values.segment();
    }

    final void reserve(int more) {
        if (rows + more > capacity) {
            // Large steps at first: fresh memory and the copy into it cost more than what is left unused.
            int grown = capacity * (capacity < FOURFOLD_ROWS_MAX ? 4 : 2);
            int wanted = Math.max(rows + more, Math.max(ROWS_MIN, Math.min(grown, Chunk.ROWS_MAX)));
            move(wanted, width());
        }
    }

    /// Replaces the buffer by one for `newCapacity` rows of `newWidth` bytes; values are kept if the width is.
    final void move(int newCapacity, int newWidth) {
        Buffer larger = pool.allocate((long) newCapacity * newWidth);
        if (values != null) {
            if (newWidth == width()) {
                MemorySegment.copy(values.segment(), 0, larger.segment(), 0, (long) rows * newWidth);
            }
            values.close();
        }
        values = larger;
        capacity = newCapacity;
    }

    final int capacity() {
        return capacity;
    }

    /// The rows that were written count from now on.
    final void advance(int count) {
        rows += count;
    }

    /// Notes which of the rows being written are present; `bits` has one for each of them.
    final void markPresent(@Nullable MemorySegment bits, int count) {
        if (bits == null && validity == null) {
            return;
        }
        long[] present = validity == null ? allPresent() : validity;
        if (present.length * 64L < rows + count) {
            int old = present.length;
            present = Arrays.copyOf(present, Math.max(2 * old, (rows + count + 63) / 64));
            Arrays.fill(present, old, present.length, -1L);
        }
        if (bits != null) {
            for (int i = 0; i < count; i++) {
                if (!Lanes.bit(bits, i)) {
                    int row = rows + i;
                    present[row >>> 6] &= ~(1L << row);
                    checkNullable();
                }
            }
        }
        validity = present;
    }

    private long[] allPresent() {
        long[] present = new long[(rows + 63) / 64 + 64];
        Arrays.fill(present, -1L);
        return present;
    }

    final void checkNullable() {
        if (!definition.nullable()) {
            throw new EngineException(
                    ErrorCode.NOT_NULL_VIOLATION,
                    "NULL in column " + definition.name() + " of table " + table + ", which is NOT NULL");
        }
    }

    final EngineException tooLong(String text) {
        String shown = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "..";
        return new EngineException(
                ErrorCode.STRING_TOO_LONG,
                "'" + shown + "' is too long for column " + definition.name() + " of table " + table + ", which is "
                        + definition.type().sql());
    }

    /// Passes the presence of rows on.
    final void readPresence(int @Nullable [] places, int from, int to, ColumnArrays target) {
        long[] present = validity;
        if (present == null) {
            return;
        }
        for (int i = from; i < to; i++) {
            int row = places == null ? i : places[i - from];
            if ((present[row >>> 6] >>> row & 1) == 0) {
                target.setNull(target.count() + i - from);
            }
        }
    }

    @Override
    public void close() {
        if (values != null) {
            values.close();
            values = null;
        }
    }
}
