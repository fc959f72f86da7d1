package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.dictionary.LongDictionary;
import io.colonnade.storage.dictionary.StringDictionary;
import io.colonnade.storage.dictionary.Strings;
import io.colonnade.storage.image.ColumnRows;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the columns of a segment together from slices of runs, one after the other, and decides which get a
/// dictionary.
///
/// ```text
/// run 1  codes [1 0 1] of {b,a}  --+   union {b,a,c}      codes [0 1 0 2]  of {a,b,c}
/// run 2  codes [0]     of {c}    --+   ranks [1 0 2]  -->
/// ```
///
/// *Ownership*: what {@link #assemble} returned lasts until the next call or {@link #close}.
final class ColumnAssembler implements AutoCloseable {
    private static final long DICTIONARY_HEAP_BYTES_MAX = 64 << 20;
    private static final long ORDERED_BYTES_MAX = 128 << 20;
    private static final int TOUCHED_ROWS = 64;
    /// Rows for each distinct value, and the most of these, from which a dictionary of 64-bit numbers pays.
    private static final int LONG_DICTIONARY_ROWS_MIN = 4;
    private static final int LONG_DICTIONARY_SIZE_MAX = 32768;
    private static final int LONG_DICTIONARY_COLUMN_ROWS_MIN = 1024;

    private final List<ColumnDefinition> columns;
    private final List<RunSlice> slices;
    private final MemoryPool pool;
    private final int rows;
    private final ColumnArrays arrays = new ColumnArrays();
    private @Nullable StringDictionary strings;
    private @Nullable Buffer texts;
    /// What came of reads whose only purpose is to have been done.
    private int touched;

    ColumnAssembler(List<ColumnDefinition> columns, List<RunSlice> slices, MemoryPool pool) {
        this.columns = columns;
        this.slices = slices.stream().map(RunSlice::located).toList();
        this.pool = pool;
        this.rows = slices.stream().mapToInt(RunSlice::count).sum();
    }

    int rows() {
        return rows;
    }

    /// The bytes of all values in flat columns, or more than `enough` if they take more than that.
    long flatBytes(long enough) {
        long bytes = 0;
        for (ColumnDefinition column : columns) {
            bytes += column.type().layout().bytes(rows) + (rows + 7) / 8;
        }
        for (int i = 0; i < columns.size() && bytes <= enough; i++) {
            for (RunSlice slice : slices) {
                bytes += slice.run().heapBytes(i);
            }
        }
        return bytes;
    }

    /// The rows of a column (by position in the table) in the given order, or in that of the slices.
    ColumnRows assemble(int column, int @Nullable [] order) {
        close();
        Type type = columns.get(column).type();
        if (type.layout() == Layout.VIEW) {
            ColumnRows coded = coded(column, type, order);
            return coded != null ? coded : views(column, type, order);
        }
        arrays.begin(rows, false);
        slices.forEach(slice -> slice.run().read(column, slice, arrays));
        long[] validity = arrays.validity(order);
        return switch (type.layout()) {
            case BIT, INT32 -> ColumnRows.ofInts(type, rows, validity, arrays.ints(order));
            case INT64, FLOAT64 -> ColumnRows.ofLongs(type, rows, validity, arrays.longs(order), List.of());
            case INT128 -> ColumnRows.ofLongs(type, rows, validity, arrays.pairs(order), List.of());
            case VIEW -> throw new IllegalStateException();
        };
    }

    private ColumnRows views(int column, Type type, int @Nullable [] order) {
        arrays.begin(rows, false);
        slices.forEach(slice -> slice.run().read(column, slice, arrays));
        long[] validity = arrays.validity(order);
        long[] views = arrays.pairs(order);
        Buffer ordered = order == null ? null : textsInOrder(validity, views);
        texts = ordered;
        List<MemorySegment> heap = ordered == null ? arrays.heap() : List.of(ordered.segment());
        return ColumnRows.ofLongs(type, rows, validity, views, heap);
    }

    /// Puts long strings one behind the other as their rows come, since each is read several times; null if
    /// there is no room for that.
    private @Nullable Buffer textsInOrder(long @Nullable [] validity, long[] views) {
        long bytes = 0;
        for (int i = 0; i < rows; i++) {
            if (validity != null && (validity[i >>> 6] >>> i & 1) == 0) {
                views[2 * i] = 0;
                views[2 * i + 1] = 0;
            }
            bytes += Views.isInline(views[2 * i]) ? 0 : Views.length(views[2 * i]);
        }
        Buffer buffer = bytes == 0 || bytes > ORDERED_BYTES_MAX ? null : pool.tryAllocate(bytes);
        if (buffer == null || !TableLoad.hasRoom(pool)) {
            if (buffer != null) {
                buffer.close();
            }
            return null;
        }
        long used = 0;
        for (int from = 0; from < rows; from += TOUCHED_ROWS) {
            int to = Math.min(rows, from + TOUCHED_ROWS);
            touched += touch(views, from, to, arrays.heap());
            used = copyTexts(views, from, to, arrays.heap(), buffer.segment(), used);
        }
        return buffer;
    }

