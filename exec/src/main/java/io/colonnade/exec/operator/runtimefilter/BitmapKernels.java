package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Loops that keep those of some positions whose value has its bit set, in place. Each writes every position and steps
/// over those that pass, so that no branch depends on the data.
///
/// `shift` is the column's base minus the bitmap's least value; `size` the number of bits, and the bit at `size` is
/// clear: values outside land there.
final class BitmapKernels {
    private BitmapKernels() {}

    private static int bit(int[] bits, int index) {
        return bits[index >>> 5] >>> index & 1;
    }

    /// The index, or `size` where it lies outside; by arithmetic, since a branch would be taken at random.
    private static int clamp(long index, long size) {
        long outside = (index | size - index) >> 63;
        return (int) (index ^ (index ^ size) & outside);
    }

    static int bytesAt(MemorySegment offsets, int[] positions, int count, long shift, long size, int[] bits) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, clamp((offsets.get(Lanes.BYTE, row) & 0xFF) + shift, size));
        }
        return n;
    }

    static int shortsAt(MemorySegment offsets, int[] positions, int count, long shift, long size, int[] bits) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, clamp((offsets.get(Lanes.SHORT, row * 2L) & 0xFFFF) + shift, size));
        }
        return n;
    }

    static int intsAt(MemorySegment offsets, int[] positions, int count, long shift, long size, int[] bits) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, clamp((offsets.get(Lanes.INT, row * 4L) & 0xFFFF_FFFFL) + shift, size));
        }
        return n;
    }

    static int signedAt(MemorySegment values, int[] positions, int count, long min, long size, int[] bits) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[n] = row;
            n += bit(bits, clamp(values.get(Lanes.INT, row * 4L) - min, size));
        }
        return n;
    }

    /// The difference may overflow, so the value itself is compared.
    static int longsAt(MemorySegment values, int[] positions, int count, long min, long max, int[] bits) {
        int n = 0;
        long size = max - min + 1;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            long value = values.get(Lanes.LONG, row * 8L);
            positions[n] = row;
            long outside = (value < min ? -1L : 0) | (value > max ? -1L : 0);
            n += bit(bits, (int) ((value - min) ^ (value - min ^ size) & outside));
        }
        return n;
    }

    /// Rows whose code is marked.
    static int marked(MemorySegment codes, int width, byte[] marks, int[] positions, int count) {
        int n = 0;
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    int row = positions[i];
                    positions[n] = row;
                    n += marks[codes.get(Lanes.BYTE, row) & 0xFF];
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    int row = positions[i];
                    positions[n] = row;
                    n += marks[codes.get(Lanes.SHORT, row * 2L) & 0xFFFF];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    int row = positions[i];
                    positions[n] = row;
                    n += marks[codes.get(Lanes.INT, row * 4L)];
                }
            }
        }
        return n;
    }
}
