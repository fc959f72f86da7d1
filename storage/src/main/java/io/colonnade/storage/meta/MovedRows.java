package io.colonnade.storage.meta;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.storage.segment.PositionSet;

/// Where the rows of a segment went when it was rewritten.
///
/// `deleted` are those that were deleted before and so went nowhere; `positions` has for each row of segment
/// `from` its position in segment `to`, or -1.
public record MovedRows(long tableId, long from, DeletedRows deleted, long to, int[] positions) {
    /// The positions in `to` of rows of `from`; those that are not there do not count.
    PositionSet map(PositionSet rows) {
        PositionSet mapped = PositionSet.empty();
        rows.forEach(row -> {
            if (positions[row] >= 0) {
                mapped.add(positions[row]);
            }
        });
        return mapped;
    }

    /// The positions in `to` of all rows.
    PositionSet all() {
        PositionSet mapped = PositionSet.empty();
        for (int position : positions) {
            if (position >= 0) {
                mapped.add(position);
            }
        }
        return mapped;
    }
}
