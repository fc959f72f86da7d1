package io.colonnade.core.fragment;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;

/// What a task that ended well has to say: the segments it wrote, the rows it found to be deleted, those of files
/// that it left out, and what its nodes did. `peakBytes` is the most that its query had in use on the node until then.
public record TaskReport(
        TaskId id,
        List<SegmentEntry> written,
        List<Deleted> deleted,
        List<RejectedRow> rejected,
        List<NodeFigures> figures,
        long peakBytes) {
    public TaskReport {
        written = List.copyOf(written);
        deleted = List.copyOf(deleted);
        rejected = List.copyOf(rejected);
        figures = List.copyOf(figures);
    }

    /// Rows of a segment that the statement deletes, beside those that were deleted before.
    public record Deleted(long tableId, long segmentId, DeletedRows rows) {}
}
