package io.colonnade.exec.operator.state;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Distinct strings, numbered from 0 in the order in which they were added.
///
/// ```text
/// slots [ tag | id + 1 ]...   open addressing on the hash      views [16 bytes]...   heap: bytes of long strings
/// ```
///
/// *Thread safety*: one thread adds; {@link #find} may be called by any thread when adding is over.
public final class StringTable implements AutoCloseable {
    private static final long HEAP_CHUNK_BYTES_MIN = 4096;
    private static final long HEAP_CHUNK_BYTES_MAX = 256 * 1024;
    private static final long TAG = 0xFFFF_FFFF_0000_0000L;

    private final MemoryPool pool;
    private final NativeArray views;
    private final NativeArray slots;
    private final List<Buffer> chunks = new ArrayList<>();
    private final List<MemorySegment> heap = new ArrayList<>();
    private long heapUsed;
    private int size;
    private long mask = -1;

    public StringTable(MemoryPool pool) {
        this.pool = pool;
        this.views = new NativeArray(pool);
        this.slots = new NativeArray(pool);
    }

    public int size() {
        return size;
    }

    /// What it takes of the pool.
    public long bytes() {
        long bytes = views.bytes() + slots.bytes();
        for (Buffer chunk : chunks) {
            bytes += chunk.bytes();
        }
        return bytes;
    }

    /// All strings, in the order of their numbers, valid until the next is added.
    public Column.Plain column() {
        return new Column.Plain(Type.VARCHAR, size, views.segment(), null, heap);
    }

    /// The number of a string, -1 if it is not there.
    public int find(MemorySegment strings, List<MemorySegment> stringHeap, long row) {
        if (size == 0) {
            return -1;
        }
        long hash = Views.hash(strings, stringHeap, row);
        MemorySegment table = slots.segment();
        for (long slot = hash & mask; ; slot = (slot + 1) & mask) {
            long entry = table.get(Lanes.LONG, slot * 8);
            if (entry == 0) {
                return -1;
            }
            if (matches(entry, hash, strings, stringHeap, row)) {
                return (int) entry - 1;
            }
        }
    }

    /// Whether a single value is there.
    public boolean find(Datum value) {
        try (Arena arena = Arena.ofConfined()) {
            Column.Plain one = ColumnBuilder.of(Type.VARCHAR, List.of(value), arena);
            return find(one.values(), one.heap(), 0) >= 0;
        }
    }

    /// The number of a string, which is added if it is not there.
    public int intern(MemorySegment strings, List<MemorySegment> stringHeap, long row) {
        if ((size + 1L) * 2 > mask + 1) {
            grow();
        }
        long hash = Views.hash(strings, stringHeap, row);
        MemorySegment table = slots.segment();
        long slot = hash & mask;
        while (true) {
            long entry = table.get(Lanes.LONG, slot * 8);
            if (entry == 0) {
                break;
            }
            if (matches(entry, hash, strings, stringHeap, row)) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & mask;
        }
        add(strings, stringHeap, row);
        table.set(Lanes.LONG, slot * 8, (hash & TAG) | size);
        return size - 1;
    }

    /// Adds a string without looking whether it is there: a table that is filled so knows none of its strings
    /// again, only their numbers.
    public int append(MemorySegment strings, List<MemorySegment> stringHeap, long row) {
        add(strings, stringHeap, row);
        return size - 1;
    }

    private boolean matches(long entry, long hash, MemorySegment strings, List<MemorySegment> stringHeap, long row) {
        return ((entry ^ hash) & TAG) == 0
                && Views.areEqual(views.segment(), heap, ((int) entry) - 1, strings, stringHeap, row);
    }

