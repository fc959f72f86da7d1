package io.colonnade.storage.verify;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.parquet.ParquetFile;
import io.colonnade.storage.ingest.parquet.RowGroupReader;
import io.colonnade.storage.parquet.SegmentSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The Parquet file of a segment: its bytes as a whole, then its rows, page by page beside those of the image.
///
/// A file that is damaged becomes a fault, and has no rows from there on. *Threads*: one.
public final class ParquetSide implements AutoCloseable {
    /// What to do about a damaged file.
    public static final String ADVICE =
            "put the file back from a backup and VERIFY again; unless the segment's image is reported, too, no row is lost";

    private static final int READ_BYTES = 1 << 20;

    private final Path path;
    private final FileSystem files;
    private final SegmentEntry segment;
    private final Faults faults;
    private final Scratch scratch;
    private List<ColumnDefinition> columns = List.of();
    private @Nullable RowGroupReader reader;
    private @Nullable Page page;

    ParquetSide(Path path, FileSystem files, SegmentEntry segment, MemoryPool pool, Faults faults) {
        this.path = path;
        this.files = files;
        this.segment = segment;
        this.faults = faults;
        this.scratch = new Scratch(pool);
    }

    /// Reads the whole file once; true if it is the one that was written.
    boolean isWhole(Runnable cancelCheck) {
        try {
            if (!files.exists(path)) {
                damaged(path + " is missing");
                return false;
            }
            CRC32C crc = new CRC32C();
            long bytes = 0;
            try (FileChannel channel = files.open(path, StandardOpenOption.READ)) {
                ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
                while (channel.read(buffer) >= 0) {
                    cancelCheck.run();
                    bytes += buffer.position();
                    crc.update(buffer.flip());
                    buffer.clear();
                }
            }
            if (bytes != segment.fileBytes()) {
                damaged(path + " is damaged: it has " + bytes + " bytes, not " + segment.fileBytes());
                return false;
            }
            if ((int) crc.getValue() != segment.fileChecksum()) {
                damaged(path + " is damaged: it does not match its checksum");
                return false;
            }
            return true;
        } catch (IOException e) {
            damaged("cannot read " + path + ": " + e.getMessage());
            return false;
        }
    }

    /// Opens the rows.
    void open(MemoryPool pool) {
        try {
            ParquetFile file = ParquetFile.open(path, files);
            if (file.rowGroupCount() != 1 || file.rowCount() != segment.rowCount()) {
                faults.add(
                        Check.ROWS,
                        path + " has " + file.rowCount() + " rows in " + file.rowGroupCount() + " groups, not "
                                + segment.rowCount() + " in one; " + ADVICE);
                return;
            }
            SegmentSchema schema = SegmentSchema.fromFooter(file.property(SegmentSchema.FOOTER_KEY)
                    .orElseThrow(() -> new MalformedBytesException("its footer does not tell its columns")));
            if (schema.segmentId() != segment.id()) {
                damaged(path + " is damaged: it holds segment " + schema.segmentId());
                return;
            }
            columns = schema.columns();
            reader = file.rowGroup(0, columns, pool);
        } catch (MalformedBytesException e) {
            damaged(path + " is damaged: " + e.getMessage());
        } catch (EngineException e) {
            failed(e);
        }
    }

    /// Whether rows come, so far.
    boolean hasRows() {
        return reader != null;
    }

    List<ColumnDefinition> columns() {
        return columns;
    }

    /// Goes on to the next page of rows.
    void next() {
        page = null;
        RowGroupReader rows = reader;
        if (rows == null) {
            return;
        }
        try {
            page = rows.next(scratch);
        } catch (EngineException e) {
            failed(e);
        } catch (RuntimeException e) {
            damaged(path + " is damaged: it cannot be decoded: " + e);
            closeReader();
        }
    }

    /// The rows of a column in the page; null if there are none.
    Column.@Nullable Plain column(int columnId) {
        Page current = page;
        for (int i = 0; current != null && i < columns.size(); i++) {
            if (columns.get(i).id() == columnId) {
                return (Column.Plain) current.column(i);
            }
        }
        return null;
    }

    /// What a file holds is a fault; what memory or the user says is not.
    private void failed(EngineException e) {
        if (e.code() == ErrorCode.OUT_OF_MEMORY || e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.TIMEOUT) {
            throw e;
        }
        damaged(e.message());
        closeReader();
    }

    private void damaged(String how) {
        faults.add(Check.PARQUET, "", segment.rowCount(), () -> how + "; " + ADVICE);
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() {
        closeReader();
        scratch.close();
    }
}
