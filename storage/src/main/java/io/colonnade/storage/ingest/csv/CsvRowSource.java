package io.colonnade.storage.ingest.csv;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import io.colonnade.storage.ingest.csv.layout.RowBorders;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.Progress;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CSV files as chunks of about a megabyte.
///
/// ```text
/// buffer   [ rest of the last row | bytes of the file ......... \n | begin of a row ]
///            `------------------ chunk -------------------------'   `--> next buffer
/// ```
///
/// Decompression and the search for row ends happen in {@link #next}, under a lock; the rest in the chunk. At most
/// one buffer belongs to the source, one to each chunk that is not closed. A row that does not fit doubles the buffer
/// up to {@link #ROW_BYTES_MAX}.
public final class CsvRowSource implements RowSource {
    public static final int CHUNK_BYTES = 1024 * 1024;
    public static final int ROW_BYTES_MAX = 64 * 1024 * 1024;
    /// A byte order mark, if there is one, must lie in the first buffer as a whole.
    private static final int CHUNK_BYTES_MIN = 4;
    /// Readers look at whole words of 64 bytes.
    private static final int SLACK_BYTES = 128;

    private final List<Path> files;
    private final String tableName;
    private final CsvDialect dialect;
    private final ChunkMaker chunks;
    private final MemoryPool pool;
    private final FileSystem fileSystem;
    private final int chunkBytes;
    private final long bytesTotal;
    private final RowBorders borders;
    private volatile long bytesDone;

    private int nextFile;
    private long bytesOfEarlierFiles;
    private boolean closed;
    private @Nullable EngineException failure;

    private @Nullable FileBytes file;
    private @Nullable Buffer buffer;
    private CsvErrors errors;
    /// Bytes that the buffer may take, those it has, and where its first row begins.
    private int capacity;
    private int filled;
    private int begin;
    private boolean atEnd;
    private boolean headerAhead;
    private long line;
    private long fileOffset;

    /// Makes a chunk of the rows that are the bytes `begin` to `end` of a buffer; `line` is that at `begin`, and
    /// `fileOffset` the place of the buffer's first byte in the decompressed file.
    @FunctionalInterface
    public interface ChunkMaker {
        Chunk chunk(Path file, Buffer buffer, int begin, int end, long line, long fileOffset);
    }

    /// `bytesTotal` is the size of all files together; tests cut `chunkBytes` down to 4.
    public CsvRowSource(
            List<Path> files,
            FileScanNode scan,
            Rejections rejections,
            MemoryPool pool,
            FileSystem fileSystem,
            long bytesTotal,
            int chunkBytes) {
        this(
                files,
                scan.tableName(),
                CsvDialect.of(scan.options()),
                chunks(scan, rejections),
                pool,
                fileSystem,
                bytesTotal,
                chunkBytes);
    }

    private static ChunkMaker chunks(FileScanNode scan, Rejections rejections) {
        CsvTarget target = CsvTarget.of(scan);
        return (file, buffer, begin, end, line, offset) -> new CsvChunk(
                buffer, begin, end, line, offset, target, new CsvErrors(scan.tableName(), file), rejections);
    }

    /// Rows of another kind that end where those of `dialect` do.
    public CsvRowSource(
            List<Path> files,
            String tableName,
            CsvDialect dialect,
            ChunkMaker chunks,
            MemoryPool pool,
            FileSystem fileSystem,
            long bytesTotal,
            int chunkBytes) {
        this.files = List.copyOf(files);
        this.tableName = tableName;
        this.dialect = dialect;
        this.chunks = chunks;
        this.pool = pool;
        this.fileSystem = fileSystem;
        this.bytesTotal = bytesTotal;
        this.chunkBytes = Math.max(CHUNK_BYTES_MIN, chunkBytes);
        this.borders = new RowBorders(dialect);
        this.errors = new CsvErrors(tableName, Path.of(""));
    }

    @Override
    public synchronized @Nullable Chunk next() {
        if (failure != null) {
            throw failure;
        }
        try {
            while (!closed && (file != null || openNextFile())) {
                Chunk chunk = nextOfFile();
                if (chunk != null) {
                    return chunk;
                }
            }
            return null;
        } catch (EngineException e) {
            failure = e;
            release();
            throw e;
        }
    }

    private boolean openNextFile() {
        if (nextFile == files.size()) {
            return false;
        }
        Path path = files.get(nextFile++);
        errors = new CsvErrors(tableName, path);
        file = FileBytes.open(path, fileSystem);
        buffer = pool.allocate(chunkBytes + SLACK_BYTES);
        capacity = chunkBytes;
        borders.restart();
        filled = 0;
        begin = 0;
        atEnd = false;
        headerAhead = dialect.header();
        line = 1;
        fileOffset = 0;
        return true;
    }

