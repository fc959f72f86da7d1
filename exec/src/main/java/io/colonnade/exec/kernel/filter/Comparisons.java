package io.colonnade.exec.kernel.filter;

import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.kernel.Views;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.kernel.Bitmaps;
import io.colonnade.exec.kernel.number.DoubleOrder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// Compares two plain columns of one layout, row by row, into a bitmap. Two loops a layout do for all six operators:
/// `a > b` is `b < a`, `a <= b` is not `b < a`. NULLs are compared like other values; the caller drops them.
public final class Comparisons {
    private Comparisons() {}

    public static MemorySegment compare(
            ComparisonOperator operator, Column.Plain a, Column.Plain b, SegmentAllocator allocator) {
        int rows = a.length();
        MemorySegment bits = Bitmaps.allocate(rows, allocator);
        switch (operator) {
            case EQUAL, NOT_EQUAL -> equal(a, b, rows, bits);
            case LESS, GREATER_OR_EQUAL -> less(a, b, rows, bits);
            case GREATER, LESS_OR_EQUAL -> less(b, a, rows, bits);
        }
        switch (operator) {
            case EQUAL, LESS, GREATER -> {}
            case NOT_EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> Bitmaps.not(bits, rows, bits);
        }
        return bits;
    }

    private static void less(Column.Plain a, Column.Plain b, int rows, MemorySegment bits) {
        switch (a.layout()) {
            case BIT -> Bitmaps.less(a.values(), b.values(), rows, bits);
            case INT32 -> less32(a.values(), b.values(), rows, bits);
            case INT64 -> less64(a.values(), b.values(), rows, bits);
            case INT128 -> less128(a.values(), b.values(), rows, bits);
            case FLOAT64 -> lessDouble(a.values(), b.values(), rows, bits);
            case VIEW -> lessView(a, b, rows, bits);
        }
    }

    private static void equal(Column.Plain a, Column.Plain b, int rows, MemorySegment bits) {
        switch (a.layout()) {
            case BIT -> Bitmaps.equal(a.values(), b.values(), rows, bits);
            case INT32 -> equal32(a.values(), b.values(), rows, bits);
            case INT64 -> equal64(a.values(), b.values(), rows, bits);
            case INT128 -> equal128(a.values(), b.values(), rows, bits);
            case FLOAT64 -> equalDouble(a.values(), b.values(), rows, bits);
            case VIEW -> equalView(a, b, rows, bits);
        }
    }

    private static boolean less128(MemorySegment a, MemorySegment b, long at) {
        long high = a.get(Lanes.LONG, at + 8);
        long other = b.get(Lanes.LONG, at + 8);
        return high < other
                || (high == other && Long.compareUnsigned(a.get(Lanes.LONG, at), b.get(Lanes.LONG, at)) < 0);
    }

    private static boolean equal128(MemorySegment a, MemorySegment b, long at) {
        return a.get(Lanes.LONG, at) == b.get(Lanes.LONG, at) && a.get(Lanes.LONG, at + 8) == b.get(Lanes.LONG, at + 8);
    }

    private static void less32(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (a.get(Lanes.INT, (from + i) * 4L) < b.get(Lanes.INT, (from + i) * 4L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void less64(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (a.get(Lanes.LONG, (from + i) * 8L) < b.get(Lanes.LONG, (from + i) * 8L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void lessDouble(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (DoubleOrder.of(a.get(Lanes.LONG, (from + i) * 8L))
                                        < DoubleOrder.of(b.get(Lanes.LONG, (from + i) * 8L))
                                ? 1L
                                : 0L)
                        << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void less128(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (less128(a, b, (from + i) * 16L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void lessView(Column.Plain a, Column.Plain b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (Views.less(a, b, from + i) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void equal32(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (a.get(Lanes.INT, (from + i) * 4L) == b.get(Lanes.INT, (from + i) * 4L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void equal64(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (a.get(Lanes.LONG, (from + i) * 8L) == b.get(Lanes.LONG, (from + i) * 8L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void equalDouble(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (DoubleOrder.of(a.get(Lanes.LONG, (from + i) * 8L))
                                        == DoubleOrder.of(b.get(Lanes.LONG, (from + i) * 8L))
                                ? 1L
                                : 0L)
                        << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void equal128(MemorySegment a, MemorySegment b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (equal128(a, b, (from + i) * 16L) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private static void equalView(Column.Plain a, Column.Plain b, int rows, MemorySegment bits) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                word |= (Views.areEqual(a, b, from + i) ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }
}
