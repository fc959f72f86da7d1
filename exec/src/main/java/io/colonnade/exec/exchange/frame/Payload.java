package io.colonnade.exec.exchange.frame;

import io.colonnade.core.memory.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// The finished payload of a PAGES frame, shared by the streams of a broadcast.
///
/// *Ownership*: counted; each stream that was given it calls {@link #release} once.
public final class Payload {
    private final Buffer buffer;
    private final int length;
    private final int check;
    private final AtomicInteger references = new AtomicInteger(1);

    public Payload(Buffer buffer, long length) {
        this.buffer = buffer;
        this.length = Math.toIntExact(length);
        this.check = FrameHeader.check(segment().asByteBuffer());
    }

    public MemorySegment segment() {
        return buffer.segment().asSlice(0, length);
    }

    public int length() {
        return length;
    }

    public int check() {
        return check;
    }

    /// What it takes from a stream's credit.
    public long charge() {
        return charge(length);
    }

    public static long charge(long bytes) {
        return (bytes + 63) & -64;
    }

    /// For `count` more users.
    public void retain(int count) {
        references.addAndGet(count);
    }

    public void release() {
        if (references.decrementAndGet() == 0) {
            buffer.close();
        }
    }
}
