package io.colonnade.exec.operator.sort;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.OrderedWord;
import io.colonnade.exec.operator.state.RowTable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sort keys of rows as signed 64-bit words that are in order when the rows are.
///
/// ```text
/// key may be NULL     a word 0 or 1 before the others
/// integers, dates     the value                          DESC: every word complemented
/// DOUBLE              its bits, those of negative ones reversed
/// 128-bit decimals    high word, low word
/// sorted dictionary   the code
/// other strings       the first 8 bytes; equal ones are compared in full
/// ```
final class OrderWords implements AutoCloseable {
    /// One column's part of the words.
    private record Part(Column column, SortKey key, int word, boolean nullable, Column.Plain strings) {}

    private final int stride;
    private final Part[] parts;
    private final Buffer buffer;
    private final MemorySegment words;
    private final boolean plainWords;

    OrderWords(List<SortKey> keys, RowTable table, MemoryPool pool, Runnable cancelCheck) {
        this.parts = new Part[keys.size()];
        int word = 0;
        boolean plain = true;
        for (int i = 0; i < parts.length; i++) {
            SortKey key = keys.get(i);
            Column column = table.column(key.column());
            boolean nullable = Decode.mayBeNull(column);
            boolean strings = column instanceof Column.Plain && column.layout() == Layout.VIEW;
            parts[i] = new Part(column, key, word, nullable, strings ? (Column.Plain) column : NO_STRINGS);
            plain &= !strings;
            word += (nullable ? 1 : 0) + (column.layout() == Layout.INT128 ? 2 : 1);
        }
        this.stride = word;
        this.plainWords = plain;
        this.buffer = pool.allocate(Math.max(8, (long) table.rows() * stride * 8));
        this.words = buffer.segment();
        try (Scratch scratch = new Scratch(pool)) {
            int[] positions = new int[Page.ROWS_MAX];
            for (int first = 0; first < table.rows(); first += Page.ROWS_MAX) {
                cancelCheck.run();
                scratch.reset();
                int count = Math.min(Page.ROWS_MAX, table.rows() - first);
                for (int i = 0; i < count; i++) {
                    positions[i] = first + i;
                }
                for (Part part : parts) {
                    fill(part, first, new Selection(positions, count), scratch);
                }
            }
        } catch (Throwable e) {
            buffer.close();
            throw e;
        }
    }

    private static final Column.Plain NO_STRINGS =
            new Column.Plain(io.colonnade.core.type.Type.VARCHAR, 0, MemorySegment.NULL, null);

    private void fill(Part part, int first, Selection rows, Scratch scratch) {
        int count = rows.count();
        long[] values = new long[count];
        boolean[] nulls = new boolean[count];
        boolean someNull = Decode.nulls(part.column(), rows, nulls);
        long flip = part.key().ascending() ? 0 : -1;
        int word = part.word();
        if (part.nullable()) {
            boolean nullsFirst = part.key().nullsFirst();
            for (int i = 0; i < count; i++) {
                set(first + i, word, nulls[i] == nullsFirst ? 0 : 1);
            }
            word++;
        }
        if (part.column().layout() == Layout.INT128) {
            Column.Plain wide = Flatten.plain(part.column(), rows, scratch);
            for (int i = 0; i < count; i++) {
                boolean present = !someNull || !nulls[i];
                long low = present ? wide.values().get(Lanes.LONG, i * 16L) ^ Long.MIN_VALUE : 0;
                long high = present ? wide.values().get(Lanes.LONG, i * 16L + 8) : 0;
                set(first + i, word, high ^ flip);
                set(first + i, word + 1, low ^ flip);
            }
            return;
        }
        read(part.column(), rows, values, nulls, scratch);
        for (int i = 0; i < count; i++) {
            set(first + i, word, someNull && nulls[i] ? 0 : values[i] ^ flip);
        }
    }

