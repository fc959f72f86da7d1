package io.colonnade.storage.directory;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.segment.SegmentStore;
import java.util.List;

/// What one node of a database stores.
public interface NodeStorage {
    /// The number of the node, from 0.
    int node();

    SegmentStore segments();

    LoadSession load(LoadRequest request);

    /// Removes segments of a transaction that is known not to have committed.
    void discard(List<SegmentEntry> segments);
}
