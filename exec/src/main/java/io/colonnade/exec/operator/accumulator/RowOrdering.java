package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Puts the numbers of rows, 4 bytes each, in order, in place: by quicksort with three parts, so that many
/// equal rows cost nothing. Pivots are drawn by a fixed sequence: no order of the input is a bad one for
/// long.
///
/// *Thread safety*: one thread.
final class RowOrdering {
    private static final int SMALL = 12;

    /// The order of two rows.
    interface Comparison {
        int compare(int a, int b);
    }

    private final MemorySegment rows;
    private final Comparison order;
    private long random = 0x9E37_79B9_7F4A_7C15L;
    /// Where the rows that equal the pivot begin and end.
    private int low;
    private int high;

    RowOrdering(MemorySegment rows, Comparison order) {
        this.rows = rows;
        this.order = order;
    }

    private int get(int i) {
        return rows.get(Lanes.INT, i * 4L);
    }

    void swap(int i, int j) {
        int row = get(i);
        rows.set(Lanes.INT, i * 4L, get(j));
        rows.set(Lanes.INT, j * 4L, row);
    }

    /// Sorts entries `from` to `to`.
    void sort(int from, int to) {
        int start = from;
        int end = to;
        while (end - start > SMALL) {
            part(start, end);
            int lowEnd = low;
            int highStart = high;
            // The smaller part by itself, so that the depth stays small.
            if (lowEnd - start < end - highStart) {
                sort(start, lowEnd);
                start = highStart;
            } else {
                sort(highStart, end);
                end = lowEnd;
            }
        }
        insertion(start, end);
    }

    /// Has entry `k` of `from` to `to` be what it would be if they were sorted, none before it greater, none
    /// behind it less; answers the row.
    int select(int from, int to, int k) {
        int start = from;
        int end = to;
        while (end - start > SMALL) {
            part(start, end);
            if (k < low) {
                end = low;
            } else if (k >= high) {
                start = high;
            } else {
                return get(k);
            }
        }
        insertion(start, end);
        return get(k);
    }

    private void insertion(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            int row = get(i);
            int at = i;
            while (at > start && order.compare(row, get(at - 1)) < 0) {
                rows.set(Lanes.INT, at * 4L, get(at - 1));
                at--;
            }
            rows.set(Lanes.INT, at * 4L, row);
        }
    }

    private int draw(int start, int end) {
        random = random * 6364136223846793005L + 1442695040888963407L;
        return start + (int) Math.unsignedMultiplyHigh(random, end - (long) start);
    }

    private void part(int start, int end) {
        int a = get(draw(start, end));
        int b = get(draw(start, end));
        int c = get(draw(start, end));
        int pivot = order.compare(a, b) < 0
                ? (order.compare(b, c) < 0 ? b : order.compare(a, c) < 0 ? c : a)
                : (order.compare(a, c) < 0 ? a : order.compare(b, c) < 0 ? c : b);
        int less = start;
        int greater = end;
        int i = start;
        while (i < greater) {
            int compared = order.compare(get(i), pivot);
            if (compared < 0) {
                swap(less++, i++);
            } else if (compared > 0) {
                swap(i, --greater);
            } else {
                i++;
            }
        }
        low = less;
        high = greater;
    }
}
