package io.colonnade.coordinator.care;

import java.util.concurrent.atomic.AtomicLong;

/// How far a verification has come, of all tables so far. *Thread safety*: any thread.
public final class VerifyProgress {
    private final AtomicLong segments = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    void add(long moreRows, long moreBytes) {
        segments.incrementAndGet();
        rows.addAndGet(moreRows);
        bytes.addAndGet(moreBytes);
    }

    public long segments() {
        return segments.get();
    }

    /// Rows that were read, deleted ones included.
    public long rows() {
        return rows.get();
    }

    /// Bytes that were read.
    public long bytes() {
        return bytes.get();
    }
}
