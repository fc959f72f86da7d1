package io.colonnade.storage.image;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// The loops that write values less a base in 1, 2 or 4 bytes.
final class Narrowing {
    private Narrowing() {}

    /// The bytes that hold values of 0 to `range` (unsigned), 8 if it takes more than 4.
    static int width(long range) {
        if (range >>> 8 == 0) {
            return 1;
        }
        if (range >>> 16 == 0) {
            return 2;
        }
        return range >>> 32 == 0 ? 4 : 8;
    }

    static void write(int[] values, int from, int count, int base, int width, MemorySegment target) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.BYTE, i, (byte) (values[from + i] - base));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.SHORT, i * 2L, (short) (values[from + i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.INT, i * 4L, values[from + i] - base);
                }
            }
            default -> throw new IllegalArgumentException("width " + width);
        }
    }

    static void write(long[] values, int from, int count, long base, int width, MemorySegment target) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.BYTE, i, (byte) (values[from + i] - base));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.SHORT, i * 2L, (short) (values[from + i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.INT, i * 4L, (int) (values[from + i] - base));
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    target.set(Lanes.LONG, i * 8L, values[from + i] - base);
                }
            }
            default -> throw new IllegalArgumentException("width " + width);
        }
    }
}
