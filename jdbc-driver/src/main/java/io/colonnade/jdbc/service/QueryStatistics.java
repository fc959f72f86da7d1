package io.colonnade.jdbc.service;

/// What one run of a statement cost and what it was spared; get it by `statement.unwrap(QueryStatistics.class)`.
///
/// Rows are counted before any filter. A block is 64 Ki rows of a table and the unit of skipping; a block counts once
/// per scan of its table, whatever the number of its columns.
///
/// @param elapsedNanos from the start of the statement to its last frame
/// @param planningNanos the part of it spent on parsing, validating and planning
/// @param rowsScanned rows of the blocks that were read
/// @param blocksTotal blocks of all tables scanned, skipped ones included
/// @param blocksSkippedByZoneMap skipped because a literal predicate excludes their range of values
/// @param blocksSkippedByRuntimeFilter skipped because no key of a joined table lies in their range
/// @param rowsSkippedByRuntimeFilter rows of read blocks that a joined table's keys excluded inside the scan
/// @param bytesRead encoded bytes of the columns that were read
/// @param spilledBytes written to disk because memory did not suffice
/// @param peakBytes the most off-heap memory in use on a node at one time
public record QueryStatistics(
        long elapsedNanos,
        long planningNanos,
        long rowsScanned,
        long blocksTotal,
        long blocksSkippedByZoneMap,
        long blocksSkippedByRuntimeFilter,
        long rowsSkippedByRuntimeFilter,
        long bytesRead,
        long spilledBytes,
        long peakBytes) {

    /// Nothing was done.
    public static final QueryStatistics NONE = new QueryStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
