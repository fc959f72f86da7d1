package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Ranges of bits at any place, 56 bits at a time. 8 bytes behind a range must be readable and, in targets, writable;
/// they keep what they had.
final class BitRange {
    private static final int STEP = 56;

    private BitRange() {}

    static void copy(MemorySegment source, long sourceBit, MemorySegment target, long targetBit, int count) {
        for (int done = 0; done < count; done += STEP) {
            long from = sourceBit + done;
            long word = source.get(Lanes.LONG, from >>> 3) >>> (from & 7);
            put(target, targetBit + done, Math.min(STEP, count - done), word);
        }
    }

    static void fill(MemorySegment target, long targetBit, int count, boolean value) {
        for (int done = 0; done < count; done += STEP) {
            put(target, targetBit + done, Math.min(STEP, count - done), value ? -1L : 0);
        }
    }

    static int count(MemorySegment bits, long from, int count) {
        int set = 0;
        for (int done = 0; done < count; done += STEP) {
            long at = from + done;
            long word = bits.get(Lanes.LONG, at >>> 3) >>> (at & 7);
            set += Long.bitCount(word & mask(Math.min(STEP, count - done)));
        }
        return set;
    }

    private static void put(MemorySegment target, long bit, int count, long word) {
        int shift = (int) (bit & 7);
        long mask = mask(count) << shift;
        long old = target.get(Lanes.LONG, bit >>> 3);
        target.set(Lanes.LONG, bit >>> 3, (old & ~mask) | (word << shift & mask));
    }

    private static long mask(int count) {
        return (1L << count) - 1;
    }
}
