package io.colonnade.storage.dictionary;

/// A stable merge sort of the numbers 0 to n-1 by a comparison: for keys that have no integer form.
public final class IntSort {
    private static final int INSERTION_ROWS = 16;

    private IntSort() {}

    /// Compares what two numbers stand for.
    public interface Order {
        int compare(int a, int b);
    }

    static int[] sort(int count, Order order) {
        int[] items = new int[count];
        for (int i = 0; i < count; i++) {
            items[i] = i;
        }
        sort(items, count, order, () -> {});
        return items;
    }

    /// Sorts the first `count` items; `cancelCheck` may throw between passes over them.
    public static void sort(int[] items, int count, Order order, Runnable cancelCheck) {
        for (int from = 0; from < count; from += INSERTION_ROWS) {
            insert(items, from, Math.min(count, from + INSERTION_ROWS), order);
        }
        int[] source = items;
        int[] target = new int[count];
        for (int width = INSERTION_ROWS; width < count; width *= 2) {
            cancelCheck.run();
            for (int from = 0; from < count; from += 2 * width) {
                merge(source, from, Math.min(count, from + width), Math.min(count, from + 2 * width), target, order);
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        if (source != items) {
            System.arraycopy(source, 0, items, 0, count);
        }
    }

    private static void insert(int[] items, int from, int to, Order order) {
        for (int i = from + 1; i < to; i++) {
            int item = items[i];
            int at = i;
            while (at > from && order.compare(items[at - 1], item) > 0) {
                items[at] = items[at - 1];
                at--;
            }
            items[at] = item;
        }
    }

    private static void merge(int[] source, int from, int middle, int to, int[] target, Order order) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            if (left < middle && (right == to || order.compare(source[left], source[right]) <= 0)) {
                target[i] = source[left++];
            } else {
                target[i] = source[right++];
            }
        }
    }
}
