package io.colonnade.storage.ingest.csv;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.csv.value.BadField;
import io.colonnade.storage.ingest.csv.value.ColumnTarget;
import io.colonnade.storage.ingest.csv.value.FieldParser;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.PageConsumer;
import io.colonnade.storage.ingest.text.Utf8;
import java.lang.foreign.MemorySegment;

/// Whole rows of a CSV file in a buffer of their own.
///
/// Rows are indexed and parsed 512 at a time, column by column, until a page is full. The first bad row in the
/// chunk's order is the one that is reported: rows before it are parsed first.
final class CsvChunk implements Chunk {
    private final Buffer buffer;
    private final int begin;
    private final int end;
    private final long firstLine;
    private final long fileOffset;
    private final CsvTarget target;
    private final CsvErrors errors;
    private boolean closed;

    /// The rows are the bytes `begin` to `end` of the buffer, the last one a line feed; `fileOffset` is the place of
    /// the buffer's first byte in the decompressed file, `firstLine` the line at `begin`.
    CsvChunk(Buffer buffer, int begin, int end, long firstLine, long fileOffset, CsvTarget target, CsvErrors errors) {
        this.buffer = buffer;
        this.begin = begin;
        this.end = end;
        this.firstLine = firstLine;
        this.fileOffset = fileOffset;
        this.target = target;
        this.errors = errors;
    }

    @Override
    public void read(Scratch scratch, PageConsumer consumer) {
        scratch.reset();
        MemorySegment bytes = buffer.segment();
        ColumnTarget[] columns = new ColumnTarget[target.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnTarget(target.parsers().get(i).column.type(), scratch, bytes);
        }
        FieldIndex fields = new FieldIndex(bytes, columns.length, target.dialect());
        int pageRows = 0;
        for (int at = begin; at < end; ) {
            int next = fields.scan(at, end);
            if (fields.rows > 0) {
                parse(fields, at, next, columns, pageRows);
                pageRows += fields.rows;
            }
            FieldIndex.BadRow badRow = fields.badRow();
            if (badRow != null) {
                throw errors.wrongCount(line(badRow.start()), badRow, columns.length, target.dialect());
            }
            at = next;
            // Pages end with whole words of their bitmaps.
            if (pageRows + FieldIndex.ROWS_MAX > Page.ROWS_MAX || at >= end) {
                push(columns, pageRows, consumer);
                pageRows = 0;
            }
        }
    }

    private void parse(FieldIndex fields, int from, int to, ColumnTarget[] columns, int pageRows) {
        int rows = fields.rows;
        EngineException error = null;
        if (!fields.ascii) {
            int invalid = Utf8.firstInvalid(fields.bytes, from, to);
            if (invalid >= 0) {
                int field = fieldAt(fields, invalid);
                rows = field / columns.length;
                error = invalidUtf8(fields, field, invalid);
            }
        }
        fields.unquote();
        for (int i = 0; i < columns.length; i++) {
            try {
                target.parsers().get(i).parse(fields, i, rows, columns[i], pageRows);
            } catch (BadField e) {
                rows = e.row;
                error = badField(fields, i, e);
            }
        }
        if (error != null) {
            throw error;
        }
    }

    private static void push(ColumnTarget[] targets, int rows, PageConsumer consumer) {
        Column[] columns = new Column[targets.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = targets[i].column(rows);
        }
        consumer.accept(new Page(rows, columns));
        for (ColumnTarget column : targets) {
            column.clear();
        }
    }

    private EngineException badField(FieldIndex fields, int index, BadField problem) {
        int first = problem.row * fields.columns;
        int field = first + index;
        String value = FieldParser.text(fields.bytes, fields.starts[field], fields.ends[field]);
        String name = target.parsers().get(index).column.name();
        return errors.badField(line(fields.starts[first]), name, value, problem);
    }

    private EngineException invalidUtf8(FieldIndex fields, int field, int at) {
        int first = field / fields.columns * fields.columns;
        String name = target.parsers().get(field - first).column.name();
        int value = fields.bytes.get(Lanes.BYTE, at) & 0xFF;
        return errors.invalidUtf8(line(fields.starts[first]), name, fileOffset + at, value);
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
        long line = firstLine;
        for (int at = begin; at < position; at++) {
            if (buffer.segment().get(Lanes.BYTE, at) == '\n') {
                line++;
            }
        }
        return line;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.close();
        }
    }
}
