package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;

/// The one log of a database. What a command changed is durable and visible when {@link #submit} returns.
///
/// A segment that a commit removed keeps its files while a pinned snapshot lists it.
/// *Thread safety*: any thread; commands are applied one after the other.
/// *Errors* of submit: CONFLICT, DUPLICATE_TABLE, UNKNOWN_TABLE (nothing was changed), DISK_FULL, IO. After an IO
/// error of the log itself it takes no more commands until the database is opened again, since the outcome of the
/// last one is unknown.
public interface MetaLog extends AutoCloseable {
    MetaResult submit(MetaCommand command);

    /// The state after the last command.
    CatalogSnapshot snapshot();

    /// The state after the last command, kept with all its segments until it is closed.
    PinnedSnapshot pin();

    @Override
    void close();
}
