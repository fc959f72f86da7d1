package io.colonnade.storage.meta;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import java.util.List;

/// A table and its segments; `plannedRows` is the row count at the last change of the statistics version.
record TableState(TableDefinition definition, List<SegmentEntry> segments, long plannedRows) {
    TableState {
        segments = List.copyOf(segments);
    }

    /// Rows of the table: a replicated one has each row on every node, and counts those of the first.
    long rowCount() {
        return counted().stream().mapToLong(SegmentEntry::rowCount).sum();
    }

    /// The segments that hold each row once.
    List<SegmentEntry> counted() {
        return definition.distribution() instanceof Distribution.Replicated
                ? segments.stream().filter(segment -> segment.node() == 0).toList()
                : segments;
    }

    boolean hasDrifted() {
        long rows = rowCount();
        return Math.abs(rows - plannedRows) * 5 >= Math.max(1, plannedRows);
    }
}
