package io.colonnade.storage.dictionary;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;

/// The distinct strings seen so far, each with a code in the order of first sight.
///
/// An open-addressing table of codes over two arrays of words; at most {@link #SIZE_MAX} strings, so the arrays are
/// bounded, and the bytes of long strings lie in accounted memory. *Thread safety*: one thread at a time.
public final class StringDictionary implements Strings, AutoCloseable {
    public static final int SIZE_MAX = Dictionary.SIZE_MAX;
    /// Answered by {@link #intern} for one string too many.
    public static final int FULL = -1;

    private final ByteHeap heap;
    private long[] words = new long[64];
    private int[] table = new int[64];
    private int size;

    public StringDictionary(MemoryPool pool) {
        this.heap = new ByteHeap(pool);
        Arrays.fill(table, -1);
    }

    @Override
    public int size() {
        return size;
    }

    /// Memory of all kinds that it takes.
    public long bytes() {
        return heap.bytes() + words.length * 8L + table.length * 4L;
    }

    /// Bytes of the strings that are longer than a view holds.
    public long heapBytes() {
        return heap.bytes();
    }

    @Override
    public List<MemorySegment> heap() {
        return heap.segments();
    }

    @Override
    public long first(int code) {
        return words[2 * code];
    }

    @Override
    public long second(int code) {
        return words[2 * code + 1];
    }

    /// The code of a string, a new one if it was not seen before, or {@link #FULL}.
    public int intern(long first, long second, List<MemorySegment> source) {
        int mask = table.length - 1;
        int at = (int) (Views.hash(first, second, source) & mask);
        while (true) {
            int code = table[at];
            if (code < 0) {
                return insert(at, first, second, source);
            }
            if (words[2 * code] == first
                    && (Views.isInline(first)
                            ? words[2 * code + 1] == second
                            : Views.areEqual(first, words[2 * code + 1], heap.segments(), first, second, source))) {
                return code;
            }
            at = at + 1 & mask;
        }
    }

    private int insert(int at, long first, long second, List<MemorySegment> source) {
        if (size == SIZE_MAX) {
            return FULL;
        }
        if (2 * size == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        words[2 * size] = first;
        words[2 * size + 1] = Views.isInline(first) ? second : heap.append(first, second, source);
        table[at] = size++;
        if (2 * size > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, -1);
        int mask = table.length - 1;
        for (int code = 0; code < size; code++) {
            int at = (int) (Views.hash(words[2 * code], words[2 * code + 1], heap.segments()) & mask);
            while (table[at] >= 0) {
                at = at + 1 & mask;
            }
            table[at] = code;
        }
    }

    /// For each code its position among the strings in binary order.
    public int[] ranks() {
        int[] order = IntSort.sort(
                size,
                (a, b) -> Views.compare(
                        words[2 * a],
                        words[2 * a + 1],
                        heap.segments(),
                        words[2 * b],
                        words[2 * b + 1],
                        heap.segments()));
        int[] ranks = new int[size];
        for (int i = 0; i < size; i++) {
            ranks[order[i]] = i;
        }
        return ranks;
    }

    /// The strings in binary order, as `ranks` says; they share this dictionary's heap.
    public Column.Plain sorted(Type type, int[] ranks, SegmentAllocator allocator) {
        MemorySegment values = allocator.allocate(Math.max(16, size * 16L));
        for (int code = 0; code < size; code++) {
            values.set(Lanes.LONG, ranks[code] * 16L, words[2 * code]);
            values.set(Lanes.LONG, ranks[code] * 16L + 8, words[2 * code + 1]);
        }
        return new Column.Plain(type, size, values, null, List.copyOf(heap.segments()));
    }

    @Override
    public void close() {
        heap.close();
        size = 0;
    }
}
