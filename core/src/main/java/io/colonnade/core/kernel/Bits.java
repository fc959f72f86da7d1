package io.colonnade.core.kernel;

import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Loops over bitmaps, a word of 64 rows at a time. Bits past the last row are undefined, as everywhere.
public final class Bits {
    private Bits() {}

    public static long bytes(int rows) {
        return (rows + 63) / 64 * 8L;
    }

    /// The mask of the rows that exist in word `word` of a bitmap of `rows` rows.
    public static long mask(int rows, int word) {
        int left = rows - word * 64;
        return left >= 64 ? -1L : (1L << left) - 1;
    }

    /// How many of the first `rows` bits are set.
    public static int count(MemorySegment bits, int rows) {
        int count = 0;
        for (int word = 0; word * 64 < rows; word++) {
            count += Long.bitCount(bits.get(Lanes.LONG, word * 8L) & mask(rows, word));
        }
        return count;
    }

    /// The bits of the selected rows, side by side; without a bitmap there is none.
    public static @Nullable MemorySegment gather(
            @Nullable MemorySegment bits, @Nullable Selection selection, SegmentAllocator allocator) {
        if (bits == null || selection == null) {
            return bits;
        }
        int[] positions = selection.positions();
        int count = selection.count();
        MemorySegment target = allocator.allocate(bytes(count));
        long word = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            word |= (bits.get(Lanes.BYTE, row >>> 3) >>> (row & 7) & 1L) << i;
            if ((i & 63) == 63) {
                target.set(Lanes.LONG, (i >>> 6) * 8L, word);
                word = 0;
            }
        }
        if ((count & 63) != 0) {
            target.set(Lanes.LONG, (count >>> 6) * 8L, word);
        }
        return target;
    }

    /// Writes the positions of the set bits among the first `rows` and returns how many there are.
    public static int positions(MemorySegment bits, int rows, int[] positions) {
        int count = 0;
        for (int word = 0; word * 64 < rows; word++) {
            long rest = bits.get(Lanes.LONG, word * 8L) & mask(rows, word);
            while (rest != 0) {
                positions[count++] = word * 64 + Long.numberOfTrailingZeros(rest);
                rest &= rest - 1;
            }
        }
        return count;
    }
}
