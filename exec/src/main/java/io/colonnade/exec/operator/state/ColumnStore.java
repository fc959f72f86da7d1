package io.colonnade.exec.operator.state;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Widening;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One column of a {@link RowStore}: copies of values in chunks.
///
/// ```text
/// numbers            plain, with the range seen so far
/// strings   CODES    int32 codes of the one dictionary all pages had
///           NUMBERS  int32 numbers of a string table, once pages came with different dictionaries
///           VIEWS    views and copies of long strings, once a page came without a dictionary
/// ```
final class ColumnStore implements AutoCloseable {
    private static final long HEAP_CHUNK_BYTES_MIN = 16 * 1024;
    private static final long HEAP_CHUNK_BYTES_MAX = 256 * 1024;

    /// How strings are kept.
    enum Strings {
        NONE,
        CODES,
        NUMBERS,
        VIEWS
    }

    /// Memory of as many rows as the chunk of the store has.
    static final class Chunk {
        Buffer values;

        @Nullable
        Buffer validity;

        final int capacity;
        int rows;

        Chunk(Buffer values, int capacity) {
            this.values = values;
            this.capacity = capacity;
        }
    }

    final Type type;
    final Layout layout;
    final List<Chunk> chunks = new ArrayList<>();
    final List<Buffer> heap = new ArrayList<>();
    private final MemoryPool pool;
    private long heapUsed;
    Strings strings;

    @Nullable
    Dictionary dictionary;

    @Nullable
    StringTable table;

    private @Nullable KeyWords numbers;
    private long[] words = new long[0];
    boolean hasNulls;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;

    ColumnStore(Type type, MemoryPool pool) {
        this.type = type;
        this.layout = type.layout();
        this.pool = pool;
        this.strings = layout == Layout.VIEW ? Strings.CODES : Strings.NONE;
    }

    void addChunk(int capacity) {
        long bytes = strings == Strings.CODES || strings == Strings.NUMBERS ? capacity * 4L : layout.bytes(capacity);
        chunks.add(new Chunk(pool.allocate(bytes), capacity));
    }

    long bytes() {
        long bytes = table == null ? 0 : table.bytes();
        for (Chunk chunk : chunks) {
            bytes += chunk.values.bytes() + (chunk.validity == null ? 0 : chunk.validity.bytes());
        }
        for (Buffer buffer : heap) {
            bytes += buffer.bytes();
        }
        return bytes;
    }

    /// What appending these rows takes at most; `capacity` rows get a new chunk.
    long growthBytes(Column column, @Nullable Selection selection, int capacity) {
        boolean coded = strings == Strings.CODES || strings == Strings.NUMBERS;
        long bytes = capacity == 0 ? 0 : layout.bytes(capacity) + Bits.bytes(capacity);
        if (layout != Layout.VIEW) {
            return bytes;
        }
        if (column instanceof Column.Dictionaried codes && coded) {
            boolean other =
                    dictionary != null && dictionary.id() != codes.dictionary().id();
            return bytes + (other || strings == Strings.NUMBERS ? numberingBytes(codes.dictionary()) : 0);
        }
        if (coded) {
            bytes += viewsBytes();
        }
        long heapBytes = heapBytes(column, selection);
        boolean fits = !heap.isEmpty() && heapUsed + heapBytes <= heap.getLast().bytes();
        return bytes + (fits ? 0 : heapBytes + nextHeapBytes());
    }

    /// The next part of the heap is twice as large as the last.
    private long nextHeapBytes() {
        return heap.isEmpty()
                ? HEAP_CHUNK_BYTES_MIN
                : Math.min(HEAP_CHUNK_BYTES_MAX, 2 * heap.getLast().bytes());
    }

    /// What it takes to number the strings of this dictionary and of the one so far.
    private long numberingBytes(Dictionary added) {
        long values = added.size() + (dictionary == null ? 0 : dictionary.size());
        long bytes = heapBytes(added) + (dictionary == null ? 0 : heapBytes(dictionary));
        return (table == null ? 0 : 2 * table.bytes()) + 4 * bytes + 64 * values;
    }

    private static long heapBytes(Dictionary dictionary) {
        return heapBytes(dictionary.values());
    }

    private static long heapBytes(Column.Plain plain) {
        long bytes = 0;
        for (MemorySegment part : plain.heap()) {
            bytes += part.byteSize();
        }
        return bytes;
    }

    /// What it takes to turn all codes into views.
    private long viewsBytes() {
        long rows = 0;
        for (Chunk chunk : chunks) {
            rows += chunk.capacity;
        }
        long average = 0;
        if (dictionary != null && dictionary.size() > 0) {
            average = heapBytes(dictionary) / dictionary.size();
        } else if (table != null && table.size() > 0) {
            average = table.bytes() / table.size();
        }
        return rows * (16 + average + 1);
    }

