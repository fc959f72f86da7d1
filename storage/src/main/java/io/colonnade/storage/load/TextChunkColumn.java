package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.kernel.Bits;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.kernel.Widening;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.storage.dictionary.ByteHeap;
import io.colonnade.storage.dictionary.StringDictionary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strings: codes of a dictionary as long as it holds them all, then views with a heap.
final class TextChunkColumn extends ChunkColumn {
    /// Where a dictionary fills up with fewer rows than this for each string, the next one will, too.
    private static final int ROWS_PER_STRING_MIN = 4;

    private final int charactersMax;
    private final ByteHeap heap;
    private final StringDictionary dictionary;
    private final Set<Integer> varied;
    private boolean coded;
    private long mappedDictionary = -1;
    private int[] mapping = new int[0];

    /// `varied` has the ids of columns that need not begin with a dictionary.
    TextChunkColumn(String table, ColumnDefinition definition, Set<Integer> varied, MemoryPool pool) {
        super(table, definition, pool);
        this.varied = varied;
        this.coded = !varied.contains(definition.id());
        this.charactersMax = definition.type() instanceof Type.CharType text
                ? text.length()
                : ((Type.VarcharType) definition.type()).length();
        this.heap = new ByteHeap(pool);
        this.dictionary = new StringDictionary(pool);
    }

    @Override
    int width() {
        return coded ? 4 : 16;
    }

    /// The dictionary, if all rows are codes of it.
    @Nullable
    StringDictionary dictionary() {
        return coded ? dictionary : null;
    }

    /// The bytes of the rows' strings that are too long for their views.
    long heapBytes() {
        if (!coded) {
            return heap.usedBytes();
        }
        long bytes = 0;
        for (int i = 0; i < rows() && dictionary.heapBytes() > 0; i++) {
            int length = Views.length(dictionary.first(values().get(Lanes.INT, i * 4L)));
            bytes += length > Lanes.VIEW_INLINE_BYTES ? length : 0;
        }
        return bytes;
    }

    @Override
    void write(Column column, @Nullable Selection selection, int count, SegmentAllocator scratch) {
        if (coded && column instanceof Column.Dictionaried coded && writeCodes(coded, selection, count, scratch)) {
            return;
        }
        Column.Plain plain = Flatten.plain(column, selection, scratch);
        if (!this.coded || !intern(plain, count)) {
            copy(plain, count);
        }
        markPresent(plain.validity(), count);
    }

    /// Codes of another dictionary, each looked up once; false if this one is full.
    private boolean writeCodes(
            Column.Dictionaried column, @Nullable Selection selection, int count, SegmentAllocator scratch) {
        Column.Plain theirs = column.dictionary().values();
        if (mappedDictionary != column.dictionary().id()) {
            mappedDictionary = column.dictionary().id();
            mapping = new int[theirs.length()];
            Arrays.fill(mapping, -1);
        }
        MemorySegment codes = scratch.allocate(count * 4L);
        Widening.toInt32(column.codes(), column.width(), 0, selection, count, codes);
        MemorySegment target = values();
        for (int i = 0; i < count; i++) {
            int code = codes.get(Lanes.INT, i * 4L);
            int mine = mapping[code];
            if (mine < 0) {
                long first = theirs.values().get(Lanes.LONG, code * 16L);
                long second = theirs.values().get(Lanes.LONG, code * 16L + 8);
                checkLength(first, second, theirs.heap());
                mine = dictionary.intern(first, second, theirs.heap());
                if (mine == StringDictionary.FULL) {
                    toViews();
                    return false;
                }
                mapping[code] = mine;
            }
            target.set(Lanes.INT, (rows() + i) * 4L, mine);
        }
        markPresent(Bits.gather(column.validity(), selection, scratch), count);
        return true;
    }

