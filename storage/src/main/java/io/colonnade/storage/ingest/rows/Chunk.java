package io.colonnade.storage.ingest.rows;

import io.colonnade.core.memory.Scratch;

/// Some consecutive rows of a file, not parsed yet.
///
/// *Threads*: one at a time. *Ownership*: who took it from the source closes it, whether it was read or not.
public interface Chunk extends AutoCloseable {
    /// Parses the rows and pushes them in order, once.
    ///
    /// Each page has the target columns in the order of the file scan, of 1 to 4,096 rows, plain (those of Parquet
    /// files in any form) and without a selection. It is lent for the call. `scratch` is reset at the start and
    /// again for later pages, so nobody else may keep anything in it. A bad row ends the call with an EngineException
    /// that names file, row, column and value; pages of the rows before it may have been pushed by then.
    void read(Scratch scratch, PageConsumer consumer);

    @Override
    void close();
}
