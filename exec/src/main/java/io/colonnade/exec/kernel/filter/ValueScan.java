package io.colonnade.exec.kernel.filter;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.kernel.Words;
import java.lang.foreign.MemorySegment;

/// Applies a {@link ValueTest} to the values of a column in the form they are stored in: constants move to the column's
/// offset space, the column is not decoded.
///
/// ```text
/// Narrow base 1990, width 8    test 1992 .. 1997   ->   bytes 2 .. 7
/// ```
///
/// NULLs are tested like other values; the caller drops them.
public final class ValueScan {
    /// How the raw values lie in memory, and what is added to each.
    private enum Lane {
        UNSIGNED8(0, 0xFF),
        UNSIGNED16(0, 0xFFFF),
        UNSIGNED32(0, 0xFFFF_FFFFL),
        INT32(Integer.MIN_VALUE, Integer.MAX_VALUE),
        INT64(Long.MIN_VALUE, Long.MAX_VALUE);

        final long min;
        final long max;

        Lane(long min, long max) {
            this.min = min;
            this.max = max;
        }

        static Lane unsigned(int width) {
            return switch (width) {
                case 1 -> UNSIGNED8;
                case 2 -> UNSIGNED16;
                case 4 -> UNSIGNED32;
                default -> throw new IllegalArgumentException("width " + width);
            };
        }
    }

    private final RangeScan ranges;

    public ValueScan(RangeScan ranges) {
        this.ranges = ranges;
    }

    /// All rows of a plain INT32 or INT64 column.
    public void scan(Column.Plain column, ValueTest test, long[] mask) {
        scan(lane(column.layout()), column.values(), 0, column.length(), test, mask);
    }

    public void scan(Column.Narrow column, ValueTest test, long[] mask) {
        scan(Lane.unsigned(column.width()), column.offsets(), column.base(), column.length(), test, mask);
    }

    /// All rows by their codes.
    public void scan(Column.Dictionaried column, ValueTest test, long[] mask) {
        scan(Lane.unsigned(column.width()), column.codes(), 0, column.length(), test, mask);
    }

    public int narrow(Column.Plain column, ValueTest test, int[] rows, int count, int[] kept) {
        return narrow(lane(column.layout()), column.values(), 0, test, rows, count, kept);
    }

    public int narrow(Column.Narrow column, ValueTest test, int[] rows, int count, int[] kept) {
        return narrow(Lane.unsigned(column.width()), column.offsets(), column.base(), test, rows, count, kept);
    }

    public int narrow(Column.Dictionaried column, ValueTest test, int[] rows, int count, int[] kept) {
        return narrow(Lane.unsigned(column.width()), column.codes(), 0, test, rows, count, kept);
    }

