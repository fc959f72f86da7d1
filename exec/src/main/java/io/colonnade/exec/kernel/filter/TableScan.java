package io.colonnade.exec.kernel.filter;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Tests of values in a table of bits: `value + shift` is the index of the bit, and what lies outside of the table is
/// not in it. All rows into a mask, or the selected rows that pass (see {@link SelectedRange}).
final class TableScan {
    private TableScan() {}

    private static long hit(long index, long[] table, long size) {
        return Long.compareUnsigned(index, size) < 0 ? table[(int) (index >>> 6)] >>> index & 1 : 0;
    }

    static void table8(MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= hit((values.get(Lanes.BYTE, (from + i)) & 0xFF) + shift, table, size) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    static int table8(
            MemorySegment values, long shift, long[] table, long size, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (int) hit((values.get(Lanes.BYTE, row) & 0xFF) + shift, table, size) ^ flip;
        }
        return n;
    }

    static void table16(MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= hit((values.get(Lanes.SHORT, (from + i) * 2L) & 0xFFFF) + shift, table, size) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    static int table16(
            MemorySegment values, long shift, long[] table, long size, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (int) hit((values.get(Lanes.SHORT, row * 2L) & 0xFFFF) + shift, table, size) ^ flip;
        }
        return n;
    }

    static void tableUnsigned32(MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= hit((values.get(Lanes.INT, (from + i) * 4L) & 0xFFFF_FFFFL) + shift, table, size) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    static int tableUnsigned32(
            MemorySegment values, long shift, long[] table, long size, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (int) hit((values.get(Lanes.INT, row * 4L) & 0xFFFF_FFFFL) + shift, table, size) ^ flip;
        }
        return n;
    }

    static void table32(MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= hit(values.get(Lanes.INT, (from + i) * 4L) + shift, table, size) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    static int table32(
            MemorySegment values, long shift, long[] table, long size, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (int) hit(values.get(Lanes.INT, row * 4L) + shift, table, size) ^ flip;
        }
        return n;
    }

    static void table64(MemorySegment values, long shift, int rows, long[] table, long size, long[] mask) {
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= hit(values.get(Lanes.LONG, (from + i) * 8L) + shift, table, size) << i;
            }
            mask[from >>> 6] = bits;
        }
    }

    static int table64(
            MemorySegment values, long shift, long[] table, long size, int flip, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            kept[n] = row;
            n += (int) hit(values.get(Lanes.LONG, row * 8L) + shift, table, size) ^ flip;
        }
        return n;
    }
}
