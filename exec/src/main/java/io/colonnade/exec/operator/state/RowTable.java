package io.colonnade.exec.operator.state;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of several {@link RowStore}s side by side, as whole columns in the narrowest form that holds them.
///
/// ```text
/// INT32 1992 1998 1993      ->   Narrow(1992, width 1)
/// codes of dictionary 7     ->   Dictionaried(width 2), the same dictionary
/// codes of 7, codes of 9    ->   Dictionaried over a new dictionary
/// ```
///
/// *Life*: made empty by the constructor; the {@link #copies} fill it, one column each, and may run side by side;
/// then the stores can be closed. *Thread safety*: read-only when filled.
public final class RowTable implements AutoCloseable {
    private final List<RowStore> parts;
    private final boolean unites;
    private final MemoryPool pool;
    private final int rows;
    private final Column[] columns;
    private final List<Buffer> buffers = new ArrayList<>();

    public RowTable(List<Type> types, List<RowStore> parts, MemoryPool pool) {
        this(types, parts, true, pool);
    }

    /// `unites`: strings with codes of several dictionaries get one that lives as long as the table; else they become
    /// plain, so that no page with them needs the table's dictionary when the table is gone.
    public RowTable(List<Type> types, List<RowStore> parts, boolean unites, MemoryPool pool) {
        this.parts = List.copyOf(parts);
        this.unites = unites;
        this.pool = pool;
        long total = parts.stream().mapToLong(RowStore::rows).sum();
        if (total > Integer.MAX_VALUE - 8) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a join or sort of " + total + " rows on one node; at most " + (Integer.MAX_VALUE - 8) + " are");
        }
        this.rows = (int) total;
        this.columns = new Column[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column.Constant(types.get(i), rows, Datum.NULL);
        }
    }

    public int rows() {
        return rows;
    }

    public Column column(int index) {
        return columns[index];
    }

    public Column[] columns() {
        return columns;
    }

    /// The work of filling it.
    public List<Runnable> copies() {
        List<Runnable> copies = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            copies.add(() -> columns[index] = copy(index));
        }
        return copies;
    }

    /// Fills it on this thread and closes the stores.
    public RowTable fill() {
        copies().forEach(Runnable::run);
        parts.forEach(RowStore::close);
        return this;
    }

    private MemorySegment allocate(long bytes) {
        Buffer buffer = pool.allocate(Math.max(8, bytes));
        synchronized (buffers) {
            buffers.add(buffer);
        }
        return buffer.segment();
    }

    private Column copy(int index) {
        List<ColumnStore> stores = new ArrayList<>();
        for (RowStore part : parts) {
            if (part.rows() > 0) {
                stores.add(part.columns().get(index));
            }
        }
        if (stores.isEmpty()) {
            return columns[index];
        }
        Type type = columns[index].type();
        return switch (type.layout()) {
            case INT32, INT64 -> integers(type, stores);
            case BIT -> bits(type, stores);
            case INT128, FLOAT64 -> values(type, stores);
            case VIEW -> strings(type, stores);
        };
    }

    private MemorySegment validity(List<ColumnStore> stores) {
        MemorySegment target = allocate(Bits.bytes(rows));
        target.fill((byte) -1);
        long row = 0;
        for (ColumnStore store : stores) {
            for (ColumnStore.Chunk chunk : store.chunks) {
                if (chunk.validity != null) {
                    MemorySegment source = chunk.validity.segment();
                    for (int i = 0; i < chunk.rows; i++) {
                        if (!Lanes.bit(source, i)) {
                            Lanes.setBit(target, row + i, false);
                        }
                    }
                }
                row += chunk.rows;
            }
        }
        return target;
    }

    private static boolean hasNulls(List<ColumnStore> stores) {
        return stores.stream().anyMatch(store -> store.hasNulls);
    }

    private Column bits(Type type, List<ColumnStore> stores) {
        MemorySegment target = allocate(Bits.bytes(rows));
        long row = 0;
        for (ColumnStore store : stores) {
            for (ColumnStore.Chunk chunk : store.chunks) {
                MemorySegment source = chunk.values.segment();
                for (int i = 0; i < chunk.rows; i++) {
                    Lanes.setBit(target, row + i, Lanes.bit(source, i));
                }
                row += chunk.rows;
            }
        }
        return new Column.Plain(type, rows, target, hasNulls(stores) ? validity(stores) : null);
    }

    private Column values(Type type, List<ColumnStore> stores) {
        long width = type.layout().bytes();
        MemorySegment target = allocate(rows * width);
        long row = 0;
        for (ColumnStore store : stores) {
            for (ColumnStore.Chunk chunk : store.chunks) {
                MemorySegment.copy(chunk.values.segment(), 0, target, row * width, chunk.rows * width);
                row += chunk.rows;
            }
        }
        return new Column.Plain(type, rows, target, hasNulls(stores) ? validity(stores) : null);
    }

    private Column integers(Type type, List<ColumnStore> stores) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (ColumnStore store : stores) {
            min = Math.min(min, store.min);
            max = Math.max(max, store.max);
        }
        boolean nulls = hasNulls(stores);
        if (min > max) {
            return new Column.Constant(type, rows, Datum.NULL);
        }
        if (min == max && !nulls) {
            return new Column.Constant(type, rows, Datum.of(min));
        }
        long range = max - min;
        int width = range < 0 ? 8 : range < 256 ? 1 : range < 65536 ? 2 : range < 1L << 32 ? 4 : 8;
        if (width >= type.layout().bytes()) {
            return values(type, stores);
        }
        MemorySegment target = allocate((long) rows * width);
        long row = 0;
        for (ColumnStore store : stores) {
            for (ColumnStore.Chunk chunk : store.chunks) {
                MemorySegment part = target.asSlice(row * width);
                if (type.layout() == Layout.INT32) {
                    narrowInts(chunk.values.segment(), (int) min, chunk.rows, width, part);
                } else {
                    narrowLongs(chunk.values.segment(), min, chunk.rows, width, part);
                }
                row += chunk.rows;
            }
        }
        return new Column.Narrow(type, rows, min, width, target, nulls ? validity(stores) : null);
    }

    /// Undefined values below NULLs are cut to the width.
    private static void narrowInts(MemorySegment source, int base, int rows, int width, MemorySegment target) {
        if (width == 1) {
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.BYTE, i, (byte) (source.get(Lanes.INT, i * 4L) - base));
            }
        } else {
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.SHORT, i * 2L, (short) (source.get(Lanes.INT, i * 4L) - base));
            }
        }
    }

    private static void narrowLongs(MemorySegment source, long base, int rows, int width, MemorySegment target) {
        if (width == 1) {
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.BYTE, i, (byte) (source.get(Lanes.LONG, i * 8L) - base));
            }
        } else if (width == 2) {
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.SHORT, i * 2L, (short) (source.get(Lanes.LONG, i * 8L) - base));
            }
        } else {
            for (int i = 0; i < rows; i++) {
                target.set(Lanes.INT, i * 4L, (int) (source.get(Lanes.LONG, i * 8L) - base));
            }
        }
    }

    private Column strings(Type type, List<ColumnStore> stores) {
        Map<Long, Dictionary> dictionaries = new HashMap<>();
        boolean numbered = false;
        for (ColumnStore store : stores) {
            if (store.strings == ColumnStore.Strings.VIEWS) {
                return views(type, stores);
            }
            if (store.strings == ColumnStore.Strings.NUMBERS) {
                numbered = true;
            } else if (store.dictionary != null) {
                dictionaries.put(store.dictionary.id(), store.dictionary);
            }
        }
        if (!numbered && dictionaries.isEmpty()) {
            return new Column.Constant(type, rows, Datum.NULL);
        }
        if (!numbered && dictionaries.size() == 1) {
            Dictionary only = dictionaries.values().iterator().next();
            return codes(
                    type, stores, only, stores.stream().map(store -> new int[0]).toList());
        }
        if (!unites) {
            return views(type, stores);
        }
        DictionaryUnion union = new DictionaryUnion(stores, this::allocate, pool);
        return codes(type, stores, union.dictionary(), union.maps());
    }

    /// Codes as they are, or mapped where a map is given.
    private Column codes(Type type, List<ColumnStore> stores, Dictionary dictionary, List<int[]> maps) {
        if (dictionary.size() == 0) {
            return new Column.Constant(type, rows, Datum.NULL);
        }
        int width = dictionary.size() <= 256 ? 1 : dictionary.size() <= 65536 ? 2 : 4;
        MemorySegment target = allocate((long) rows * width);
        long row = 0;
        for (int s = 0; s < stores.size(); s++) {
            int[] map = maps.get(s);
            for (ColumnStore.Chunk chunk : stores.get(s).chunks) {
                MemorySegment source = chunk.values.segment();
                for (int i = 0; i < chunk.rows; i++) {
                    int code = source.get(Lanes.INT, i * 4L);
                    code = map.length == 0 ? code : map[code];
                    switch (width) {
                        case 1 -> target.set(Lanes.BYTE, row + i, (byte) code);
                        case 2 -> target.set(Lanes.SHORT, (row + i) * 2, (short) code);
                        default -> target.set(Lanes.INT, (row + i) * 4, code);
                    }
                }
                row += chunk.rows;
            }
        }
        return new Column.Dictionaried(
                type, rows, width, target, hasNulls(stores) ? validity(stores) : null, dictionary);
    }

    /// Views of all stores over one list of heaps, which move here from the stores.
    private Column views(Type type, List<ColumnStore> stores) {
        MemorySegment target = allocate(rows * 16L);
        List<MemorySegment> heap = new ArrayList<>();
        long row = 0;
        for (ColumnStore store : stores) {
            if (store.strings != ColumnStore.Strings.VIEWS) {
                store.turnIntoViews();
            }
            int heapStart = heap.size();
            for (Buffer chunk : store.heap) {
                heap.add(chunk.segment());
                synchronized (buffers) {
                    buffers.add(chunk);
                }
            }
            store.heap.clear();
            for (ColumnStore.Chunk chunk : store.chunks) {
                MemorySegment.copy(chunk.values.segment(), 0, target, row * 16, chunk.rows * 16L);
                for (int i = 0; heapStart > 0 && i < chunk.rows; i++) {
                    long at = (row + i) * 16;
                    if (target.get(Lanes.INT, at) > Lanes.VIEW_INLINE_BYTES) {
                        target.set(Lanes.INT, at + 8, target.get(Lanes.INT, at + 8) + heapStart);
                    }
                }
                row += chunk.rows;
            }
        }
        return new Column.Plain(type, rows, target, hasNulls(stores) ? validity(stores) : null, List.copyOf(heap));
    }

    @Override
    public void close() {
        synchronized (buffers) {
            buffers.forEach(Buffer::close);
            buffers.clear();
        }
        parts.forEach(RowStore::close);
    }
}
