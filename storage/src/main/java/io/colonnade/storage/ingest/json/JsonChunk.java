package io.colonnade.storage.ingest.json;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.RowPages;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.csv.value.BadField;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.PageConsumer;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowProblem;
import io.colonnade.storage.ingest.text.Utf8;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whole lines of a file in a buffer of their own, an object each.
final class JsonChunk implements Chunk {
    private static final int VALUE_LENGTH_MAX = 64;

    private final Path file;
    private final Buffer buffer;
    private final int begin;
    private final int end;
    private final long firstLine;
    private final long fileOffset;
    private final JsonTarget target;
    private final Rejections rejections;
    private boolean closed;

    /// The lines are the bytes `begin` to `end` of the buffer, the last one a line feed.
    JsonChunk(
            Path file,
            Buffer buffer,
            int begin,
            int end,
            long firstLine,
            long fileOffset,
            JsonTarget target,
            Rejections rejections) {
        this.file = file;
        this.buffer = buffer;
        this.begin = begin;
        this.end = end;
        this.firstLine = firstLine;
        this.fileOffset = fileOffset;
        this.target = target;
        this.rejections = rejections;
    }

    @Override
    public void read(Scratch scratch, PageConsumer consumer) {
        scratch.reset();
        byte[] bytes = buffer.segment().asSlice(begin, end - begin).toArray(Lanes.BYTE);
        JsonFields fields = new JsonFields(target, scratch, bytes);
        Lines lines = new Lines(bytes);
        RowPages pages = new RowPages(target.parsers(), scratch, fields.text(), rejections, consumer);
        long line = firstLine;
        for (int at = 0; at < bytes.length; line++) {
            int lineEnd = lineEnd(bytes, at);
            if (!isBlank(bytes, at, lineEnd)) {
                lines.add(fields.rows(), at, lineEnd, line);
                JsonFields.@Nullable Problem bad = invalidUtf8(at, lineEnd);
                if (bad == null) {
                    bad = fields.add(at, lineEnd - at);
                }
                if (bad != null) {
                    // The rows before it are told first if they are bad.
                    flush(fields, pages, lines);
                    pages.reject(problem(line, bad), text(bytes, at, lineEnd));
                } else if (fields.rows() == FieldIndex.ROWS_MAX) {
                    flush(fields, pages, lines);
                }
            }
            at = lineEnd + 1;
        }
        flush(fields, pages, lines);
        pages.push();
    }

    private static void flush(JsonFields fields, RowPages pages, Lines lines) {
        pages.add(fields.index(), new TreeMap<>(), lines);
        fields.clear();
    }

    private JsonFields.@Nullable Problem invalidUtf8(int from, int to) {
        MemorySegment bytes = buffer.segment();
        int at = Utf8.firstInvalid(bytes, begin + from, begin + to);
        if (at < 0) {
            return null;
        }
        int value = bytes.get(Lanes.BYTE, at) & 0xFF;
        return new JsonFields.Problem(
                ErrorCode.INVALID_UTF8,
                null,
                String.format("invalid UTF-8: 0x%02X at byte %d of the file", value, fileOffset + at),
                "convert the file to UTF-8, for example with iconv");
    }

    private RowProblem problem(long line, JsonFields.Problem bad) {
        return new RowProblem(bad.code(), target.tableName(), file, line, bad.column(), bad.problem(), bad.hint());
    }

    /// Where the rows of the field index came from.
    private final class Lines implements RowPages.Origin {
        private final byte[] bytes;
        private final int[] starts = new int[FieldIndex.ROWS_MAX];
        private final int[] ends = new int[FieldIndex.ROWS_MAX];
        private final long[] numbers = new long[FieldIndex.ROWS_MAX];

        Lines(byte[] bytes) {
            this.bytes = bytes;
        }

        void add(int row, int start, int end, long line) {
            starts[row] = start;
            ends[row] = end;
            numbers[row] = line;
        }

        @Override
        public RowProblem problem(int row, String columnName, String value, BadField bad) {
            String message = bad.code == ErrorCode.NOT_NULL_VIOLATION
                    ? bad.problem()
                    : "'" + shortened(value) + "' " + bad.problem();
            return JsonChunk.this.problem(numbers[row], new JsonFields.Problem(bad.code, columnName, message, null));
        }

        @Override
        public String text(int row) {
            return JsonChunk.text(bytes, starts[row], ends[row]);
        }
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8).stripTrailing();
    }

    static String shortened(String value) {
        String oneLine = value.replace("\n", "\\n").replace("\r", "\\r");
        return oneLine.length() <= VALUE_LENGTH_MAX
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, oneLine.codePointCount(0, VALUE_LENGTH_MAX) - 1))
                        + "...";
    }

    private static int lineEnd(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
        return at == end;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.close();
        }
    }
}
