package io.colonnade.exec.kernel.filter;

/// An immutable set of integers by open addressing, at most half full.
public final class LongHashSet {
    private final long[] slots;
    private final int shift;
    private final boolean holdsZero;

    public LongHashSet(long[] values) {
        int size = Integer.highestOneBit(Math.max(8, values.length * 4 - 1));
        boolean zero = false;
        slots = new long[size];
        shift = 64 - Integer.numberOfTrailingZeros(size);
        for (long value : values) {
            zero |= value == 0;
            int at = slot(value, shift);
            while (slots[at] != 0 && slots[at] != value) {
                at = at + 1 & size - 1;
            }
            slots[at] = value;
        }
        holdsZero = zero;
    }

    private static int slot(long value, int shift) {
        return (int) (value * 0x9E37_79B9_7F4A_7C15L >>> shift);
    }

    public boolean contains(long value) {
        if (value == 0) {
            return holdsZero;
        }
        int at = slot(value, shift);
        while (slots[at] != 0) {
            if (slots[at] == value) {
                return true;
            }
            at = at + 1 & slots.length - 1;
        }
        return false;
    }
}
