package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Bitmap tests row by row: every position is written, and stepped over if it passes, so that no branch
/// depends on the data.
final class ScalarBitmapScan implements BitmapScan {
    static int bit(int[] bits, int index, int size) {
        // The lesser of both as unsigned numbers, and never by a branch.
        int inside = Math.min(index ^ Integer.MIN_VALUE, size ^ Integer.MIN_VALUE) ^ Integer.MIN_VALUE;
        return bits[inside >>> 5] >>> inside & 1;
    }

    @Override
    public int scan8(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int n = count;
        for (int i = from; i < to; i++) {
            out[n] = i;
            n += bit(bits, (values.get(Lanes.BYTE, i) & 0xFF) + shift, size);
        }
        return n;
    }

    @Override
    public int scan16(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int n = count;
        for (int i = from; i < to; i++) {
            out[n] = i;
            n += bit(bits, (values.get(Lanes.SHORT, i * 2L) & 0xFFFF) + shift, size);
        }
        return n;
    }

    @Override
    public int scan32(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int n = count;
        for (int i = from; i < to; i++) {
            out[n] = i;
            n += bit(bits, values.get(Lanes.INT, i * 4L) + shift, size);
        }
        return n;
    }

    @Override
    public int keep8(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        return rest8(values, shift, size, bits, positions, 0, count, 0);
    }

    /// Those from `from` to `to`, behind `kept` positions.
    static int rest8(
            MemorySegment values, int shift, int size, int[] bits, int[] positions, int from, int to, int kept) {
        int n = kept;
        for (int i = from; i < to; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, (values.get(Lanes.BYTE, row) & 0xFF) + shift, size);
        }
        return n;
    }

    @Override
    public int keep16(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        return rest16(values, shift, size, bits, positions, 0, count, 0);
    }

    /// Those from `from` to `to`, behind `kept` positions.
    static int rest16(
            MemorySegment values, int shift, int size, int[] bits, int[] positions, int from, int to, int kept) {
        int n = kept;
        for (int i = from; i < to; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, (values.get(Lanes.SHORT, row * 2L) & 0xFFFF) + shift, size);
        }
        return n;
    }

    @Override
    public int keep32(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        return rest32(values, shift, size, bits, positions, 0, count, 0);
    }

    /// Those from `from` to `to`, behind `kept` positions.
    static int rest32(
            MemorySegment values, int shift, int size, int[] bits, int[] positions, int from, int to, int kept) {
        int n = kept;
        for (int i = from; i < to; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, values.get(Lanes.INT, row * 4L) + shift, size);
        }
        return n;
    }
}
