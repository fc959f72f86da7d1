package io.colonnade.exec.operator.sort;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Merge sort of row numbers by their words; stable, so that equal rows keep the order in which they came to a driver.
final class RowSort {
    private static final int INSERTION_ROWS = 16;
    private static final int CHECKED_ROWS = 1 << 14;

    private RowSort() {}

    /// Writes the numbers from `from` to `to` in order to the same places of `order`; `spare` is as large.
    static void sort(
            OrderWords words, MemorySegment order, MemorySegment spare, int from, int to, Runnable cancelCheck) {
        for (int row = from; row < to; row++) {
            order.set(Lanes.INT, row * 4L, row);
        }
        for (int start = from; start < to; start += INSERTION_ROWS) {
            if ((start - from & CHECKED_ROWS - 1) == 0) {
                cancelCheck.run();
            }
            insertionSort(words, order, start, Math.min(to, start + INSERTION_ROWS));
        }
        MemorySegment source = order;
        MemorySegment target = spare;
        for (long width = INSERTION_ROWS; width < to - from; width *= 2) {
            for (long start = from; start < to; start += 2 * width) {
                int middle = (int) Math.min(to, start + width);
                int end = (int) Math.min(to, start + 2 * width);
                merge(words, source, target, (int) start, middle, end, cancelCheck);
            }
            MemorySegment swap = source;
            source = target;
            target = swap;
        }
        if (!source.equals(order)) {
            MemorySegment.copy(source, from * 4L, order, from * 4L, (to - from) * 4L);
        }
    }

    private static void insertionSort(OrderWords words, MemorySegment order, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = order.get(Lanes.INT, i * 4L);
            int j = i - 1;
            while (j >= from && words.compare(order.get(Lanes.INT, j * 4L), row) > 0) {
                order.set(Lanes.INT, (j + 1) * 4L, order.get(Lanes.INT, j * 4L));
                j--;
            }
            order.set(Lanes.INT, (j + 1) * 4L, row);
        }
    }

    /// Merges two neighbouring sorted parts of `source` into the same places of `target`.
    static void merge(
            OrderWords words,
            MemorySegment source,
            MemorySegment target,
            int from,
            int middle,
            int to,
            Runnable cancelCheck) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            if ((i & CHECKED_ROWS - 1) == 0) {
                cancelCheck.run();
            }
            boolean takeLeft;
            if (left == middle) {
                takeLeft = false;
            } else if (right == to) {
                takeLeft = true;
            } else {
                takeLeft = words.compare(source.get(Lanes.INT, left * 4L), source.get(Lanes.INT, right * 4L)) <= 0;
            }
            target.set(Lanes.INT, i * 4L, source.get(Lanes.INT, (takeLeft ? left++ : right++) * 4L));
        }
    }
}
