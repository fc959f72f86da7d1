package io.colonnade.storage.load;

import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;

/// A part of the finishing work of a load, independent of the others; run once, by any thread.
public interface LoadJob {
    List<SegmentEntry> run();
}
