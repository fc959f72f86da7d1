package io.colonnade.core.catalog;

import java.util.List;

/// An immutable segment as a snapshot lists it.
///
/// `id` names its files on node `node`. `slot` is -1 for a replicated table. `fileBytes` is the size of its Parquet
/// file (0 in memory), `imageBytes` that of its column image, and the checksums are CRC-32C of the two whole files
/// (0 where there is none). `sketches` hold one mergeable distinct-count sketch per column, in the order of
/// `columns`.
public record SegmentEntry(
        long id,
        long tableId,
        int node,
        int slot,
        long rowCount,
        long fileBytes,
        int fileChecksum,
        long imageBytes,
        int imageChecksum,
        List<ColumnStatistics> columns,
        List<byte[]> sketches) {
    public SegmentEntry {
        columns = List.copyOf(columns);
        sketches = List.copyOf(sketches);
    }
}
