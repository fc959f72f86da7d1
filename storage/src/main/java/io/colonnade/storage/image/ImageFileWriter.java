package io.colonnade.storage.image;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes an image file column by column; the header comes last, so that a file without its end is no image.
///
/// {@link #finish} makes the bytes durable (not the name: the caller syncs the directory). *On failure* close it and
/// delete the file.
public final class ImageFileWriter implements AutoCloseable {
    private static final long WRITE_STEP = 8 << 20;

    private final FileChannel channel;
    private final CRC32C bodyChecksum = new CRC32C();
    private final List<ColumnEntry> columns = new ArrayList<>();
    private long at = ImageBytes.HEADER_BYTES;

    /// Creates the file, which must not exist.
    public ImageFileWriter(FileSystem files, Path file) throws IOException {
        this.channel = files.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.position(at);
    }

    /// Encodes a column and writes it as it comes.
    public ColumnEntry column(ColumnEncoder encoder, MemoryPool pool) throws IOException {
        long start = at;
        ColumnEntry entry = encoder.encode(pool, this::write).at(start);
        columns.add(entry);
        return entry;
    }

    private void write(MemorySegment piece) throws IOException {
        for (long from = 0; from < piece.byteSize(); from += WRITE_STEP) {
            write(piece.asSlice(from, Math.min(WRITE_STEP, piece.byteSize() - from))
                    .asByteBuffer());
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        bodyChecksum.update(bytes.duplicate());
        at += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Writes directory and header. Returns the CRC-32C of all bytes after the header.
    public int finish(long segmentId, long rowCount, boolean durable) throws IOException {
        byte[] directory = ImageDirectory.CODEC.encode(new ImageDirectory(segmentId, rowCount, columns));
        long directoryAt = at;
        write(ByteBuffer.wrap(directory));
        ByteBuffer header = ImageBytes.header(directoryAt, directory);
        long position = 0;
        while (header.hasRemaining()) {
            position += channel.write(header, position);
        }
        if (durable) {
            channel.force(true);
        }
        return (int) bodyChecksum.getValue();
    }

    public long bytes() {
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
