package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.storage.image.ColumnEntry;
import io.colonnade.storage.image.ColumnRows;

/// Takes the columns of one segment in the order of the table.
///
/// *On failure* it is closed without {@link #finish}, and nothing of the segment remains.
public interface SegmentWriter extends AutoCloseable {
    /// What a segment takes on disk; see {@link io.colonnade.core.catalog.SegmentEntry}.
    record Written(
            long segmentId, long fileBytes, int fileChecksum, long imageBytes, int imageChecksum, byte[] inline) {}

    /// Encodes and keeps a column; the rows are lent. Answers what is known of it.
    ColumnEntry column(ColumnDefinition definition, ColumnRows rows);

    /// Makes the segment durable and readable.
    Written finish();

    @Override
    void close();
}
