package io.colonnade.storage.directory;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;

/// Makes images from Parquet files whose checksum is right.
final class SegmentImages implements FileNode.ImageMaker {
    private static final int READ_BYTES = 1 << 20;

    private final FileSystem files;
    private final MemoryPool pool;
    private final LongFunction<SegmentEntry> entries;

    SegmentImages(FileSystem files, MemoryPool pool, LongFunction<SegmentEntry> entries) {
        this.files = files;
        this.pool = pool;
        this.entries = entries;
    }

    @Override
    public void make(long segmentId, Path parquet, Path image) throws IOException {
        SegmentEntry entry = entries.apply(segmentId);
        if (checksum(parquet) != entry.fileChecksum()) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, parquet + " is damaged: it does not match its checksum");
        }
        throw new EngineException(ErrorCode.CORRUPT_DATA, image + " is missing " + pool.name());
    }

    private int checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (FileChannel channel = files.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return (int) crc.getValue();
    }
}
