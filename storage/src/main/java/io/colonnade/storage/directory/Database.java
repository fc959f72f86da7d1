package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.node.CopyReport;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.SegmentHealth;
import java.nio.file.Path;

/// An open database: the metadata log and the storage of each node.
///
/// *Opening*: {@link Databases}. *Closing*: when no query runs and all pins and leases are closed; frees all
/// memory and the lock.
public interface Database extends AutoCloseable {
    int nodeCount();

    /// Slots of a hashed table that names no number: 1 on one node, else 4 for each node.
    default int defaultSlots() {
        return nodeCount() == 1 ? 1 : 4 * nodeCount();
    }

    MetaLog metaLog();

    /// Where tasks on all nodes get identity numbers.
    IdentityNumbers identities();

    NodeStorage node(int node);

    /// Makes `target`, a directory that is new or empty, a database of its own that holds what `snapshot`
    /// lists, which is pinned. `cancelCheck` is called often and throws to stop it; what fails leaves nothing
    /// behind. *Errors*: NOT_SUPPORTED in memory, DUPLICATE_OBJECT, INVALID_PARAMETER, CORRUPT_DATA, DISK_FULL,
    /// IO.
    CopyReport backup(CatalogSnapshot snapshot, Path target, long takenMillis, Runnable cancelCheck);

    /// Makes all of the backup or closed database in `source` the content of this one, which has no tables, in
    /// one commit. *Errors*: those of {@link MetaLog#reserveIdsOf} and {@link MetaLog#restore}, and as for
    /// backup.
    CopyReport restore(Path source, Runnable cancelCheck);

    /// What is damaged.
    SegmentHealth health();

    @Override
    void close();
}
