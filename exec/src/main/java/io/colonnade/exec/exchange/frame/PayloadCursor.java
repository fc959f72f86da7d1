package io.colonnade.exec.exchange.frame;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Reads a payload from front to back; CORRUPT_DATA at its end.
final class PayloadCursor {
    private final MemorySegment segment;
    private long position;

    PayloadCursor(MemorySegment segment) {
        this.segment = segment;
    }

    long position() {
        return position;
    }

    boolean hasMore() {
        return position < segment.byteSize();
    }

    long readLong() {
        return read(8).get(Lanes.LONG, 0);
    }

    /// `bytes` bytes; the padding behind them is skipped.
    MemorySegment read(long bytes) {
        long padded = (bytes + 7) & -8;
        if (bytes < 0 || padded < bytes || padded > segment.byteSize() - position) {
            throw FrameHeader.corrupt("pages that end too early: " + bytes + " bytes wanted, "
                    + (segment.byteSize() - position) + " are there");
        }
        MemorySegment part = segment.asSlice(position, bytes);
        position += padded;
        return part;
    }

    /// A count between `low` and `high`.
    int readCount(String what, long low, long high) {
        return check(readLong(), what, low, high);
    }

    static int check(long value, String what, long low, long high) {
        if (value < low || value > high) {
            throw FrameHeader.corrupt(value + " " + what + ", " + low + " to " + high + " are possible");
        }
        return (int) value;
    }

    MemorySegment between(long from, long to) {
        return segment.asSlice(from, to - from);
    }
}
