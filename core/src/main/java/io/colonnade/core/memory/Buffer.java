package io.colonnade.core.memory;

import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.ArrowBuf;

/// Native memory, 64-byte aligned, not zeroed, a multiple of 64 bytes long: accounted, or that of an {@link
/// Overflow}.
///
/// *Ownership*: whoever allocated it closes it, once; the segment must not be touched afterwards.
public final class Buffer implements AutoCloseable {
    private final MemorySegment segment;
    private final Runnable release;

    Buffer(ArrowBuf arrow, long bytes) {
        this(arrow.memoryAddress(), bytes, () -> arrow.getReferenceManager().release());
    }

    /// Memory that is not of the heap; `release` gives it back.
    public Buffer(long address, long bytes, Runnable release) {
        // One class of segments in all kernels, wherever the memory is.
        this.segment = MemorySegment.ofAddress(address).reinterpret(bytes);
        this.release = release;
    }

    public MemorySegment segment() {
        return segment;
    }

    public long bytes() {
        return segment.byteSize();
    }

    @Override
    public void close() {
        release.run();
    }
}
