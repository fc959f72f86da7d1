package io.colonnade.storage.segment;

import io.colonnade.core.page.Column;
import org.jspecify.annotations.Nullable;

/// An immutable, sorted part of a table: columns in blocks of up to 65,536 rows, each in its own encoded form.
///
/// ```text
///              block 0             block 1            block 2
/// column 1     Runs                Runs               Constant         the sort column
/// column 2     Narrow(base, 8)     Narrow(base, 16)   Narrow(base, 8)
/// column 3     Dictionaried(16)    Dictionaried(16)   Constant         one dictionary for the whole segment
/// column 4     Plain               Plain              Plain
/// ```
///
/// All blocks but the last are full. *Thread safety*: all methods may be called from any thread.
/// *Ownership*: columns stay valid while the lease of the segment is open.
/// *Errors*: CORRUPT_DATA that names file and column if the bytes are not those that were written; each block of a
/// column is checked when it is first touched.
public interface Segment {
    long id();

    long rowCount();

    int blockCount();

    int blockRows(int block);

    /// Whether it has the column: segments that are older than a column do not.
    boolean has(int columnId);

    /// A whole block of a column in its encoded form, without copying.
    Column column(int columnId, int block);

    /// What is known of the values in one block.
    Zone zone(int columnId, int block);

    /// What is known of the values of the whole segment.
    Zone zone(int columnId);

    /// The dictionary of a column, null if it has none. Codes of its blocks are those of this dictionary.
    Column.@Nullable Plain dictionary(int columnId);

    /// The bytes that a scan of this block reads, without its share of the dictionary.
    long columnBytes(int columnId, int block);
}
