package io.colonnade.storage.node;

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
import io.colonnade.storage.orphan.SegmentFileName;
import io.colonnade.storage.parquet.SegmentSchema;
import io.colonnade.storage.segment.Damage;
import io.colonnade.storage.segment.SegmentHealth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Makes images from Parquet files whose checksum is the one that the catalog has for them, and marks the segment:
/// yellow if a damaged image was replaced, red if the Parquet file is no better.
public final class SegmentImages {
    static final String PARQUET_ADVICE =
            "put the file back from a backup, then run VERIFY TABLE or open the database again; or give the rows up:"
                    + " the table can be truncated or dropped";
    private static final String IMAGE_ADVICE =
            "it was made again and no row is lost; look after the disk, then delete what was set aside";
    private static final int READ_BYTES = 1 << 20;

    private final FileSystem files;
    private final MemoryPool pool;
    private final Supplier<CatalogSnapshot> catalog;
    private final SegmentHealth health;

    public SegmentImages(FileSystem files, MemoryPool pool, Supplier<CatalogSnapshot> catalog, SegmentHealth health) {
        this.files = files;
        this.pool = pool;
        this.catalog = catalog;
        this.health = health;
    }

    public SegmentHealth health() {
        return health;
    }

    /// An image that was set aside before.
    void foundAside(SegmentEntry segment, Path aside) {
        health.mark(Damage.State.YELLOW, segment, aside.toString(), "is an image that was damaged", IMAGE_ADVICE);
    }

    /// Makes the image in the place of one that is missing or of another version.
    void make(long segmentId, Path parquet, Path image) throws IOException {
        make(segmentId, parquet, image, null, "");
    }

    /// Makes an image again that is damaged, as an error says, and sets the damaged one aside.
    void mend(long segmentId, Path parquet, Path image, String error) throws IOException {
        String prefix = image + " is damaged: ";
        String reason = error.startsWith(prefix) ? error.substring(prefix.length()) : error;
        Path aside = image.resolveSibling(image.getFileName() + SegmentFileName.DAMAGED);
        for (int number = 2; files.exists(aside); number++) {
            aside = image.resolveSibling(image.getFileName() + SegmentFileName.DAMAGED + "-" + number);
        }
        make(segmentId, parquet, image, aside, reason);
    }

    private void make(long segmentId, Path parquet, Path image, @Nullable Path aside, String reason)
            throws IOException {
        CatalogSnapshot snapshot = catalog.get();
        for (TableDefinition table : snapshot.tables()) {
            for (SegmentEntry segment : snapshot.segments(table.id())) {
                if (segment.id() == segmentId) {
                    make(table, segment, parquet, image, aside);
                    if (aside != null) {
                        String told = "was damaged and is set aside as " + aside.getFileName() + " (" + reason + ")";
                        health.mark(Damage.State.YELLOW, segment, image.toString(), told, IMAGE_ADVICE);
                    }
                    return;
                }
            }
        }
        throw new EngineException(
                ErrorCode.CORRUPT_DATA, image + " is missing or damaged, and no table lists it any more");
    }

    private void make(TableDefinition table, SegmentEntry segment, Path parquet, Path image, @Nullable Path aside)
            throws IOException {
        try {
            check(segment, parquet);
            write(table, segment, parquet, image, aside);
        } catch (EngineException e) {
            if (e.code() != ErrorCode.CORRUPT_DATA) {
                throw e;
            }
            mark(segment, parquet, e.message());
            health.checkReadable(segment.id());
            throw e;
        }
    }

    /// Whether an image of the segment was set aside and is still there.
    boolean isSetAside(Path image) {
        return files.exists(image.resolveSibling(image.getFileName() + SegmentFileName.DAMAGED));
    }

    /// The Parquet file of a segment is damaged, as an error says.
    private void mark(SegmentEntry segment, Path parquet, String error) {
        health.mark(Damage.State.RED, segment, parquet.toString(), reason(error, parquet), PARQUET_ADVICE);
    }

    private static String reason(String text, Path parquet) {
        return text.startsWith(parquet + " ")
                ? text.substring(parquet.toString().length() + 1)
                : text;
    }

    private void check(SegmentEntry segment, Path parquet) {
        int found;
        try {
            found = checksum(parquet);
        } catch (NoSuchFileException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, parquet + " is missing", e);
        } catch (IOException e) {
            throw new EngineException(ErrorCode.CORRUPT_DATA, parquet + " cannot be read: " + e.getMessage(), e);
        }
        if (found != segment.fileChecksum()) {
            throw damaged(parquet, "it does not match its checksum");
        }
    }

    private void write(TableDefinition table, SegmentEntry segment, Path parquet, Path image, @Nullable Path aside)
            throws IOException {
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
            if (aside != null && files.exists(image)) {
                // A crash behind this leaves none, which is made again, too.
                files.renameAtomically(image, aside);
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

    /// The columns that the table had when the file was written; it may have others by now, or other names
    /// for them.
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