    /// Bytes of the long strings among the rows that count.
    private static long heapBytes(Column column, @Nullable Selection selection) {
        return switch (column) {
            case Column.Plain plain -> {
                if (plain.heap().isEmpty()) {
                    yield 0;
                }
                long bytes = 0;
                int rows = selection == null ? plain.length() : selection.count();
                for (int i = 0; i < rows; i++) {
                    int row = selection == null ? i : selection.positions()[i];
                    int length = Lanes.viewLength(plain.values(), row);
                    bytes += length > Lanes.VIEW_INLINE_BYTES && !plain.isNull(row) ? length : 0;
                }
                yield bytes;
            }
            case Column.Constant constant ->
                constant.value() instanceof Datum.Text text ? 4L * text.value().length() * constant.length() : 0;
            case Column.Dictionaried codes ->
                heapBytes(codes.dictionary()) / Math.max(1, codes.dictionary().size()) * codes.length() * 2;
            case Column.Runs runs -> heapBytes(runs.values(), null) / Math.max(1, runs.runCount()) * runs.length() * 2;
            case Column.Narrow narrow -> throw new IllegalStateException("narrow strings");
        };
    }

    /// Copies the rows that count to the end of the last chunk, which has room for them.
    void append(Column column, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        if (layout == Layout.VIEW) {
            appendStrings(column, selection, rows, scratch);
        } else {
            Column.Plain plain = Flatten.plain(column, selection, scratch);
            Chunk chunk = chunks.getLast();
            copyNulls(plain.validity(), rows, chunk);
            copyValues(plain, rows, chunk);
        }
        chunks.getLast().rows += rows;
    }

