package io.colonnade.exec.spill;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.storage.file.FileErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of blocks, or memory in a file; deleted when it is closed.
///
/// *Thread safety*: one thread writes; then any number may read.
final class TemporaryFile implements AutoCloseable {
    static final int HEADER_BYTES = 16;
    private static final int MAGIC = 'C' | 'S' << 8 | 1 << 16;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 16).asReadOnlyBuffer();

    private final FileSystem files;
    private final Path path;
    private final FileChannel channel;
    private final SpillSpace space;
    private long position;
    private boolean closed;

    private TemporaryFile(FileSystem files, Path path, FileChannel channel, SpillSpace space) {
        this.files = files;
        this.path = path;
        this.channel = channel;
        this.space = space;
    }

    static TemporaryFile create(FileSystem files, Path path, SpillSpace space) {
        try {
            FileChannel channel =
                    files.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new TemporaryFile(files, path, channel, space);
        } catch (IOException e) {
            throw FileErrors.of(e, "create", path);
        }
    }

    /// Where the block begins.
    long append(int stream, ByteBuffer payload) {
        long at = position;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC)
                .putInt(payload.remaining())
                .putInt(FrameHeader.check(payload.duplicate()))
                .putInt(stream)
                .flip();
        try {
            write(header);
            write(payload);
        } catch (IOException e) {
            throw FileErrors.of(e, "write", path);
        }
        return at;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /// Makes it a file of so many bytes that are read and written as memory, which ends with `arena`.
    MemorySegment map(long bytes, Arena arena) {
        try (channel) {
            // Every byte has its place on the disk before it is used: there is no way to say later that the disk is
            // full.
            while (position < bytes) {
                write(ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), bytes - position)));
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        } catch (IOException e) {
            throw FileErrors.of(e, "write", path);
        }
    }

    /// Fills `block`, of header and payload, from the block at `at` and checks that it is the one that was written.
    void read(long at, int stream, ByteBuffer block) {
        ByteBuffer rest = block.duplicate();
        try {
            while (rest.hasRemaining()) {
                int count = channel.read(rest, at + rest.position() - block.position());
                if (count < 0) {
                    throw damaged("it ends too early");
                }
            }
        } catch (IOException e) {
            throw FileErrors.of(e, "read", path);
        }
        ByteBuffer bytes = block.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        boolean expected = bytes.getInt() == MAGIC;
        expected &= bytes.getInt() == block.remaining() - HEADER_BYTES;
        int check = bytes.getInt();
        expected &= bytes.getInt() == stream;
        if (!expected || FrameHeader.check(bytes) != check) {
            throw damaged("a block at byte " + at + " is not what was written");
        }
    }

    private EngineException damaged(String what) {
        return new EngineException(
                ErrorCode.CORRUPT_DATA,
                path + " is damaged: " + what,
                null,
                "it is a temporary file: run the statement again; if it happens again, check the disk",
                null);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        space.forget(this);
        try {
            channel.close();
            files.delete(path);
        } catch (IOException e) {
            throw FileErrors.of(e, "delete", path);
        }
    }
}
