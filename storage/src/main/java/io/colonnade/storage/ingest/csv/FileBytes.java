package io.colonnade.storage.ingest.csv;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The bytes of one file from its start to its end, decompressed as its extension says: `.gz`, `.zst`, else as is.
final class FileBytes implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final @Nullable InputStream decompressed;
    private final byte[] block;

    private FileBytes(Path file, FileChannel channel, @Nullable InputStream decompressed) {
        this.file = file;
        this.channel = channel;
        this.decompressed = decompressed;
        this.block = new byte[decompressed == null ? 0 : BLOCK_BYTES];
    }

    static FileBytes open(Path file, FileSystem fileSystem) {
        FileChannel channel;
        try {
            channel = fileSystem.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        try {
            return new FileBytes(file, channel, decompression(file, channel));
        } catch (IOException e) {
            closeQuietly(channel);
            throw failure(file, e);
        }
    }

    private static @Nullable InputStream decompression(Path file, FileChannel channel) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        // An empty file is neither; there is no header to read.
        if (channel.size() == 0) {
            return null;
        }
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(Channels.newInputStream(channel), BLOCK_BYTES);
        }
        return name.endsWith(".zst") ? new ZstdInputStreamNoFinalizer(Channels.newInputStream(channel)) : null;
    }

    /// Fills `target` as far as the file goes; fewer bytes than that mean its end.
    long read(MemorySegment target) {
        long done = 0;
        try {
            while (done < target.byteSize()) {
                long count = decompressed == null
                        ? channel.read(target.asSlice(done).asByteBuffer())
                        : decompress(decompressed, target.asSlice(done));
                if (count < 0) {
                    break;
                }
                done += count;
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
        return done;
    }

    private long decompress(InputStream stream, MemorySegment target) throws IOException {
        int count = stream.read(block, 0, (int) Math.min(block.length, target.byteSize()));
        if (count > 0) {
            MemorySegment.copy(MemorySegment.ofArray(block), 0, target, 0, count);
        }
        return count;
    }

    /// Bytes of the file, as it lies on disk, that have been read.
    long position() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        if (decompressed != null) {
            closeQuietly(decompressed);
        }
        closeQuietly(channel);
    }

    private static EngineException unreadable(Path file, IOException cause) {
        return new EngineException(ErrorCode.IO, "cannot open file " + file + ": " + cause.getMessage(), cause);
    }

    private static EngineException failure(Path file, IOException cause) {
        boolean corrupt =
                cause instanceof ZipException || cause instanceof EOFException || cause instanceof ZstdIOException;
        return corrupt
                ? new EngineException(
                        ErrorCode.CORRUPT_DATA,
                        "file " + file + " is truncated or damaged: it cannot be decompressed: " + cause.getMessage(),
                        cause)
                : new EngineException(ErrorCode.IO, "cannot read file " + file + ": " + cause.getMessage(), cause);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Only read from: nothing is lost.
        }
    }
}
