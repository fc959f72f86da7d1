package io.colonnade.sample;

import io.colonnade.jdbc.service.QueryStatistics;
import java.sql.SQLException;
import java.sql.Statement;

/// What the last query of a statement read and what it was spared.
///
/// @param rowsScanned rows of the blocks that were read
/// @param blocksTotal blocks of the scanned tables
/// @param blocksByZoneMap blocks skipped because of literals in the query
/// @param blocksByRuntimeFilter blocks skipped because of the keys of a joined table
/// @param rowsByRuntimeFilter rows skipped inside the blocks that were read, because of the same keys
record SkipFigures(
        long rowsScanned,
        long blocksTotal,
        long blocksByZoneMap,
        long blocksByRuntimeFilter,
        long rowsByRuntimeFilter) {

    /// Call it after the last row was read and before the statement is used again.
    static SkipFigures of(Statement statement) throws SQLException {
        QueryStatistics statistics = statement.unwrap(QueryStatistics.class);
        return new SkipFigures(
                statistics.rowsScanned(),
                statistics.blocksTotal(),
                statistics.blocksSkippedByZoneMap(),
                statistics.blocksSkippedByRuntimeFilter(),
                statistics.rowsSkippedByRuntimeFilter());
    }

    /// One line for people.
    String describe() {
        return "scanned %,d rows; of %,d blocks zone maps skipped %,d and runtime filters %,d; runtime filters dropped %,d rows"
                .formatted(rowsScanned, blocksTotal, blocksByZoneMap, blocksByRuntimeFilter, rowsByRuntimeFilter);
    }
}
