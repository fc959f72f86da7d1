package io.colonnade.exec.kernel;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Masks of the rows of a page as words on the heap: bit `i & 63` of word `i >>> 6` says whether row `i` counts. Bits
/// past the last row are undefined until {@link #trim}.
public final class Words {
    /// Words that a mask of the largest page needs.
    public static final int MAX = (Page.ROWS_MAX + 63) / 64;

    private Words() {}

    public static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    public static void fill(long[] mask, int rows, long word) {
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] = word;
        }
    }

    public static void and(long[] mask, long[] other, int rows) {
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] &= other[i];
        }
    }

    public static void not(long[] mask, int rows) {
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] = ~mask[i];
        }
    }

    /// Drops the rows whose bit in a bitmap is clear; without a bitmap none.
    public static void and(long[] mask, @Nullable MemorySegment bits, int rows) {
        if (bits == null) {
            return;
        }
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] &= bits.get(Lanes.LONG, i * 8L);
        }
    }

    /// Adds the rows whose bit in a bitmap is clear; without a bitmap none.
    public static void orNot(long[] mask, @Nullable MemorySegment bits, int rows) {
        if (bits == null) {
            return;
        }
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] |= ~bits.get(Lanes.LONG, i * 8L);
        }
    }

    public static void load(MemorySegment bits, int rows, long[] mask) {
        int words = words(rows);
        for (int i = 0; i < words; i++) {
            mask[i] = bits.get(Lanes.LONG, i * 8L);
        }
    }

    /// Sets the bits `from` to `to - 1`.
    public static void set(long[] mask, int from, int to) {
        for (int word = from >>> 6; word * 64 < to; word++) {
            int low = Math.max(from - word * 64, 0);
            int high = Math.min(to - word * 64, 64);
            mask[word] |= -1L >>> (64 - (high - low)) << low;
        }
    }

    /// Clears the bits past the last row and counts those that are set.
    public static int trim(long[] mask, int rows) {
        int words = words(rows);
        int count = 0;
        for (int i = 0; i < words; i++) {
            mask[i] &= Bits.mask(rows, i);
            count += Long.bitCount(mask[i]);
        }
        return count;
    }

    /// Writes the rows of a trimmed mask and returns how many there are.
    public static int positions(long[] mask, int rows, int[] positions) {
        int words = words(rows);
        int count = 0;
        for (int word = 0; word < words; word++) {
            long rest = mask[word];
            int base = word << 6;
            if (rest == -1L) {
                for (int i = 0; i < 64; i++) {
                    positions[count + i] = base + i;
                }
                count += 64;
            } else {
                count = positions(rest, base, positions, count);
            }
        }
        return count;
    }

    /// Appends the rows of one word, the first of which is row `base`, and returns how many there are then.
    public static int positions(long word, int base, int[] positions, int count) {
        int at = count;
        long rest = word;
        while (rest != 0) {
            positions[at++] = base + Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return at;
    }
}
