package io.colonnade.storage.load;

import io.colonnade.core.system.FileSystem;
import java.nio.file.Path;

/// Where a load puts its segments and, if memory is short, its rows.
public interface SegmentTarget {
    /// A new segment with an id of its own. The caller closes the writer.
    SegmentWriter create(LoadRequest request, int rowCount);

    FileSystem files();

    /// A new name for a temporary file.
    Path temporaryFile();

    /// Takes back segments that were finished and never committed.
    void discard(long segmentId);

    /// The number of this node.
    int node();
}
