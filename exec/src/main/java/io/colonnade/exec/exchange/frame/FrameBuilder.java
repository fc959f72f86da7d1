package io.colonnade.exec.exchange.frame;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A payload in the making: accounted memory that grows up to the size limit of a frame.
///
/// *Ownership*: {@link #take} hands the memory over and begins an empty payload; {@link #close} frees what is left.
public final class FrameBuilder implements AutoCloseable {
    private static final long FIRST_BYTES = 16 * 1024;

    private final MemoryPool pool;
    private final long bytesMax;
    private final long firstBytes;
    private @Nullable Buffer buffer;
    private MemorySegment segment = MemorySegment.NULL;
    private long position;
    private boolean stretched;

    public FrameBuilder(MemoryPool pool, long bytesMax) {
        this(pool, bytesMax, FIRST_BYTES);
    }

    /// `firstBytes` is what the first claim reserves.
    public FrameBuilder(MemoryPool pool, long bytesMax, long firstBytes) {
        this.pool = pool;
        this.bytesMax = bytesMax;
        this.firstBytes = firstBytes;
    }

    public long position() {
        return position;
    }

    public boolean isEmpty() {
        return position == 0;
    }

    /// Forgets all after `mark`.
    public void truncate(long mark) {
        position = mark;
    }

    /// The next `bytes` bytes and padding to a multiple of 8; the padding is zero. Throws {@link FullException}.
    public MemorySegment claim(long bytes) {
        long padded = (bytes + 7) & -8;
        ensure(padded);
        if (padded > 0) {
            segment.set(Lanes.LONG, position + padded - 8, 0);
        }
        MemorySegment part = segment.asSlice(position, bytes);
        position += padded;
        return part;
    }

    /// What was claimed at `offset`; claiming more may have moved it.
    public MemorySegment at(long offset, long bytes) {
        return segment.asSlice(offset, bytes);
    }

    public void putLong(long value) {
        ensure(8);
        segment.set(Lanes.LONG, position, value);
        position += 8;
    }

    public void copy(MemorySegment source, long bytes) {
        MemorySegment.copy(source, 0, claim(bytes), 0, bytes);
    }

    private void ensure(long more) {
        long needed = position + more;
        long limit = limit();
        if (needed > limit) {
            throw new FullException(new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a row is too large to be sent between nodes (" + needed + " bytes, the limit is " + limit + ")"));
        }
        if (needed > segment.byteSize()) {
            long capacity = Math.max(firstBytes, segment.byteSize());
            while (capacity < needed) {
                capacity *= 2;
            }
            Buffer larger = allocate(Math.min(capacity, limit));
            MemorySegment.copy(segment, 0, larger.segment(), 0, position);
            if (buffer != null) {
                buffer.close();
            }
            buffer = larger;
            segment = larger.segment();
        }
    }

    private long limit() {
        return stretched ? FrameHeader.LENGTH_MAX : bytesMax;
    }

    /// Lets this payload be as large as a frame can be; false if it could already.
    public boolean stretch() {
        boolean more = limit() < FrameHeader.LENGTH_MAX;
        stretched = true;
        return more;
    }

    private Buffer allocate(long bytes) {
        try {
            return pool.allocate(bytes);
        } catch (EngineException e) {
            throw new FullException(e);
        }
    }

    public Payload take() {
        Buffer taken = buffer;
        if (taken == null) {
            throw EngineException.internal("an empty frame is sent");
        }
        Payload payload = new Payload(taken, position);
        buffer = null;
        segment = MemorySegment.NULL;
        position = 0;
        stretched = false;
        return payload;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
            segment = MemorySegment.NULL;
            position = 0;
        }
    }

    /// The payload would exceed its limit, or what memory there is: fewer rows may still fit.
    public static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final EngineException reason;

        FullException(EngineException reason) {
            super(reason.message(), reason, false, false);
            this.reason = reason;
        }

        /// What to fail with when even one row does not fit.
        public EngineException tooLarge() {
            return reason;
        }
    }
}
