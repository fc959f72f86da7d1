package io.colonnade.core.fragment;

import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;

/// What a task that ended well has to say. `peakBytes` is the most that its query had in use on the node until then.
public record TaskReport(TaskId id, List<SegmentEntry> written, List<NodeFigures> figures, long peakBytes) {
    public TaskReport {
        written = List.copyOf(written);
        figures = List.copyOf(figures);
    }
}
