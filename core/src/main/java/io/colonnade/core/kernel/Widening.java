package io.colonnade.core.kernel;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Unsigned values of 1, 2 or 4 bytes plus a base as int32 or int64, of all rows or of the selected ones. One loop
/// per width, so that each is compiled for its own.
public final class Widening {
    private Widening() {}

    public static void toInt32(
            MemorySegment source, int width, int base, @Nullable Selection selection, int rows, MemorySegment target) {
        if (selection == null) {
            switch (width) {
                case 1 -> bytesToInts(source, base, rows, target);
                case 2 -> shortsToInts(source, base, rows, target);
                case 4 -> intsToInts(source, base, rows, target);
                default -> throw new IllegalArgumentException("width " + width);
            }
        } else {
            int[] positions = selection.positions();
            switch (width) {
                case 1 -> bytesToInts(source, positions, base, rows, target);
                case 2 -> shortsToInts(source, positions, base, rows, target);
                case 4 -> intsToInts(source, positions, base, rows, target);
                default -> throw new IllegalArgumentException("width " + width);
            }
        }
    }

    public static void toInt64(
            MemorySegment source, int width, long base, @Nullable Selection selection, int rows, MemorySegment target) {
        if (selection == null) {
            switch (width) {
                case 1 -> bytesToLongs(source, base, rows, target);
                case 2 -> shortsToLongs(source, base, rows, target);
                case 4 -> intsToLongs(source, base, rows, target);
                default -> throw new IllegalArgumentException("width " + width);
            }
        } else {
            int[] positions = selection.positions();
            switch (width) {
                case 1 -> bytesToLongs(source, positions, base, rows, target);
                case 2 -> shortsToLongs(source, positions, base, rows, target);
                case 4 -> intsToLongs(source, positions, base, rows, target);
                default -> throw new IllegalArgumentException("width " + width);
            }
        }
    }

    private static void bytesToInts(MemorySegment source, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + (source.get(Lanes.BYTE, i) & 0xFF));
        }
    }

    private static void shortsToInts(MemorySegment source, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + (source.get(Lanes.SHORT, i * 2L) & 0xFFFF));
        }
    }

    private static void intsToInts(MemorySegment source, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + source.get(Lanes.INT, i * 4L));
        }
    }

    private static void bytesToInts(MemorySegment source, int[] positions, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + (source.get(Lanes.BYTE, positions[i]) & 0xFF));
        }
    }

    private static void shortsToInts(MemorySegment source, int[] positions, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + (source.get(Lanes.SHORT, positions[i] * 2L) & 0xFFFF));
        }
    }

    private static void intsToInts(MemorySegment source, int[] positions, int base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.INT, i * 4L, base + source.get(Lanes.INT, positions[i] * 4L));
        }
    }

    private static void bytesToLongs(MemorySegment source, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.BYTE, i) & 0xFF));
        }
    }

    private static void shortsToLongs(MemorySegment source, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.SHORT, i * 2L) & 0xFFFF));
        }
    }

    private static void intsToLongs(MemorySegment source, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.INT, i * 4L) & 0xFFFF_FFFFL));
        }
    }

    private static void bytesToLongs(MemorySegment source, int[] positions, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.BYTE, positions[i]) & 0xFF));
        }
    }

    private static void shortsToLongs(
            MemorySegment source, int[] positions, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.SHORT, positions[i] * 2L) & 0xFFFF));
        }
    }

    private static void intsToLongs(MemorySegment source, int[] positions, long base, int rows, MemorySegment target) {
        for (int i = 0; i < rows; i++) {
            target.set(Lanes.LONG, i * 8L, base + (source.get(Lanes.INT, positions[i] * 4L) & 0xFFFF_FFFFL));
        }
    }
}
