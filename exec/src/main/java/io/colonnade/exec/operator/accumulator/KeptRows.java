package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.NativeArray;
import io.colonnade.exec.operator.state.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of values with the number of their group, in the order in which they came.
///
/// ```text
/// row:  [word 0][word 1]...[group | bits of the columns that are NULL]
/// ```
///
/// Words are in the order of the values, but for strings and 128-bit numbers: those are numbers in a table.
/// *Thread safety*: one thread.
final class KeptRows implements AutoCloseable {
    private final List<Type> types;
    private final int count;
    private final boolean[] coded;
    private final StringTable strings;
    private final NativeArray memory;
    private final KeyWords[] readers;
    private final long[][] words;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final int[] masks = new int[Page.ROWS_MAX];
    private int size;

    KeptRows(List<Type> types, MemoryPool pool) {
        this.types = List.copyOf(types);
        this.count = types.size();
        this.strings = new StringTable(pool);
        this.memory = new NativeArray(pool);
        this.words = new long[count][Page.ROWS_MAX];
        this.coded = new boolean[count];
        this.readers = new KeyWords[count];
        for (int k = 0; k < count; k++) {
            coded[k] = KeyWords.isCoded(types.get(k));
            readers[k] = KeyWords.adding(types.get(k), strings);
        }
    }

    int size() {
        return size;
    }

    List<Type> types() {
        return types;
    }

    /// Forgets all rows.
    void clear() {
        close();
        size = 0;
    }

    private long stride() {
        return (count + 1) * 8L;
    }

    void growth(int rows, long longBytes, Growth growth) {
        growth.array(memory, (size + (long) rows) * stride());
        long codedRows = 0;
        long codedBytes = longBytes;
        for (int k = 0; k < count; k++) {
            codedRows += coded[k] ? rows : 0;
            codedBytes += types.get(k).layout() == Layout.INT128 ? rows * 16L : 0;
        }
        if (codedRows > 0) {
            strings.growth(codedRows, codedBytes, growth);
        }
    }

    /// Adds rows of a page whose first `required` columns are not NULL.
    void add(
            int[] groups,
            Column[] columns,
            int required,
            @Nullable Selection selection,
            int rows,
            SegmentAllocator scratch) {
        Arrays.fill(masks, 0, rows, 0);
        for (int k = 0; k < count; k++) {
            readers[k].read(columns[k], selection, words[k], scratch);
            if (Decode.nulls(columns[k], selection, nulls)) {
                for (int i = 0; i < rows; i++) {
                    masks[i] |= nulls[i] ? 1 << k : 0;
                }
            }
            if (types.get(k).layout() == Layout.FLOAT64) {
                for (int i = 0; i < rows; i++) {
                    words[k][i] ^= words[k][i] >> 63 & Long.MAX_VALUE;
                }
            }
        }
        MemorySegment target = ensure(rows);
        int skip = (1 << required) - 1;
        for (int i = 0; i < rows; i++) {
            if ((masks[i] & skip) == 0) {
                long at = size * stride();
                for (int k = 0; k < count; k++) {
                    target.set(Lanes.LONG, at + k * 8L, (masks[i] >>> k & 1) != 0 ? 0 : words[k][i]);
                }
                target.set(Lanes.LONG, at + count * 8L, (long) groups[i] << 32 | masks[i]);
                size++;
            }
        }
    }

    private MemorySegment ensure(int rows) {
        if (size + (long) rows > Integer.MAX_VALUE - 8) {
            throw new EngineException(ErrorCode.LIMIT_EXCEEDED, "more than " + size + " values of an aggregate");
        }
        return memory.ensure((size + (long) rows) * stride(), (byte) 0);
    }