    /// The word that comes first for each row of a key that is not NULL, the same for columns of any form: what is
    /// greater for one row than for another comes later, what is equal may come either way.
    static void firstWords(
            Column column,
            @Nullable Selection rows,
            boolean ascending,
            boolean[] nulls,
            long[] words,
            Scratch scratch) {
        int count = rows == null ? column.length() : rows.count();
        Column.Plain plain = Flatten.plain(column, rows, scratch);
        if (column.layout() == Layout.INT128) {
            for (int i = 0; i < count; i++) {
                words[i] = plain.values().get(Lanes.LONG, i * 16L + 8);
            }
        } else if (column.layout() == Layout.VIEW) {
            for (int i = 0; i < count; i++) {
                words[i] = nulls[i] ? 0 : OrderedWord.ofPrefix(plain, i);
            }
        } else {
            Decode.words(plain, null, words, scratch);
            for (int i = 0; column.layout() == Layout.FLOAT64 && i < count; i++) {
                words[i] = OrderedWord.ofReal(words[i]);
            }
        }
        for (int i = 0; !ascending && i < count; i++) {
            words[i] = ~words[i];
        }
    }

    /// The ascending word of each selected row of a column that has one word a row; `nulls` are not looked at
    /// below.
    private static void read(Column column, Selection rows, long[] values, boolean[] nulls, Scratch scratch) {
        int count = rows.count();
        if (column instanceof Column.Dictionaried codes && column.layout() == Layout.VIEW) {
            for (int i = 0; i < count; i++) {
                values[i] = codes.code(rows.positions()[i]);
            }
        } else if (column.layout() == Layout.VIEW) {
            Column.Plain plain = Flatten.plain(column, rows, scratch);
            for (int i = 0; i < count; i++) {
                values[i] = nulls[i] ? 0 : OrderedWord.ofPrefix(plain, i);
            }
        } else {
            Decode.words(column, rows, values, scratch);
            if (column.layout() == Layout.FLOAT64) {
                for (int i = 0; i < count; i++) {
                    values[i] = OrderedWord.ofReal(values[i]);
                }
            }
        }
    }

    private void set(long row, int word, long value) {
        words.set(Lanes.LONG, (row * stride + word) * 8, value);
    }

    int compare(int left, int right) {
        if (!plainWords) {
            return compareParts(left, right, parts.length);
        }
        for (int word = 0; word < stride; word++) {
            long a = words.get(Lanes.LONG, ((long) left * stride + word) * 8);
            long b = words.get(Lanes.LONG, ((long) right * stride + word) * 8);
            if (a != b) {
                return a < b ? -1 : 1;
            }
        }
        return 0;
    }

    /// Whether two rows are equal in the first `keys` keys.
    boolean areEqual(int left, int right, int keys) {
        if (!plainWords) {
            return compareParts(left, right, keys) == 0;
        }
        int end = keys < parts.length ? parts[keys].word() : stride;
        for (int word = 0; word < end; word++) {
            long a = words.get(Lanes.LONG, ((long) left * stride + word) * 8);
            long b = words.get(Lanes.LONG, ((long) right * stride + word) * 8);
            if (a != b) {
                return false;
            }
        }
        return true;
    }

    private int compareParts(int left, int right, int keys) {
        for (int p = 0; p < keys; p++) {
            Part part = parts[p];
            int end = p + 1 < parts.length ? parts[p + 1].word() : stride;
            for (int word = part.word(); word < end; word++) {
                long a = words.get(Lanes.LONG, ((long) left * stride + word) * 8);
                long b = words.get(Lanes.LONG, ((long) right * stride + word) * 8);
                if (a != b) {
                    return a < b ? -1 : 1;
                }
            }
            Column.Plain strings = part.strings();
            if (strings.length() > 0 && !(part.nullable() && (strings.isNull(left) || strings.isNull(right)))) {
                int order =
                        Views.compare(strings.values(), strings.heap(), left, strings.values(), strings.heap(), right);
                if (order != 0) {
                    return part.key().ascending() ? order : -order;
                }
            }
        }
        return 0;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
