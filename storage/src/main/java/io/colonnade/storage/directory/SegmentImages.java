package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.ImageFileWriter;
import io.colonnade.storage.ingest.parquet.ParquetFile;
import io.colonnade.storage.ingest.parquet.RowGroupReader;
import io.colonnade.storage.load.ImageRebuild;
import io.colonnade.storage.parquet.SegmentSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/// Makes images from Parquet files whose checksum is the one that the catalog has for them.
final class SegmentImages implements FileNode.ImageMaker {
    private static final int READ_BYTES = 1 << 20;

    private final FileSystem files;
    private final MemoryPool pool;
    private final Supplier<CatalogSnapshot> catalog;

    SegmentImages(FileSystem files, MemoryPool pool, Supplier<CatalogSnapshot> catalog) {
        this.files = files;
        this.pool = pool;
        this.catalog = catalog;
    }

    @Override
    public void make(long segmentId, Path parquet, Path image) throws IOException {
        CatalogSnapshot snapshot = catalog.get();
        for (TableDefinition table : snapshot.tables()) {
            for (SegmentEntry segment : snapshot.segments(table.id())) {
                if (segment.id() == segmentId) {
                    make(table, segment, parquet, image);
                    return;
                }
            }
        }
        throw new EngineException(ErrorCode.CORRUPT_DATA, image + " is missing, and no table lists it any more");
    }

    private void make(TableDefinition table, SegmentEntry segment, Path parquet, Path image) throws IOException {
        if (checksum(parquet) != segment.fileChecksum()) {
            throw damaged(parquet, "it does not match its checksum");
        }
        ParquetFile file = ParquetFile.open(parquet, files);
        TableDefinition stored = table.withColumns(columns(file), Integer.MAX_VALUE);
        Path temporary = image.resolveSibling(image.getFileName() + ".tmp");
        files.delete(temporary);
        boolean done = false;
        try (MemoryPool own = pool.child("image of segment " + segment.id());
                ImageRebuild rebuild = new ImageRebuild(stored, Math.toIntExact(segment.rowCount()), own)) {
            read(file, stored.columns(), rebuild, own);
            if (rebuild.rows() != segment.rowCount()) {
                throw damaged(parquet, "it has " + rebuild.rows() + " rows, not " + segment.rowCount());
            }
            try (ImageFileWriter writer = new ImageFileWriter(files, temporary)) {
                rebuild.write(writer, segment.id());
            }
            files.renameAtomically(temporary, image);
            files.syncDirectory(Objects.requireNonNull(image.getParent()));
            done = true;
        } finally {
            if (!done) {
                files.delete(temporary);
            }
        }
    }

    /// The columns that the table had when the file was written; it may have others by now, or other names for them.
    private static List<ColumnDefinition> columns(ParquetFile file) {
        Optional<String> footer = file.property(SegmentSchema.FOOTER_KEY);
        if (footer.isEmpty()) {
            throw damaged(file.path(), "its footer does not tell its columns");
        }
        try {
            return SegmentSchema.fromFooter(footer.get()).columns();
        } catch (MalformedBytesException e) {
            throw damaged(file.path(), "its footer is not readable: " + e.getMessage());
        }
    }

    private static void read(ParquetFile file, List<ColumnDefinition> columns, ImageRebuild rebuild, MemoryPool own) {
        for (int group = 0; group < file.rowGroupCount(); group++) {
            try (Scratch scratch = new Scratch(own);
                    RowGroupReader reader = file.rowGroup(group, columns, own)) {
                for (Page page = reader.next(scratch); page != null; page = reader.next(scratch)) {
                    rebuild.append(page);
                }
            }
        }
    }

    private static EngineException damaged(Path file, String how) {
        return new EngineException(ErrorCode.CORRUPT_DATA, file + " is damaged: " + how);
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