    /// Adds the rows of `other` whose group is not negative in `targets`.
    void addAll(KeptRows other, int[] targets) {
        Column.Plain texts = other.strings.column();
        for (int row = 0; row < other.size; row++) {
            int target = targets[other.group(row)];
            if (target >= 0) {
                MemorySegment to = ensure(1);
                long at = size * stride();
                for (int k = 0; k < count; k++) {
                    long word = other.word(row, k);
                    boolean translated = coded[k] && !other.isNull(row, k);
                    to.set(
                            Lanes.LONG,
                            at + k * 8L,
                            translated ? strings.intern(texts.values(), texts.heap(), word) : word);
                }
                to.set(Lanes.LONG, at + count * 8L, (long) target << 32 | other.mask(row));
                size++;
            }
        }
    }

    long word(int row, int k) {
        return memory.segment().get(Lanes.LONG, row * stride() + k * 8L);
    }

    private int mask(int row) {
        return (int) word(row, count);
    }

    int group(int row) {
        return (int) (word(row, count) >>> 32);
    }

    boolean isNull(int row, int k) {
        return (mask(row) >>> k & 1) != 0;
    }

    double real(int row, int k) {
        long word = word(row, k);
        return Double.longBitsToDouble(word ^ (word >> 63 & Long.MAX_VALUE));
    }

    /// What numbers the strings.
    Column.Plain strings() {
        return strings.column();
    }

    /// The order of values of two rows, neither NULL.
    int compare(int k, int a, int b) {
        long wordA = word(a, k);
        long wordB = word(b, k);
        if (!coded[k]) {
            return Long.compare(wordA, wordB);
        }
        if (wordA == wordB) {
            return 0;
        }
        Column.Plain texts = strings.column();
        if (types.get(k).layout() == Layout.INT128) {
            return GroupValues.compare128(KeyWords.wideBytes(texts, wordA), 0, KeyWords.wideBytes(texts, wordB), 0);
        }
        return Views.compare(texts.values(), texts.heap(), wordA, texts.values(), texts.heap(), wordB);
    }

    /// Column `k` of rows `from` to `from + rows`.
    Column.Plain column(int k, int from, int rows, SegmentAllocator scratch) {
        return column(k, from, null, rows, scratch);
    }

    /// Column `k` of the rows `picked`, -1 being none.
    Column.Plain column(int k, int[] picked, int rows, SegmentAllocator scratch) {
        return column(k, 0, picked, rows, scratch);
    }

    private Column.Plain column(int k, int from, int @Nullable [] picked, int rows, SegmentAllocator scratch) {
        Type type = types.get(k);
        MemorySegment out = scratch.allocate(Math.max(16, type.layout().bytes(rows)));
        MemorySegment validity = scratch.allocate(Bits.bytes(rows));
        boolean all = true;
        Column.Plain texts = strings.column();
        for (int i = 0; i < rows; i++) {
            int row = picked == null ? from + i : picked[i];
            boolean present = row >= 0 && !isNull(row, k);
            Lanes.setBit(validity, i, present);
            all &= present;
            long word = present ? word(row, k) : 0;
            switch (type.layout()) {
                case BIT -> Lanes.setBit(out, i, word != 0);
                case INT32 -> out.set(Lanes.INT, i * 4L, (int) word);
                case INT64 -> out.set(Lanes.LONG, i * 8L, word);
                case FLOAT64 -> out.set(Lanes.LONG, i * 8L, word ^ (word >> 63 & Long.MAX_VALUE));
                case INT128 -> {
                    if (present) {
                        MemorySegment.copy(KeyWords.wideBytes(texts, word), 0, out, i * 16L, 16);
                    } else {
                        out.set(Lanes.LONG, i * 16L, 0);
                        out.set(Lanes.LONG, i * 16L + 8, 0);
                    }
                }
                case VIEW -> {
                    out.set(Lanes.LONG, i * 16L, present ? texts.values().get(Lanes.LONG, word * 16) : 0);
                    out.set(Lanes.LONG, i * 16L + 8, present ? texts.values().get(Lanes.LONG, word * 16 + 8) : 0);
                }
            }
        }
        return new Column.Plain(
                type, rows, out, all ? null : validity, type.layout() == Layout.VIEW ? texts.heap() : List.of());
    }

    @Override
    public void close() {
        strings.close();
        memory.close();
    }
}
