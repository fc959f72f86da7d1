package io.colonnade.exec.exchange;

import io.colonnade.core.memory.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// The finished payload of a PAGES frame, shared by the streams of a broadcast.
///
/// *Ownership*: counted; each stream that was given it calls {@link #release} once.
final class Payload {
    private final Buffer buffer;
    private final int length;
    private final int check;
    private final AtomicInteger references = new AtomicInteger(1);

    Payload(Buffer buffer, long length) {
        this.buffer = buffer;
        this.length = Math.toIntExact(length);
        this.check = FrameHeader.check(segment().asByteBuffer());
    }

    MemorySegment segment() {
        return buffer.segment().asSlice(0, length);
    }

    int length() {
        return length;
    }

    int check() {
        return check;
    }

    /// What it takes from a stream's credit.
    long charge() {
        return charge(length);
    }

    static long charge(long bytes) {
        return (bytes + 63) & -64;
    }

    /// For `count` more users.
    void retain(int count) {
        references.addAndGet(count);
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            buffer.close();
        }
    }
}
