package io.colonnade.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/// Memory for the pages an operator makes: handed out by moving a mark, taken back all at once.
///
/// ```text
/// chunk 0 [#########|.......]  chunk 1 [.........]     reset() moves the mark to the start of chunk 0
/// ```
///
/// An operator resets its scratch when it begins its next page, so the page it lent downstream lives exactly until
/// then. *Thread safety*: one thread. Segments are 64-byte aligned and not zeroed.
public final class Scratch implements SegmentAllocator, AutoCloseable {
    /// The first chunk is small, since many scratches of a query never need more; each further one is twice as large.
    private static final long FIRST_CHUNK_BYTES = 16 * 1024;
    private static final long CHUNK_BYTES_MAX = 256 * 1024;
    private static final long ALIGNMENT = 64;

    private final MemoryPool pool;
    private final List<Buffer> chunks = new ArrayList<>();
    private int current;
    private long used;

    public Scratch(MemoryPool pool) {
        this.pool = pool;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        return allocate(byteSize);
    }

    @Override
    public MemorySegment allocate(long byteSize) {
        long bytes = (byteSize + ALIGNMENT - 1) & -ALIGNMENT;
        while (current < chunks.size()) {
            Buffer chunk = chunks.get(current);
            if (used + bytes <= chunk.bytes()) {
                MemorySegment segment = chunk.segment().asSlice(used, bytes);
                used += bytes;
                return segment;
            }
            current++;
            used = 0;
        }
        long chunkBytes = Math.min(CHUNK_BYTES_MAX, FIRST_CHUNK_BYTES << Math.min(chunks.size(), 8));
        chunks.add(pool.allocate(Math.max(chunkBytes, bytes)));
        used = bytes;
        return chunks.get(current).segment().asSlice(0, bytes);
    }

    /// Where it stands, for {@link #releaseTo}.
    public long mark() {
        return (long) current << 32 | used;
    }

    /// Takes back what was handed out since the mark.
    public void releaseTo(long mark) {
        current = (int) (mark >>> 32);
        used = mark & 0xFFFF_FFFFL;
    }

    /// Takes everything back; what was handed out must no longer be used.
    public void reset() {
        current = 0;
        used = 0;
    }

    @Override
    public void close() {
        chunks.forEach(Buffer::close);
        chunks.clear();
        reset();
    }
}
