package io.colonnade.storage.load;

import io.colonnade.core.type.Datum;
import io.colonnade.storage.dictionary.Strings;
import org.jspecify.annotations.Nullable;

/// Rows of one slot in the order of the table's sort key. *Thread safety*: reading by any threads at once.
sealed interface Run extends AutoCloseable permits ChunkRun, SegmentRun {
    int rows();

    /// Copies the rows of a slice of this run, of a column by its position in the table, to one being put together.
    void read(int column, RunSlice slice, ColumnArrays target);

    /// Where the rows `from` to `to` of the sort order lie, ascending; null if they lie in that order.
    int @Nullable [] places(int from, int to);

    /// What the codes of a string column stand for; null if it has none.
    @Nullable
    Strings strings(int column);

    Datum value(int column, int row);

    /// The bytes of a column's strings that are too long for their views.
    long heapBytes(int column);

    @Override
    void close();
}
