package io.colonnade.storage.meta;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table and its segments, ordered by id.
///
/// `plannedRows` is the row count at the last change of the statistics version; `addedAt` and `deletedAt` are the
/// versions at which rows last came and went; `nextIdentity` is the next identity number.
record TableState(
        TableDefinition definition,
        List<SegmentEntry> segments,
        long plannedRows,
        long addedAt,
        long deletedAt,
        long nextIdentity) {
    TableState {
        segments = List.copyOf(segments);
    }

    static TableState empty(TableDefinition definition) {
        return new TableState(definition, List.of(), 0, 0, 0, 1);
    }

    TableState with(TableDefinition changed) {
        return new TableState(changed, segments, plannedRows, addedAt, deletedAt, nextIdentity);
    }

    TableState with(List<SegmentEntry> changed) {
        return new TableState(definition, changed, plannedRows, addedAt, deletedAt, nextIdentity);
    }

    TableState rowsCame(long version) {
        return new TableState(definition, segments, plannedRows, version, deletedAt, nextIdentity);
    }

    TableState rowsWent(long version) {
        return new TableState(definition, segments, plannedRows, addedAt, version, nextIdentity);
    }

    /// Plans are made with the rows of now.
    TableState planned() {
        return new TableState(definition, segments, rowCount(), addedAt, deletedAt, nextIdentity);
    }

    TableState withIdentity(long next) {
        return new TableState(definition, segments, plannedRows, addedAt, deletedAt, next);
    }

    /// The segment with an id, null if there is none.
    @Nullable
    SegmentEntry segment(long id) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = segments.get(middle).id();
            if (found == id) {
                return segments.get(middle);
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /// Rows of the table: a replicated one has each row on every node, and counts those of the first.
    long rowCount() {
        return counted().stream().mapToLong(SegmentEntry::liveRows).sum();
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
