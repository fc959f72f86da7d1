package io.colonnade.storage.directory;

import io.colonnade.storage.meta.MetaLog;

/// An open database: the metadata log and the storage of each node.
///
/// *Opening*: {@link Databases}. *Closing*: when no query runs and all pins and leases are closed; frees all memory
/// and the lock.
public interface Database extends AutoCloseable {
    int nodeCount();

    /// Slots of a hashed table that names no number: 1 on one node, else 4 for each node.
    default int defaultSlots() {
        return nodeCount() == 1 ? 1 : 4 * nodeCount();
    }

    MetaLog metaLog();

    NodeStorage node(int node);

    @Override
    void close();
}