    /// Keeps the selected rows whose bit is set.
    public static int present(MemorySegment bits, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += bits.get(Lanes.BYTE, row >>> 3) >>> (row & 7) & 1;
        }
        return n;
    }

    private static Lane lane(Layout layout) {
        return layout == Layout.INT32 ? Lane.INT32 : Lane.INT64;
    }

    private void scan(Lane lane, MemorySegment values, long base, int rows, ValueTest test, long[] mask) {
        switch (test) {
            case ValueTest.Nothing t -> Words.fill(mask, rows, 0);
            case ValueTest.Everything t -> Words.fill(mask, rows, -1);
            case ValueTest.Range t -> {
                scanRange(
                        lane,
                        values,
                        raw(t.low(), base, lane),
                        raw(t.high(), base, lane),
                        outside(t, base, lane),
                        rows,
                        mask);
                if (t.negated()) {
                    Words.not(mask, rows);
                }
            }
            case ValueTest.Table t -> {
                scanTable(lane, values, base - t.first(), rows, t.bits(), t.size(), mask);
                if (t.negated()) {
                    Words.not(mask, rows);
                }
            }
            case ValueTest.Hashed t -> scanHashed(lane, values, base, rows, t, mask);
        }
    }

    /// Whether no raw value of the lane is in the range.
    private static boolean outside(ValueTest.Range range, long base, Lane lane) {
        return compare(range.high(), base, lane.min) < 0 || compare(range.low(), base, lane.max) > 0;
    }

    /// `value - base` against a raw value, as if without overflow: bases are values of the column, so that only one
    /// subtraction can overflow, and its sign tells the side.
    private static int compare(long value, long base, long raw) {
        long difference = value - base;
        if (((value ^ base) & (value ^ difference)) < 0) {
            return value < base ? -1 : 1;
        }
        return Long.compare(difference, raw);
    }

    /// The raw value nearest to a value.
    private static long raw(long value, long base, Lane lane) {
        if (compare(value, base, lane.min) < 0) {
            return lane.min;
        }
        return compare(value, base, lane.max) > 0 ? lane.max : value - base;
    }

    private void scanRange(Lane lane, MemorySegment values, long low, long high, boolean empty, int rows, long[] mask) {
        if (empty) {
            Words.fill(mask, rows, 0);
            return;
        }
        long span = high - low;
        switch (lane) {
            case UNSIGNED8 -> ranges.scan8(values, rows, (byte) low, (byte) span, mask);
            case UNSIGNED16 -> ranges.scan16(values, rows, (short) low, (short) span, mask);
            case UNSIGNED32, INT32 -> ranges.scan32(values, rows, (int) low, (int) span, mask);
            case INT64 -> ranges.scan64(values, rows, low, span, mask);
        }
    }

    private static void scanTable(
            Lane lane, MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        switch (lane) {
            case UNSIGNED8 -> TableScan.table8(values, shift, rows, table, size, mask);
            case UNSIGNED16 -> TableScan.table16(values, shift, rows, table, size, mask);
            case UNSIGNED32 -> TableScan.tableUnsigned32(values, shift, rows, table, size, mask);
            case INT32 -> TableScan.table32(values, shift, rows, table, size, mask);
            case INT64 -> TableScan.table64(values, shift, rows, table, size, mask);
        }
    }

    private static void scanHashed(
            Lane lane, MemorySegment values, long base, int rows, ValueTest.Hashed test, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                boolean hit = test.values().contains(base + value(lane, values, from + i));
                bits |= (hit != test.negated() ? 1L : 0L) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    private static long value(Lane lane, MemorySegment values, int row) {
        return switch (lane) {
            case UNSIGNED8 -> values.get(Lanes.BYTE, row) & 0xFF;
            case UNSIGNED16 -> values.get(Lanes.SHORT, row * 2L) & 0xFFFF;
            case UNSIGNED32 -> values.get(Lanes.INT, row * 4L) & 0xFFFF_FFFFL;
            case INT32 -> values.get(Lanes.INT, row * 4L);
            case INT64 -> values.get(Lanes.LONG, row * 8L);
        };
    }

    private static int narrow(
            Lane lane, MemorySegment values, long base, ValueTest test, int[] rows, int count, int[] kept) {
        return switch (test) {
            case ValueTest.Nothing t -> 0;
            case ValueTest.Everything t -> all(rows, count, kept);
            case ValueTest.Range t -> {
                int flip = t.negated() ? 1 : 0;
                if (outside(t, base, lane)) {
                    yield t.negated() ? all(rows, count, kept) : 0;
                }
                long low = raw(t.low(), base, lane);
                yield narrowRange(lane, values, low, raw(t.high(), base, lane) - low, flip, rows, count, kept);
            }
            case ValueTest.Table t ->
                narrowTable(lane, values, base - t.first(), t, t.negated() ? 1 : 0, rows, count, kept);
            case ValueTest.Hashed t -> narrowHashed(lane, values, base, t, rows, count, kept);
        };
    }

    private static int all(int[] rows, int count, int[] kept) {
        System.arraycopy(rows, 0, kept, 0, count);
        return count;
    }

    private static int narrowRange(
            Lane lane, MemorySegment values, long low, long span, int flip, int[] rows, int count, int[] kept) {
        return switch (lane) {
            case UNSIGNED8 -> SelectedRange.range8(values, (byte) low, (byte) span, flip, rows, count, kept);
            case UNSIGNED16 -> SelectedRange.range16(values, (short) low, (short) span, flip, rows, count, kept);
            case UNSIGNED32, INT32 -> SelectedRange.range32(values, (int) low, (int) span, flip, rows, count, kept);
            case INT64 -> SelectedRange.range64(values, low, span, flip, rows, count, kept);
        };
    }

    private static int narrowTable(
            Lane lane,
            MemorySegment values,
            long shift,
            ValueTest.Table t,
            int flip,
            int[] rows,
            int count,
            int[] kept) {
        long[] bits = t.bits();
        long size = t.size();
        return switch (lane) {
            case UNSIGNED8 -> TableScan.table8(values, shift, bits, size, flip, rows, count, kept);
            case UNSIGNED16 -> TableScan.table16(values, shift, bits, size, flip, rows, count, kept);
            case UNSIGNED32 -> TableScan.tableUnsigned32(values, shift, bits, size, flip, rows, count, kept);
            case INT32 -> TableScan.table32(values, shift, bits, size, flip, rows, count, kept);
            case INT64 -> TableScan.table64(values, shift, bits, size, flip, rows, count, kept);
        };
    }

    private static int narrowHashed(
            Lane lane, MemorySegment values, long base, ValueTest.Hashed test, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += test.values().contains(base + value(lane, values, row)) != test.negated() ? 1 : 0;
        }
        return n;
    }
}
