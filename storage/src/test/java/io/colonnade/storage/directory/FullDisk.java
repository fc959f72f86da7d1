package io.colonnade.storage.directory;

import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;

/// Files of the machine on a disk that fills up: after `bytesLeft` bytes every write fails as Linux words it, and
/// after `syncsLeft` syncs every sync fails.
final class FullDisk implements FileSystem {
    long bytesLeft = Long.MAX_VALUE;
    int syncsLeft = Integer.MAX_VALUE;
    long bytesWritten;

    private void take(long bytes) throws IOException {
        if (bytes > bytesLeft) {
            throw new IOException("No space left on device");
        }
        bytesLeft -= bytes;
        bytesWritten += bytes;
    }

    private void sync() throws IOException {
        if (syncsLeft-- <= 0) {
            syncsLeft = 0;
            throw new IOException("Input/output error");
        }
    }

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        return new Channel(LOCAL.open(file, options));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        LOCAL.createDirectories(directory);
    }

    @Override
    public void renameAtomically(Path source, Path target) throws IOException {
        LOCAL.renameAtomically(source, target);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        sync();
        LOCAL.syncDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        LOCAL.delete(file);
    }

    @Override
    public boolean exists(Path file) {
        return LOCAL.exists(file);
    }

    @Override
    public boolean isDirectory(Path file) {
        return LOCAL.isDirectory(file);
    }

    @Override
    public boolean isSymbolicLink(Path file) {
        return LOCAL.isSymbolicLink(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return LOCAL.list(directory);
    }

    @Override
    public long usableBytes(Path path) {
        return bytesLeft;
    }

    private final class Channel extends FileChannel {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            take(source.remaining());
            return file.write(source);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            take(source.remaining());
            return file.write(source, position);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            sync();
            file.force(metaData);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return file.read(targets, offset, length);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            file.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return file.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return file.map(mode, position, size);
        }

        @Override
        public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
            return file.map(mode, offset, size, arena);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return file.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
