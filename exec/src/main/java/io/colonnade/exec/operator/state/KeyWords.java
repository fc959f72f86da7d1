package io.colonnade.exec.operator.state;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes 64-bit words of a key column, so that equal values have equal words: integers, dates and doubles are words
/// already, strings and 128-bit decimals become their number in a {@link StringTable}.
///
/// ```text
/// dictionary {ASIA, EUROPE} [0 1 0 1]     table: 0 AMERICA, 1 ASIA     ->     [1 2 1 2], EUROPE was added as 2
/// ```
///
/// The codes of a dictionary are looked up once each, whatever the number of rows.
/// *Thread safety*: one thread.
public final class KeyWords {
    /// The word of a string that is not in a table that takes no new ones.
    public static final long ABSENT = -1;

    private static final int UNKNOWN = -2;

    private final boolean coded;
    private final boolean wide;
    private final @Nullable StringTable strings;
    private final boolean adds;
    private final Map<Long, int[]> codesByDictionary = new HashMap<>();
    private long lastDictionary = -1;
    private int[] lastCodes = new int[0];

    private KeyWords(Type type, @Nullable StringTable strings, boolean adds) {
        this.wide = type.layout() == Layout.INT128;
        this.coded = isCoded(type);
        this.strings = strings;
        this.adds = adds;
    }

    /// Whether the words of a type are numbers in a table.
    public static boolean isCoded(Type type) {
        return type.layout() == Layout.VIEW || type.layout() == Layout.INT128;
    }

    /// Words that number new strings; `strings` is needed for coded types.
    public static KeyWords adding(Type type, @Nullable StringTable strings) {
        return new KeyWords(type, strings, true);
    }

    /// Words of the strings that are in the table, {@link #ABSENT} for others.
    public static KeyWords finding(Type type, @Nullable StringTable strings) {
        return new KeyWords(type, strings, false);
    }

    /// Writes the words of the rows that count; those of NULLs are undefined.
    public void read(Column column, @Nullable Selection selection, long[] words, SegmentAllocator scratch) {
        if (!coded) {
            Decode.words(column, selection, words, scratch);
            return;
        }
        int rows = selection == null ? column.length() : selection.count();
        switch (column) {
            case Column.Dictionaried c -> dictionaried(c, selection, rows, words);
            case Column.Plain c -> plain(c, selection, rows, words);
            case Column.Constant c ->
                Arrays.fill(
                        words, 0, rows, c.value().isNull() ? 0 : code(Flatten.plain(c.slice(0, 1), null, scratch), 0));
            case Column.Runs c -> runs(c, selection, rows, words, scratch);
            case Column.Narrow c -> throw new IllegalArgumentException("narrow strings");
        }
    }

    private void dictionaried(Column.Dictionaried column, @Nullable Selection selection, int rows, long[] words) {
        if (column.dictionary().size() == 0) {
            Arrays.fill(words, 0, rows, 0);
            return;
        }
        int[] codes = codes(column.dictionary());
        Column.Plain values = column.dictionary().values();
        MemorySegment source = column.codes();
        int width = column.width();
        boolean unknown = false;
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            int word = codes[(int) Lanes.unsigned(source, width, row)];
            words[i] = word;
            unknown |= word == UNKNOWN;
        }
        if (!unknown) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (words[i] == UNKNOWN) {
                int row = selection == null ? i : selection.positions()[i];
                int local = (int) Lanes.unsigned(source, width, row);
                if (codes[local] == UNKNOWN) {
                    // A code that only NULL rows have is added too; that does no harm.
                    codes[local] = code(values, local);
                }
                words[i] = codes[local];
            }
        }
    }

    /// For each code of a dictionary its number in the table, as far as it is known.
    private int[] codes(Dictionary dictionary) {
        if (dictionary.id() != lastDictionary) {
            lastDictionary = dictionary.id();
            lastCodes = codesByDictionary.computeIfAbsent(dictionary.id(), id -> {
                int[] fresh = new int[dictionary.size()];
                Arrays.fill(fresh, UNKNOWN);
                return fresh;
            });
        }
        return lastCodes;
    }

    private void plain(Column.Plain column, @Nullable Selection selection, int rows, long[] words) {
        MemorySegment validity = column.validity();
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            // What lies below a NULL may be no view at all.
            words[i] = Lanes.bit(validity, row) ? code(column, row) : 0;
        }
    }

    private void runs(
            Column.Runs column, @Nullable Selection selection, int rows, long[] words, SegmentAllocator scratch) {
        long[] values = new long[column.runCount()];
        read(column.values(), null, values, scratch);
        int run = 0;
        int end = column.end(0);
        for (int i = 0; i < rows; i++) {
            int row = selection == null ? i : selection.positions()[i];
            while (row >= end) {
                run++;
                end = column.end(run);
            }
            words[i] = values[run];
        }
    }

    private int code(Column.Plain values, int row) {
        StringTable table = strings;
        if (table == null) {
            throw new IllegalStateException("strings without a table");
        }
        MemorySegment views = values.values();
        List<MemorySegment> heap = values.heap();
        long at = row;
        if (wide) {
            views = wideAsView(views, row);
            heap = List.of(values.values());
            at = 0;
        }
        return adds ? table.intern(views, heap, at) : table.find(views, heap, at);
    }

    /// A 128-bit value dressed as a string of 16 bytes that lies in its column.
    private static MemorySegment wideAsView(MemorySegment values, int row) {
        MemorySegment view = MemorySegment.ofArray(new byte[16]);
        view.set(Lanes.INT, 0, 16);
        view.set(Lanes.INT, 4, values.get(Lanes.INT, row * 16L));
        view.set(Lanes.INT, 8, 0);
        view.set(Lanes.INT, 12, row * 16);
        return view;
    }

    /// The 128-bit value that stands behind a number in a table: its bytes.
    public static MemorySegment wideBytes(Column.Plain strings, long id) {
        return Lanes.viewBytes(strings.values(), strings.heap(), id);
    }
}
