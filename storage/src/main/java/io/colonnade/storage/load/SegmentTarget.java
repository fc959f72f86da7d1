package io.colonnade.storage.load;

import io.colonnade.core.system.FileSystem;
import java.nio.file.Path;

/// Where a load puts its segments and, if memory is short, its rows.
public interface SegmentTarget {
    /// The image of a segment that goes into its commit instead of a file has at most so many bytes.
    long INLINE_BYTES = 64 << 10;

    /// A new segment with an id of its own; `flatBytes` is what its values take in flat columns, or anything over
    /// {@link #INLINE_BYTES} if that is more. The caller closes the writer.
    SegmentWriter create(LoadRequest request, int rowCount, long flatBytes);

    FileSystem files();

    /// A new name for a temporary file.
    Path temporaryFile();

    /// Takes back segments that were finished and never committed.
    void discard(long segmentId);

    /// The number of this node.
    int node();
}
