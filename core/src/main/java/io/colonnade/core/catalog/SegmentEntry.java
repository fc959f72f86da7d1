package io.colonnade.core.catalog;

import java.util.List;

/// A segment as a snapshot lists it: immutable but for the rows that were deleted from it.
///
/// `id` names its files on node `node`. `slot` is -1 for a replicated table, `partition` is {@link
/// Partition#NONE} for one that has none. `rowCount` counts the deleted rows too. `sorted` says that its rows
/// lie in the sort key of the table as it was when the segment was made.
///
/// `fileBytes` is the size of its Parquet file (0 in memory), `imageBytes` that of its column image, and the
/// checksums are CRC-32C of the two whole files (0 where there is none). A small segment of a database in a
/// directory has no files: `inline` is its whole image then, and empty for all others. `sketches` hold one
/// mergeable distinct-count sketch per column, in the order of `columns`.
public record SegmentEntry(
        long id,
        long tableId,
        int node,
        int slot,
        int partition,
        long rowCount,
        boolean sorted,
        long fileBytes,
        int fileChecksum,
        long imageBytes,
        int imageChecksum,
        byte[] inline,
        List<ColumnStatistics> columns,
        List<byte[]> sketches,
        DeletedRows deleted) {
    public SegmentEntry {
        columns = List.copyOf(columns);
        sketches = List.copyOf(sketches);
    }

    /// Rows that queries see.
    public long liveRows() {
        return rowCount - deleted.count();
    }

    public boolean isInline() {
        return inline.length > 0;
    }

    public SegmentEntry with(DeletedRows nowDeleted) {
        return new SegmentEntry(
                id,
                tableId,
                node,
                slot,
                partition,
                rowCount,
                sorted,
                fileBytes,
                fileChecksum,
                imageBytes,
                imageChecksum,
                inline,
                columns,
                sketches,
                nowDeleted);
    }
}
