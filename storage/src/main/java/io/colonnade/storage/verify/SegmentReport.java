package io.colonnade.storage.verify;

import java.util.List;

/// What was found in a segment. `rows` counts the deleted ones too; `bytes` are those that were read.
///
/// `contentHash` is a hash of the live rows whatever their order, and adds up over segments; it is taken of
/// replicated tables only, and means nothing unless `isWhole`: all values could be read.
public record SegmentReport(
        long rows, long liveRows, long bytes, long contentHash, boolean isWhole, List<Fault> faults) {
    public SegmentReport {
        faults = List.copyOf(faults);
    }
}