    /// Reads both ends of the strings of some rows, so that they are in the cache when they are copied: the misses
    /// of these reads overlap, those between copies of all lengths do not.
    private static int touch(long[] views, int from, int to, List<MemorySegment> heap) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            if (!Views.isInline(views[2 * i])) {
                long second = views[2 * i + 1];
                MemorySegment bytes = heap.get((int) second);
                sum += bytes.get(Lanes.BYTE, second >>> 32);
                sum += bytes.get(Lanes.BYTE, (second >>> 32) + Views.length(views[2 * i]) - 1);
            }
        }
        return sum;
    }

    private static long copyTexts(
            long[] views, int from, int to, List<MemorySegment> heap, MemorySegment target, long start) {
        long used = start;
        for (int i = from; i < to; i++) {
            long first = views[2 * i];
            if (!Views.isInline(first)) {
                Views.copyLong(first, views[2 * i + 1], heap, target, used);
                views[2 * i + 1] = Views.reference(0, used);
                used += Views.length(first);
            }
        }
        return used;
    }

    /// Codes of the union of the runs' dictionaries, null if there is none that pays.
    private @Nullable ColumnRows coded(int column, Type type, int @Nullable [] order) {
        for (RunSlice slice : slices) {
            if (slice.run().strings(column) == null) {
                return null;
            }
        }
        arrays.begin(rows, true);
        slices.forEach(slice -> slice.run().read(column, slice, arrays));
        StringDictionary union = new StringDictionary(pool);
        strings = union;
        int[] codes = arrays.ints(rows);
        int at = 0;
        for (RunSlice slice : slices) {
            Strings theirs = slice.run().strings(column);
            if (theirs == null || !recode(theirs, codes, at, slice.count(), union)) {
                return null;
            }
            at += slice.count();
        }
        if (!pays(union)) {
            return null;
        }
        int[] ranks = union.ranks();
        for (int i = 0; i < rows; i++) {
            codes[i] = ranks[codes[i]];
        }
        Column.Plain dictionary = union.sorted(type, ranks, ColumnAssembler::onHeap);
        return ColumnRows.ofCodes(type, rows, arrays.validity(order), arrays.ints(order), dictionary);
    }

    /// Replaces the codes of a run by those of the union; only strings that occur get into it.
    private static boolean recode(Strings theirs, int[] codes, int from, int count, StringDictionary union) {
        if (theirs.size() == 0) {
            return true;
        }
        int[] mapping = new int[theirs.size()];
        for (int i = from; i < from + count; i++) {
            int code = codes[i];
            int mapped = mapping[code] - 1;
            if (mapped < 0) {
                mapped = union.intern(theirs.first(code), theirs.second(code), theirs.heap());
                if (mapped == StringDictionary.FULL) {
                    return false;
                }
                mapping[code] = mapped + 1;
            }
            codes[i] = mapped;
        }
        return true;
    }

    private boolean pays(StringDictionary union) {
        int size = union.size();
        if (size == 0 || union.heapBytes() > DICTIONARY_HEAP_BYTES_MAX) {
            return false;
        }
        long coded = (long) rows * (size <= 256 ? 1 : 2) + size * 16L + union.heapBytes();
        long plain = (long) rows * (16 + union.heapBytes() / size);
        return coded * 10 <= plain * 9;
    }

    /// The same rows as codes if they are wide numbers of which few are different, else the rows themselves.
    ColumnRows withDictionary(ColumnRows column, double distinctCount) {
        boolean wide = column.dictionary() == null
                && (column.layout() == Layout.FLOAT64 || column.layout() == Layout.INT64 && !isNarrow(column));
        if (!wide
                || column.validity() != null
                || rows < LONG_DICTIONARY_COLUMN_ROWS_MIN
                || distinctCount > LONG_DICTIONARY_SIZE_MAX
                || distinctCount * LONG_DICTIONARY_ROWS_MIN > rows
                || column.layout() == Layout.FLOAT64 && !isOrderly(column)) {
            return column;
        }
        LongDictionary found = LongDictionary.of(column.longs(), rows, LONG_DICTIONARY_SIZE_MAX);
        if (found == null) {
            return column;
        }
        long[] words = found.words();
        Column.Plain dictionary = new Column.Plain(column.type(), words.length, MemorySegment.ofArray(words), null);
        return ColumnRows.ofCodes(column.type(), rows, null, found.codes(), dictionary);
    }

    private boolean isNarrow(ColumnRows column) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            min = Math.min(min, column.longs()[i]);
            max = Math.max(max, column.longs()[i]);
        }
        return max - min >>> 32 == 0;
    }

    /// Without negative numbers and NaN the order of the bits is that of the values, and no two bits are one value.
    private boolean isOrderly(ColumnRows column) {
        for (int i = 0; i < rows; i++) {
            double value = Double.longBitsToDouble(column.longs()[i]);
            if (column.longs()[i] < 0 || Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    private static MemorySegment onHeap(long bytes, long alignment) {
        return MemorySegment.ofArray(new long[Math.toIntExact((bytes + 7) / 8)]);
    }

    @Override
    public void close() {
        if (strings != null) {
            strings.close();
            strings = null;
        }
        if (texts != null) {
            texts.close();
            texts = null;
        }
    }
}
