package io.colonnade.storage.load;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column being put together from slices of runs: arrays that are used again for each column of a segment.
///
/// *Size*: at most those of one segment's rows, 16 bytes a row and their sorted copies; a job has one.
final class ColumnArrays {
    private int[] ints = {};
    private long[] longs = {};
    private int[] sortedInts = {};
    private long[] sortedLongs = {};
    private long @Nullable [] validity;
    private List<MemorySegment> heap = new ArrayList<>();
    private int count;
    private int rows;
    private boolean codes;

    /// Begins a column of `rows` rows; strings come as codes or as views.
    void begin(int newRows, boolean takeCodes) {
        rows = newRows;
        codes = takeCodes;
        count = 0;
        validity = null;
        heap = new ArrayList<>();
    }

    int count() {
        return count;
    }

    void advance(int more) {
        count += more;
    }

    boolean takesCodes() {
        return codes;
    }

    int[] ints(int atLeast) {
        if (ints.length < atLeast) {
            ints = Arrays.copyOf(ints, Math.max(rows, atLeast));
        }
        return ints;
    }

    long[] longs(int atLeast) {
        if (longs.length < atLeast) {
            longs = Arrays.copyOf(longs, Math.max(rows, atLeast));
        }
        return longs;
    }

    void setNull(int row) {
        long[] present = validity;
        if (present == null) {
            present = new long[(rows + 63) / 64];
            Arrays.fill(present, -1L);
            validity = present;
        }
        present[row >>> 6] &= ~(1L << row);
    }

    /// Adds what views point into and returns what is to be added to their second words.
    long addHeap(List<MemorySegment> segments) {
        int base = heap.size();
        heap.addAll(segments);
        return base;
    }

    List<MemorySegment> heap() {
        return heap;
    }

    /// Presence of the rows in the given order, null if all are present.
    long @Nullable [] validity(int @Nullable [] order) {
        long[] present = validity;
        if (present == null || order == null) {
            return present;
        }
        long[] sorted = new long[(count + 63) / 64];
        for (int i = 0; i < count; i++) {
            int row = order[i];
            sorted[i >>> 6] |= (present[row >>> 6] >>> row & 1) << i;
        }
        return sorted;
    }

    int[] ints(int @Nullable [] order) {
        ints(count);
        if (order == null) {
            return ints;
        }
        if (sortedInts.length < count) {
            sortedInts = new int[count];
        }
        int[] source = ints;
        int[] target = sortedInts;
        for (int i = 0; i < count; i++) {
            target[i] = source[order[i]];
        }
        return target;
    }

    long[] longs(int @Nullable [] order) {
        longs(count);
        if (order == null) {
            return longs;
        }
        if (sortedLongs.length < count) {
            sortedLongs = new long[count];
        }
        long[] source = longs;
        long[] target = sortedLongs;
        for (int i = 0; i < count; i++) {
            target[i] = source[order[i]];
        }
        return target;
    }

    /// Pairs of words in the given order.
    long[] pairs(int @Nullable [] order) {
        longs(2 * count);
        if (order == null) {
            return longs;
        }
        if (sortedLongs.length < 2 * count) {
            sortedLongs = new long[2 * count];
        }
        for (int i = 0; i < count; i++) {
            int row = order[i];
            sortedLongs[2 * i] = longs[2 * row];
            sortedLongs[2 * i + 1] = longs[2 * row + 1];
        }
        return sortedLongs;
    }
}
