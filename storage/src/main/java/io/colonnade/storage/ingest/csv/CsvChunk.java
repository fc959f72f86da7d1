package io.colonnade.storage.ingest.csv;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.csv.value.BadField;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.PageConsumer;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowProblem;
import io.colonnade.storage.ingest.text.Utf8;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/// Whole rows of a CSV file in a buffer of their own.
///
/// Rows are indexed 512 at a time and parsed by {@link RowPages}. The first bad row in the chunk's order is the one
/// that is reported: rows before it are parsed first.
final class CsvChunk implements Chunk {
    private final Buffer buffer;
    private final int begin;
    private final int end;
    private final long firstLine;
    private final long fileOffset;
    private final CsvTarget target;
    private final CsvErrors errors;
    private final Rejections rejections;
    private boolean closed;
    /// Up to where lines have been counted, and the line there; they are wanted in the order of the rows, mostly.
    private int linesCounted;
    private long lineThere;

    /// The rows are the bytes `begin` to `end` of the buffer, the last one a line feed; `fileOffset` is the place of
    /// the buffer's first byte in the decompressed file, `firstLine` the line at `begin`.
    CsvChunk(
            Buffer buffer,
            int begin,
            int end,
            long firstLine,
            long fileOffset,
            CsvTarget target,
            CsvErrors errors,
            Rejections rejections) {
        this.buffer = buffer;
        this.begin = begin;
        this.end = end;
        this.firstLine = firstLine;
        this.linesCounted = begin;
        this.lineThere = firstLine;
        this.fileOffset = fileOffset;
        this.target = target;
        this.errors = errors;
        this.rejections = rejections;
    }

    @Override
    public void read(Scratch scratch, PageConsumer consumer) {
        scratch.reset();
        MemorySegment bytes = buffer.segment();
        RowPages pages = new RowPages(target.parsers(), scratch, bytes, rejections, consumer);
        FieldIndex fields = new FieldIndex(bytes, target.columnCount(), target.dialect());
        RawRows raw = new RawRows();
        for (int at = begin; at < end; ) {
            int next = fields.scan(at, end);
            if (fields.rows > 0) {
                raw.keep(fields, at, next);
                TreeMap<Integer, RowProblem> known = fields.ascii ? new TreeMap<>() : invalidUtf8(fields, raw);
                fields.unquote();
                pages.add(fields, known, raw);
            }
            FieldIndex.BadRow badRow = fields.badRow();
            if (badRow != null) {
                int start = badRow.start();
                next = fields.rowEnd(start, end);
                pages.reject(
                        errors.wrongCount(line(start), badRow, target.columnCount(), target.dialect()),
                        RawRows.text(bytes.asSlice(start, next - start).toArray(Lanes.BYTE)));
            }
            at = next;
        }
        pages.push();
    }

    /// What the rows of a field index were before quotes were taken off.
    private final class RawRows implements RowPages.Origin {
        private final int[] starts = new int[FieldIndex.ROWS_MAX + 1];
        private byte[] bytes = new byte[0];

        void keep(FieldIndex fields, int from, int to) {
            for (int row = 0; row < fields.rows; row++) {
                starts[row] = fields.starts[row * fields.columns];
            }
            starts[fields.rows] = to;
            if (rejections.areAllowed()) {
                bytes = fields.bytes.asSlice(from, to - from).toArray(Lanes.BYTE);
            }
        }

        @Override
        public RowProblem problem(int row, String columnName, String value, BadField bad) {
            return errors.badField(line(starts[row]), columnName, value, bad);
        }

        @Override
        public String text(int row) {
            return text(Arrays.copyOfRange(bytes, starts[row] - starts[0], starts[row + 1] - starts[0]));
        }

        static String text(byte[] row) {
            String text = new String(row, StandardCharsets.UTF_8);
            int length = text.endsWith("\r\n") ? text.length() - 2 : text.length() - (text.endsWith("\n") ? 1 : 0);
            return text.substring(0, length);
        }
    }

    private TreeMap<Integer, RowProblem> invalidUtf8(FieldIndex fields, RawRows raw) {
        TreeMap<Integer, RowProblem> bad = new TreeMap<>();
        int end = raw.starts[fields.rows];
        int at = Utf8.firstInvalid(fields.bytes, raw.starts[0], end);
        while (at >= 0) {
            int field = fieldAt(fields, at);
            int row = field / fields.columns;
            String name = target.parsers().get(field % fields.columns).column.name();
            int value = fields.bytes.get(Lanes.BYTE, at) & 0xFF;
            bad.put(row, errors.invalidUtf8(line(raw.starts[row]), name, fileOffset + at, value));
            at = Utf8.firstInvalid(fields.bytes, raw.starts[row + 1], end);
        }
        return bad;
    }

    private static int fieldAt(FieldIndex fields, int position) {
        int field = 0;
        while (field + 1 < fields.rows * fields.columns && fields.starts[field + 1] <= position) {
            field++;
        }
        return field;
    }

    /// The line in which the byte at `position` lies.
    private long line(int position) {
        if (position < linesCounted) {
            linesCounted = begin;
            lineThere = firstLine;
        }
        for (; linesCounted < position; linesCounted++) {
            if (buffer.segment().get(Lanes.BYTE, linesCounted) == '\n') {
                lineThere++;
            }
        }
        return lineThere;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.close();
        }
    }
}
