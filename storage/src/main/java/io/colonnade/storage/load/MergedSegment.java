package io.colonnade.storage.load;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.storage.meta.MovedRows;
import java.util.List;

/// A segment made of others, and where their rows went; durable, and invisible until a commit lists it.
public record MergedSegment(SegmentEntry entry, List<MovedRows> moved) {
    public MergedSegment {
        moved = List.copyOf(moved);
    }
}
