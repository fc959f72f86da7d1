package io.colonnade.storage.dictionary;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Accounted memory for the bytes of long strings: appended to, never moved, freed all at once.
public final class ByteHeap implements AutoCloseable {
    private static final long CHUNK_BYTES_MIN = 4 * 1024;
    private static final long CHUNK_BYTES_MAX = 1024 * 1024;

    private final MemoryPool pool;
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<MemorySegment> segments = new ArrayList<>();
    private long used;
    private long bytes;
    private long usedBytes;

    public ByteHeap(MemoryPool pool) {
        this.pool = pool;
    }

    /// Copies a long string in and returns the second word of its view.
    public long append(long first, long second, List<MemorySegment> source) {
        int size = Views.length(first);
        if (segments.isEmpty() || used + size > segments.getLast().byteSize()) {
            long chunk = Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, bytes));
            Buffer buffer = pool.allocate(Math.max(chunk, size));
            buffers.add(buffer);
            segments.add(buffer.segment());
            bytes += buffer.bytes();
            used = 0;
        }
        Views.copyLong(first, second, source, segments.getLast(), used);
        long reference = Views.reference(segments.size() - 1, used);
        used += size;
        usedBytes += size;
        return reference;
    }

    /// What views point into; grows with {@link #append}.
    public List<MemorySegment> segments() {
        return segments;
    }

    /// Bytes taken from the pool.
    public long bytes() {
        return bytes;
    }

    /// Bytes that were appended.
    public long usedBytes() {
        return usedBytes;
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
        buffers.clear();
        segments.clear();
        bytes = 0;
        usedBytes = 0;
    }
}
