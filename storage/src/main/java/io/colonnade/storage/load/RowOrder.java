package io.colonnade.storage.load;

import io.colonnade.core.kernel.Views;
import io.colonnade.storage.dictionary.IntSort;
import io.colonnade.storage.image.ColumnRows;
import java.util.Arrays;

/// The order that sorts rows by several columns: the columns are added from the least to the most significant, and
/// each pass keeps the order of equal rows (a radix sort, least significant digit first).
///
/// ```text
/// rows      0:(7,b)  1:(3,c)  2:(7,a)
/// by text   2 0 1     then by number    1 2 0
/// ```
///
/// Ascending; numbers by value, NaN as the greatest, strings by their bytes, NULL last.
final class RowOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private final Runnable cancelCheck;
    private int[] order;
    private int[] spare;
    private boolean sorted = true;

    RowOrder(int rows, Runnable cancelCheck) {
        this.cancelCheck = cancelCheck;
        order = new int[rows];
        spare = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
    }

    /// The row that stands at each place.
    int[] rows() {
        return order;
    }

    /// Whether the rows were in order already.
    boolean isIdentity() {
        return sorted;
    }

    /// Sorts by a column that counts more than those before.
    void by(ColumnRows column) {
        int count = order.length;
        if (column.dictionary() != null) {
            pass(column, spread(column.ints(), count));
        } else {
            switch (column.layout()) {
                case BIT, INT32 -> pass(column, spread(column.ints(), count));
                case INT64 -> pass(column, column.longs());
                case FLOAT64 -> pass(column, reals(column.longs(), count));
                case INT128 -> {
                    long[] low = new long[count];
                    long[] high = new long[count];
                    for (int i = 0; i < count; i++) {
                        low[i] = column.longs()[2 * i] ^ Long.MIN_VALUE;
                        high[i] = column.longs()[2 * i + 1];
                    }
                    pass(column, low);
                    pass(column, high);
                }
                case VIEW -> pass(column, ranks(column, count));
            }
        }
        if (column.validity() != null) {
            long[] absent = new long[count];
            for (int i = 0; i < count; i++) {
                absent[i] = column.isPresent(i) ? 0 : 1;
            }
            pass(absent);
        }
    }

    private static long[] spread(int[] values, int count) {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = values[i];
        }
        return keys;
    }

    private static long[] reals(long[] bits, int count) {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            // Zeros become one, NaNs become one, and negative numbers are turned around.
            long canonical = Double.doubleToLongBits(Double.longBitsToDouble(bits[i]) + 0.0);
            keys[i] = canonical ^ (canonical >> 63 & Long.MAX_VALUE);
        }
        return keys;
    }

    /// For strings without a dictionary: their places in a sort by comparison, the same for equal ones.
    private long[] ranks(ColumnRows column, int count) {
        long[] views = column.longs();
        IntSort.Order bytes = (a, b) -> Views.compare(
                views[2 * a], views[2 * a + 1], column.heap(), views[2 * b], views[2 * b + 1], column.heap());
        int[] positions = new int[count];
        int present = 0;
        for (int i = 0; i < count; i++) {
            if (column.isPresent(i)) {
                positions[present++] = i;
            }
        }
        IntSort.sort(positions, present, bytes, cancelCheck);
        long[] ranks = new long[count];
        long rank = 0;
        for (int i = 1; i < present; i++) {
            rank += bytes.compare(positions[i - 1], positions[i]) == 0 ? 0 : 1;
            ranks[positions[i]] = rank;
        }
        return ranks;
    }

    /// Absent rows are equal, whatever their values are.
    private void pass(ColumnRows column, long[] keys) {
        if (column.validity() != null) {
            for (int i = 0; i < order.length; i++) {
                keys[i] = column.isPresent(i) ? keys[i] : 0;
            }
        }
        pass(keys);
    }

    /// A stable pass over the digits in which signed keys differ.
    private void pass(long[] keys) {
        int count = order.length;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        boolean inOrder = true;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long key = keys[order[i]];
            min = Math.min(min, key);
            max = Math.max(max, key);
            inOrder &= key >= last;
            last = key;
        }
        if (inOrder) {
            return;
        }
        sorted = false;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
        int[] starts = new int[DIGITS];
        for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
            cancelCheck.run();
            digit(keys, min, shift, starts);
        }
    }

    private void digit(long[] keys, long min, int shift, int[] starts) {
        int count = order.length;
        int[] source = order;
        int[] target = spare;
        Arrays.fill(starts, 0);
        for (int i = 0; i < count; i++) {
            starts[(int) (keys[i] - min >>> shift) & DIGITS - 1]++;
        }
        int sum = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int size = starts[digit];
            starts[digit] = sum;
            sum += size;
        }
        for (int i = 0; i < count; i++) {
            int row = source[i];
            target[starts[(int) (keys[row] - min >>> shift) & DIGITS - 1]++] = row;
        }
        order = target;
        spare = source;
    }
}
