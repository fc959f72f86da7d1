package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// A part of a file in accounted memory that moves forward, for the pages of one column chunk.
final class FileWindow implements AutoCloseable {
    private static final int BYTES_MIN = 128 * 1024;

    private final FileChannel channel;
    private final MemoryPool pool;
    private final long end;
    private @Nullable Buffer buffer;
    /// The buffer holds the bytes of the file from `from` on, `filled` of them.
    private long from;
    private int filled;

    FileWindow(FileChannel channel, long end, MemoryPool pool) {
        this.channel = channel;
        this.pool = pool;
        this.end = end;
    }

    /// `length` bytes at `position`, valid until the next call; fails if they are not there.
    MemorySegment bytes(long position, int length) throws IOException {
        if (length > end - position) {
            throw new IOException("it ends in the midst of a page");
        }
        if (buffer == null || position < from || position + length > from + filled) {
            load(position, length);
        }
        if (buffer == null || position + length > from + filled) {
            throw new IOException("the file is shorter than its footer says");
        }
        return buffer.segment().asSlice(position - from, length);
    }

    private void load(long position, int length) throws IOException {
        long wanted = Math.max(length, Math.min(BYTES_MIN, end - position));
        if (buffer == null || buffer.bytes() < wanted) {
            close();
            buffer = pool.allocate(wanted);
        }
        from = position;
        filled = 0;
        MemorySegment target = buffer.segment().asSlice(0, Math.min(buffer.bytes(), end - position));
        while (filled < target.byteSize()) {
            int count = channel.read(target.asSlice(filled).asByteBuffer(), from + filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }
}