    private void copyNulls(@Nullable MemorySegment validity, int rows, Chunk chunk) {
        if (validity == null) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (!Lanes.bit(validity, i)) {
                hasNulls = true;
                if (chunk.validity == null) {
                    chunk.validity = pool.allocate(Bits.bytes(chunk.capacity));
                    chunk.validity.segment().fill((byte) -1);
                }
                Lanes.setBit(chunk.validity.segment(), chunk.rows + (long) i, false);
            }
        }
    }

    private void copyValues(Column.Plain plain, int rows, Chunk chunk) {
        MemorySegment target = chunk.values.segment();
        MemorySegment source = plain.values();
        if (layout == Layout.BIT) {
            for (int i = 0; i < rows; i++) {
                Lanes.setBit(target, chunk.rows + (long) i, Lanes.bit(source, i));
            }
            return;
        }
        int bytes = layout.bytes();
        MemorySegment.copy(source, 0, target, (long) chunk.rows * bytes, (long) rows * bytes);
        if (layout.isInteger()) {
            widenRange(plain, rows);
        }
    }

    private void widenRange(Column.Plain plain, int rows) {
        MemorySegment values = plain.values();
        MemorySegment validity = plain.validity();
        long least = min;
        long most = max;
        for (int i = 0; i < rows; i++) {
            if (validity == null || Lanes.bit(validity, i)) {
                long value = layout == Layout.INT32 ? values.get(Lanes.INT, i * 4L) : values.get(Lanes.LONG, i * 8L);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        min = least;
        max = most;
    }

    private void appendStrings(Column column, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        if (column instanceof Column.Runs) {
            appendStrings(Flatten.plain(column, selection, scratch), null, rows, scratch);
            return;
        }
        if (column instanceof Column.Constant constant && constant.value().isNull()) {
            // Nothing but NULLs goes with every way to keep strings.
            Chunk chunk = chunks.getLast();
            MemorySegment none = scratch.allocate(Bits.bytes(rows));
            none.fill((byte) 0);
            copyNulls(none, rows, chunk);
            long width = strings == Strings.VIEWS ? 16 : 4;
            chunk.values.segment().asSlice(chunk.rows * width, rows * width).fill((byte) 0);
            return;
        }
        if (column instanceof Column.Dictionaried codes && strings != Strings.VIEWS) {
            if (dictionary == null && strings == Strings.CODES) {
                dictionary = codes.dictionary();
            }
            if (strings == Strings.CODES
                    && dictionary != null
                    && dictionary.id() != codes.dictionary().id()) {
                numberCodes(dictionary);
            }
            appendCodes(codes, selection, rows, scratch);
            return;
        }
        if (strings != Strings.VIEWS) {
            turnIntoViews();
        }
        appendViews(Flatten.plain(column, selection, scratch), rows);
    }

    private void appendCodes(
            Column.Dictionaried codes, @Nullable Selection selection, int rows, SegmentAllocator scratch) {
        Chunk chunk = chunks.getLast();
        MemorySegment target = chunk.values.segment().asSlice(chunk.rows * 4L, rows * 4L);
        if (strings == Strings.CODES) {
            Widening.toInt32(codes.codes(), codes.width(), 0, selection, rows, target);
        } else {
            if (words.length < rows) {
                words = new long[Math.max(rows, io.colonnade.core.page.Page.ROWS_MAX)];
            }
            numbers().read(codes, selection, words, scratch);
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.INT, i * 4L, (int) words[i]);
            }
        }
        copyNulls(Bits.gather(codes.validity(), selection, scratch), rows, chunk);
    }

    private KeyWords numbers() {
        if (numbers == null) {
            StringTable fresh = new StringTable(pool);
            table = fresh;
            numbers = KeyWords.adding(type, fresh);
        }
        return numbers;
    }

    /// The codes so far become numbers of a string table.
    private void numberCodes(Dictionary first) {
        strings = Strings.NUMBERS;
        numbers();
        StringTable strings = table;
        if (strings == null || first.size() == 0) {
            return;
        }
        Column.Plain values = first.values();
        int[] map = new int[first.size()];
        for (int code = 0; code < map.length; code++) {
            map[code] = strings.intern(values.values(), values.heap(), code);
        }
        for (Chunk chunk : chunks) {
            MemorySegment codes = chunk.values.segment();
            for (int i = 0; i < chunk.rows; i++) {
                codes.set(Lanes.INT, i * 4L, map[codes.get(Lanes.INT, i * 4L)]);
            }
        }
    }

    void turnIntoViews() {
        Column.Plain values = null;
        if (strings == Strings.CODES && dictionary != null) {
            values = dictionary.values();
        } else if (strings == Strings.NUMBERS && table != null) {
            values = table.column();
        }
        strings = Strings.VIEWS;
        for (Chunk chunk : chunks) {
            Buffer codes = chunk.values;
            chunk.values = pool.allocate(chunk.capacity * 16L);
            try (codes) {
                fillWithViews(chunk, codes.segment(), values);
            }
        }
        if (table != null) {
            table.close();
            table = null;
        }
    }

    private void fillWithViews(Chunk chunk, MemorySegment codes, Column.@Nullable Plain values) {
        if (values == null) {
            chunk.values.segment().fill((byte) 0);
            return;
        }
        int rows = chunk.rows;
        chunk.rows = 0;
        for (int i = 0; i < rows; i++) {
            boolean present = chunk.validity == null || Lanes.bit(chunk.validity.segment(), i);
            appendView(values, present ? codes.get(Lanes.INT, i * 4L) : -1, chunk, i);
        }
        chunk.rows = rows;
    }

    private void appendViews(Column.Plain plain, int rows) {
        Chunk chunk = chunks.getLast();
        copyNulls(plain.validity(), rows, chunk);
        for (int i = 0; i < rows; i++) {
            appendView(plain, Lanes.bit(plain.validity(), i) ? i : -1, chunk, i);
        }
    }

    /// Copies view `from` (-1: an empty string) to `offset` rows behind the end of a chunk.
    private void appendView(Column.Plain source, int from, Chunk chunk, int offset) {
        MemorySegment target = chunk.values.segment();
        long at = (chunk.rows + (long) offset) * 16;
        if (from < 0) {
            target.set(Lanes.LONG, at, 0);
            target.set(Lanes.LONG, at + 8, 0);
            return;
        }
        MemorySegment views = source.values();
        int length = Lanes.viewLength(views, from);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            target.set(Lanes.LONG, at, views.get(Lanes.LONG, from * 16L));
            target.set(Lanes.LONG, at + 8, views.get(Lanes.LONG, from * 16L + 8));
            return;
        }
        if (heap.isEmpty() || heapUsed + length > heap.getLast().bytes()) {
            heap.add(pool.allocate(Math.max(nextHeapBytes(), length)));
            heapUsed = 0;
        }
        MemorySegment bytes = Lanes.viewBytes(views, source.heap(), from);
        MemorySegment.copy(bytes, 0, heap.getLast().segment(), heapUsed, length);
        Lanes.setView(target, at / 16, bytes, heap.size() - 1, (int) heapUsed);
        heapUsed += length;
    }

    @Override
    public void close() {
        for (Chunk chunk : chunks) {
            chunk.values.close();
            if (chunk.validity != null) {
                chunk.validity.close();
            }
        }
        chunks.clear();
        heap.forEach(Buffer::close);
        heap.clear();
        if (table != null) {
            table.close();
        }
    }
}
