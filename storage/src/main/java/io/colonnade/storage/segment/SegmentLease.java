package io.colonnade.storage.segment;

/// The right to read a segment until it is closed; closed once, by any thread.
public interface SegmentLease extends AutoCloseable {
    Segment segment();

    @Override
    void close();
}