    /// The next chunk of the open file, or null when it is at its end and closed.
    private @Nullable Chunk nextOfFile() {
        while (true) {
            boolean atStart = fileOffset == 0 && filled == 0;
            fill();
            if (atStart) {
                begin = byteOrderMark();
            }
            borders.scan(held().segment(), filled);
            if (headerAhead && borders.border() > 0) {
                skipHeader();
            }
            int border = (int) borders.border();
            if (border > begin && !headerAhead) {
                return cut(border);
            }
            if (atEnd) {
                closeFile();
                return null;
            }
            // Not a single row of data in here.
            if (filled >= capacity) {
                grow();
            }
        }
    }

    private Buffer held() {
        if (buffer == null) {
            throw new IllegalStateException("no file is open");
        }
        return buffer;
    }

    private void fill() {
        if (file == null) {
            throw new IllegalStateException("no file is open");
        }
        int room = capacity - filled;
        long count = file.read(held().segment().asSlice(filled, room));
        filled += (int) count;
        atEnd = count < room;
        bytesDone = bytesOfEarlierFiles + file.position();
        if (atEnd && filled > begin) {
            endLastRow();
        }
    }

    /// The last row may lack its line feed.
    private void endLastRow() {
        borders.scan(held().segment(), filled);
        if (borders.border() < filled && filled > byteOrderMark()) {
            if (borders.insideQuotes()) {
                // The rows before it are handed out first, so that it is reported only if they are good.
                return;
            }
            held().segment().set(Lanes.BYTE, filled++, (byte) '\n');
        }
    }

    private int byteOrderMark() {
        boolean isMark = fileOffset == 0 && filled >= 3 && (held().segment().get(Lanes.INT, 0) & 0xFFFFFF) == 0xBFBBEF;
        return isMark ? 3 : 0;
    }

    private void skipHeader() {
        byte quote = (byte) dialect.quote();
        boolean quotes = dialect.quote() != CsvDialect.NO_QUOTE;
        boolean inside = false;
        for (int at = begin; at < filled; at++) {
            byte b = held().segment().get(Lanes.BYTE, at);
            if (quotes && b == quote) {
                inside = !inside;
            } else if (b == '\n') {
                line++;
                if (!inside) {
                    begin = at + 1;
                    headerAhead = false;
                    return;
                }
            }
        }
    }

    /// Hands out the rows up to `border` and begins a new buffer with what is left.
    private Chunk cut(int border) {
        int rest = filled - border;
        Buffer full = held();
        int freshCapacity = Math.max(chunkBytes, rest + chunkBytes / 2 + 1);
        Buffer fresh = pool.allocate(freshCapacity + SLACK_BYTES);
        fresh.segment().copyFrom(full.segment().asSlice(border, rest));
        buffer = fresh;
        capacity = freshCapacity;
        Chunk chunk = chunks.chunk(errors.file(), full, begin, border, line, fileOffset);
        long lineOfBuffer = line - linesBefore(full, begin);
        line = lineOfBuffer + borders.linesAtBorder();
        fileOffset += border;
        filled = rest;
        begin = 0;
        borders.restart();
        return chunk;
    }

    /// Lines of the header, which were counted already.
    private static long linesBefore(Buffer buffer, int begin) {
        long lines = 0;
        for (int at = 0; at < begin; at++) {
            lines += buffer.segment().get(Lanes.BYTE, at) == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void grow() {
        int size = capacity * 2;
        if (size > ROW_BYTES_MAX) {
            throw borders.insideQuotes()
                    ? errors.unterminatedQuote(line, dialect)
                    : errors.rowTooLong(line, ROW_BYTES_MAX);
        }
        Buffer larger = pool.allocate(size + SLACK_BYTES);
        Buffer old = held();
        larger.segment().copyFrom(old.segment().asSlice(0, filled));
        buffer = larger;
        capacity = size;
        old.close();
    }

    private void closeFile() {
        if (borders.insideQuotes()) {
            throw errors.unterminatedQuote(line, dialect);
        }
        if (file != null) {
            bytesOfEarlierFiles += file.position();
        }
        release();
    }

    private void release() {
        if (file != null) {
            file.close();
            file = null;
        }
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }

    @Override
    public Progress progress() {
        return new Progress(Math.min(bytesDone, bytesTotal), bytesTotal);
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
