package io.colonnade.storage.ingest.rows;

import io.colonnade.core.memory.Scratch;

/// Some consecutive rows of a file, not parsed yet.
///
/// *Threads*: one at a time. *Ownership*: who took it from the source closes it, whether it was read or not.
public interface Chunk extends AutoCloseable {
    /// Parses the rows and pushes them in order, once.
    ///
    /// Each page has the target columns in the order of the file scan, 1 to 4,096 rows, no selection, and lives for
    /// the call. Columns of CSV files are plain, those of Parquet files may have any form. `scratch` belongs to
    /// this call: it is reset at the start and perhaps again for later pages. A bad row is left out if the source's
    /// {@link Rejections} take it, else it ends the call with an EngineException that names file, row, column and
    /// value; pages of rows before it may have been pushed.
    void read(Scratch scratch, PageConsumer consumer);

    @Override
    void close();
}
