package io.colonnade.storage.segment;

/// The segments of one node.
///
/// *Thread safety*: any thread. *Errors*: CORRUPT_DATA naming the file if a segment is missing or damaged.
public interface SegmentStore {
    /// Pins a segment: its memory and files stay until the lease is closed, even if it is dropped meanwhile.
    SegmentLease open(long segmentId);
}
