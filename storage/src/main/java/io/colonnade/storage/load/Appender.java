package io.colonnade.storage.load;

import io.colonnade.core.page.Page;

/// Takes the rows of one thread.
///
/// *Errors*: NOT_NULL_VIOLATION naming table and column; OUT_OF_MEMORY; DISK_FULL and IO naming the file.
public interface Appender extends AutoCloseable {
    /// The page is lent; its columns are those of the table in the table's order, and its selection counts.
    void append(Page page);

    /// No more rows from this thread.
    @Override
    void close();
}
