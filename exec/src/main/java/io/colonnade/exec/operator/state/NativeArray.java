package io.colonnade.exec.operator.state;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Accounted memory that grows by doubling; its content moves when it does, so ask for the segment again after
/// {@link #ensure}.
///
/// *Thread safety*: one thread writes; any may read when it has finished.
public final class NativeArray implements AutoCloseable {
    private static final MemorySegment EMPTY = MemorySegment.NULL;

    private final MemoryPool pool;
    private @Nullable Buffer buffer;
    private MemorySegment segment = EMPTY;

    public NativeArray(MemoryPool pool) {
        this.pool = pool;
    }

    public MemorySegment segment() {
        return segment;
    }

    public long bytes() {
        return segment.byteSize();
    }

    /// Makes room for `bytes` bytes; the content up to the old size stays, what is new is filled with `fill`.
    public MemorySegment ensure(long bytes, byte fill) {
        long old = segment.byteSize();
        if (bytes <= old) {
            return segment;
        }
        Buffer larger = pool.allocate(Math.max(bytes, old * 2));
        MemorySegment target = larger.segment();
        MemorySegment.copy(segment, 0, target, 0, old);
        target.asSlice(old).fill(fill);
        close();
        buffer = larger;
        segment = target;
        return target;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
            segment = EMPTY;
        }
    }
}