    private boolean intern(Column.Plain plain, int count) {
        MemorySegment source = plain.values();
        MemorySegment target = values();
        MemorySegment validity = plain.validity();
        List<MemorySegment> strings = plain.heap();
        for (int i = 0; i < count; i++) {
            int code = 0;
            if (validity == null || Lanes.bit(validity, i)) {
                long first = source.get(Lanes.LONG, i * 16L);
                long second = source.get(Lanes.LONG, i * 16L + 8);
                checkLength(first, second, strings);
                code = dictionary.intern(first, second, strings);
                if (code == StringDictionary.FULL) {
                    toViews();
                    return false;
                }
            }
            target.set(Lanes.INT, (rows() + i) * 4L, code);
        }
        return true;
    }

    private void copy(Column.Plain plain, int count) {
        MemorySegment source = plain.values();
        MemorySegment target = values();
        for (int i = 0; i < count; i++) {
            long at = (rows() + i) * 16L;
            long first = 0;
            long second = 0;
            if (Lanes.bit(plain.validity(), i)) {
                first = source.get(Lanes.LONG, i * 16L);
                second = source.get(Lanes.LONG, i * 16L + 8);
                checkLength(first, second, plain.heap());
                if (!Views.isInline(first)) {
                    second = heap.append(first, second, plain.heap());
                }
            }
            target.set(Lanes.LONG, at, first);
            target.set(Lanes.LONG, at + 8, second);
        }
    }

    /// Characters are counted only where there are more bytes than characters are allowed.
    private void checkLength(long first, long second, List<MemorySegment> strings) {
        if (Views.length(first) > charactersMax) {
            String text = Views.text(first, second, strings);
            if (text.codePointCount(0, text.length()) > charactersMax) {
                throw tooLong(text);
            }
        }
    }

    /// Gives the codes up: they are replaced by views, from the last row on since those are longer.
    private void toViews() {
        if (rows() < (long) ROWS_PER_STRING_MIN * StringDictionary.SIZE_MAX) {
            varied.add(definition().id());
        }
        int[] codes = new int[rows()];
        MemorySegment.copy(values(), Lanes.INT, 0, codes, 0, codes.length);
        long[] words = new long[2 * dictionary.size()];
        for (int code = 0; code < dictionary.size(); code++) {
            long first = dictionary.first(code);
            words[2 * code] = first;
            words[2 * code + 1] = Views.isInline(first)
                    ? dictionary.second(code)
                    : heap.append(first, dictionary.second(code), dictionary.heap());
        }
        move(capacity(), 16);
        coded = false;
        dictionary.close();
        MemorySegment target = values();
        for (int i = 0; i < codes.length; i++) {
            target.set(Lanes.LONG, i * 16L, words[2 * codes[i]]);
            target.set(Lanes.LONG, i * 16L + 8, words[2 * codes[i] + 1]);
        }
    }

    /// Codes as this column's dictionary has them, or views.
    @Override
    void read(int @Nullable [] places, int from, int to, ColumnArrays target) {
        MemorySegment source = values();
        int at = target.count();
        int count = to - from;
        readPresence(places, from, to, target);
        if (coded && target.takesCodes()) {
            int[] ints = target.ints(at + count);
            for (int i = 0; i < count; i++) {
                int row = places == null ? from + i : places[i];
                ints[at + i] = source.get(Lanes.INT, row * 4L);
            }
        } else {
            long[] longs = target.longs(2 * (at + count));
            long base = target.addHeap(coded ? dictionary.heap() : heap.segments());
            for (int i = 0; i < count; i++) {
                int row = places == null ? from + i : places[i];
                long first;
                long second;
                if (!coded) {
                    first = source.get(Lanes.LONG, row * 16L);
                    second = source.get(Lanes.LONG, row * 16L + 8);
                } else if (dictionary.size() == 0) {
                    first = 0;
                    second = 0;
                } else {
                    int code = source.get(Lanes.INT, row * 4L);
                    first = dictionary.first(code);
                    second = dictionary.second(code);
                }
                longs[2 * (at + i)] = first;
                longs[2 * (at + i) + 1] = Views.isInline(first) ? second : second + base;
            }
        }
        target.advance(count);
    }

    @Override
    public void close() {
        super.close();
        heap.close();
        dictionary.close();
    }
}
