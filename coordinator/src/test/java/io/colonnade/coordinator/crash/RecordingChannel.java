package io.colonnade.coordinator.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A file that is open for writing under {@link RecordingFiles}.
final class RecordingChannel extends FileChannel {
    private final RecordingFiles files;
    private final FileChannel channel;
    private final Path name;
    private final int file;

    RecordingChannel(RecordingFiles files, FileChannel channel, Path name, int file) {
        this.files = files;
        this.channel = channel;
        this.name = name;
        this.file = file;
    }

    private static byte[] copy(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        files.check(RecordingFiles.Call.Kind.WRITE, name);
        synchronized (files) {
            FileStep step = new FileStep.Written(file, channel.position(), copy(source));
            return files.step(() -> writeAll(source, channel.position()), step);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        files.check(RecordingFiles.Call.Kind.WRITE, name);
        FileStep step = new FileStep.Written(file, position, copy(source));
        return files.step(
                () -> {
                    int written = 0;
                    while (source.hasRemaining()) {
                        written += channel.write(source, position + written);
                    }
                    return written;
                },
                step);
    }

    private int writeAll(ByteBuffer source, long position) throws IOException {
        int written = 0;
        while (source.hasRemaining()) {
            written += channel.write(source);
        }
        if (channel.position() != position + written) {
            throw new IOException("another thread moved the position");
        }
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        files.check(RecordingFiles.Call.Kind.FORCE, name);
        // Whether the bytes reach the disk of this machine does not matter to a test.
        files.step(() -> "", new FileStep.Forced(file));
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        files.check(RecordingFiles.Call.Kind.WRITE, name);
        files.step(() -> channel.truncate(size), new FileStep.Truncated(file, size));
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return channel.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return channel.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        channel.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return channel.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("transferFrom is not remembered");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        if (mode != MapMode.READ_ONLY) {
            throw new UnsupportedOperationException("writing to mapped memory is not remembered");
        }
        return channel.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return channel.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }
}
