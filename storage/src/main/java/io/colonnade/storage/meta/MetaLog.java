package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The one log of a database. What a command changed is durable and visible when {@link #submit} returns.
///
/// A segment that a commit removed keeps its files while a pinned snapshot lists it. *Thread safety*: any
/// thread; commands are applied one after the other, and become durable together. *Errors* of submit: CONFLICT,
/// KEYS_UNCHECKED, those of definitions (nothing was changed), DISK_FULL, IO. After an IO error of the log
/// itself it takes no more commands until the database is opened again, since the outcome of the last one is
/// unknown.
public interface MetaLog extends AutoCloseable {
    MetaResult submit(MetaCommand command);

    /// Replaces segments by `add`, which holds their rows; `moved` says where each of them went. What was deleted
    /// from them meanwhile is deleted from `add`, and transactions that began before may go on deleting from the
    /// old ones. Answers whether `add` is listed: not if all its rows are deleted by now. *Errors*: CONFLICT if a
    /// segment is no longer listed.
    boolean rewrite(long transactionId, SegmentEntry add, List<MovedRows> moved);

    /// Calls `listener` after each commit that is no rewrite, on the thread that submitted it, without a lock.
    void onCommit(Consumer<MetaCommand.Commit> listener);

    /// The state after the last command.
    CatalogSnapshot snapshot();

    /// What a snapshot of this log would be after a commit that is not made: what a transaction sees of its
    /// own. Its versions say nothing. The commit may name segments that were rewritten before `base`. *Errors*:
    /// those of {@link #submit} for the same commit.
    CatalogSnapshot staged(CatalogSnapshot base, MetaCommand.Commit commit);

    /// Sets apart what another database has set apart, so that what it lists can be listed here, and nothing
    /// else gets the same ids. *Errors*: DATABASE_IN_USE if a snapshot is pinned beside the one of who calls,
    /// since ids of before may be in use; those of {@link #restore}.
    void reserveIdsOf(CatalogSnapshot other);

    /// Makes all that another database lists the content of this one, which has neither tables nor views: at
    /// once, or not at all. Its ids were set apart, its segments are where they belong. *Errors*:
    /// DUPLICATE_TABLE if there are tables, INVALID_PARAMETER if the number of nodes is another one, and those
    /// of {@link #submit}.
    MetaResult restore(CatalogSnapshot other);

    /// The load that was committed under a label, if it is still known.
    Optional<LoadLabel> label(String label);

    /// The state after the last command, kept with all its segments until it is closed.
    PinnedSnapshot pin();

    @Override
    void close();
}