    private void add(MemorySegment strings, List<MemorySegment> stringHeap, long row) {
        MemorySegment target = views.ensure((size + 1L) * 16, (byte) 0);
        int length = Lanes.viewLength(strings, row);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            target.set(Lanes.LONG, size * 16L, strings.get(Lanes.LONG, row * 16));
            target.set(Lanes.LONG, size * 16L + 8, strings.get(Lanes.LONG, row * 16 + 8));
        } else {
            if (heap.isEmpty() || heapUsed + length > heap.getLast().byteSize()) {
                Buffer chunk = pool.allocate(Math.max(nextChunkBytes(), length));
                chunks.add(chunk);
                heap.add(chunk.segment());
                heapUsed = 0;
            }
            MemorySegment bytes = Lanes.viewBytes(strings, stringHeap, row);
            MemorySegment.copy(bytes, 0, heap.getLast(), heapUsed, length);
            Lanes.setView(target, size, bytes, heap.size() - 1, (int) heapUsed);
            heapUsed += length;
        }
        size++;
    }

    /// Chunks grow with the table, so that a small one is small.
    private long nextChunkBytes() {
        return Math.clamp(
                heap.isEmpty() ? 0 : heap.getLast().byteSize() * 2, HEAP_CHUNK_BYTES_MIN, HEAP_CHUNK_BYTES_MAX);
    }

    /// What adding `count` strings takes at most, of which `longBytes` bytes do not fit into views.
    public void growth(long count, long longBytes, Growth growth) {
        appendGrowth(count, longBytes, growth);
        long wanted = slotsFor(size + count);
        growth.add((wanted - (mask + 1)) * 8);
    }

    /// The same if {@link #append} adds them.
    public void appendGrowth(long count, long longBytes, Growth growth) {
        growth.steps(views, (size + count) * 16);
        if (longBytes > 0
                && (heap.isEmpty() || heapUsed + longBytes > heap.getLast().byteSize())) {
            growth.add(longBytes + nextChunkBytes());
        }
    }

    private long slotsFor(long strings) {
        long capacity = Math.max(64, mask + 1);
        while (strings * 2 > capacity) {
            capacity *= 2;
        }
        return capacity;
    }

    /// A bound for the bytes of the strings of a page that do not fit into views; quick, and often far too high.
    public static long longBytesBound(Column column) {
        return switch (column) {
            case Column.Plain c -> {
                long bytes = 0;
                for (MemorySegment part : c.heap()) {
                    bytes += part.byteSize();
                }
                yield bytes;
            }
            case Column.Dictionaried c -> longBytesBound(c.dictionary().values());
            case Column.Runs c -> longBytesBound(c.values());
            case Column.Constant c ->
                c.value() instanceof Datum.Text t ? t.value().length() * 3L : 0;
            case Column.Narrow c -> 0;
        };
    }

    /// The bytes of the strings of the rows that count that do not fit into views, each row counted for itself.
    public static long longBytes(Column column, @Nullable Selection selection) {
        return switch (column) {
            case Column.Plain c -> longBytes(c, selection);
            case Column.Dictionaried c -> {
                Column.Plain values = c.dictionary().values();
                long bytes = 0;
                int rows = selection == null ? c.length() : selection.count();
                for (int i = 0; i < rows && values.length() > 0; i++) {
                    int length = Lanes.viewLength(
                            values.values(),
                            c.code(selection == null ? i : selection.positions()[i]));
                    bytes += length > Lanes.VIEW_INLINE_BYTES ? length : 0;
                }
                yield bytes;
            }
            case Column.Runs c -> longBytes(c.values(), null);
            case Column.Constant c -> longBytesBound(c);
            case Column.Narrow c -> 0;
        };
    }

    private static long longBytes(Column.Plain column, @Nullable Selection selection) {
        long bytes = 0;
        int rows = selection == null ? column.length() : selection.count();
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            // What lies below a NULL may be no view at all.
            int length = Lanes.bit(column.validity(), row) ? Lanes.viewLength(column.values(), row) : 0;
            bytes += length > Lanes.VIEW_INLINE_BYTES ? length : 0;
        }
        return bytes;
    }

    private void grow() {
        long capacity = Math.max(64, (mask + 1) * 2);
        slots.close();
        MemorySegment table = slots.ensure(capacity * 8, (byte) 0);
        mask = capacity - 1;
        for (int id = 0; id < size; id++) {
            long hash = Views.hash(views.segment(), heap, id);
            long slot = hash & mask;
            while (table.get(Lanes.LONG, slot * 8) != 0) {
                slot = (slot + 1) & mask;
            }
            table.set(Lanes.LONG, slot * 8, (hash & TAG) | (id + 1));
        }
    }

    @Override
    public void close() {
        views.close();
        slots.close();
        chunks.forEach(Buffer::close);
        chunks.clear();
        heap.clear();
        size = 0;
        mask = -1;
    }
}
