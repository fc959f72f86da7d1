package io.colonnade.core.memory;

import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.ArrowBuf;

/// Accounted native memory, 64-byte aligned, not zeroed, a multiple of 64 bytes long.
///
/// *Ownership*: whoever allocated it closes it, once; the segment must not be touched afterwards.
public final class Buffer implements AutoCloseable {
    private final ArrowBuf arrow;
    private final MemorySegment segment;

    Buffer(ArrowBuf arrow, long bytes) {
        this.arrow = arrow;
        this.segment = MemorySegment.ofAddress(arrow.memoryAddress()).reinterpret(bytes);
    }

    public MemorySegment segment() {
        return segment;
    }

    public long bytes() {
        return segment.byteSize();
    }

    @Override
    public void close() {
        arrow.getReferenceManager().release();
    }
}
