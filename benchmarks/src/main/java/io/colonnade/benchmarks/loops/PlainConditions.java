package io.colonnade.benchmarks.loops;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// Plain loops without a branch on data: each position is written, and stepped over if its row passes.
final class PlainConditions implements Conditions {
    @Override
    public int findShorts(MemorySegment keys, int[] bits, int from, int to, int[] out) {
        int count = 0;
        for (int row = from; row < to; row++) {
            out[count] = row;
            count += bit(bits, keys.get(Lanes.SHORT, row * 2L) & 0xFFFF);
        }
        return count;
    }

    @Override
    public int findInts(MemorySegment keys, int[] bits, int from, int to, int[] out) {
        int count = 0;
        for (int row = from; row < to; row++) {
            out[count] = row;
            count += bit(bits, keys.get(Lanes.INT, row * 4L));
        }
        return count;
    }

    @Override
    public int findRanges(
            MemorySegment first, int low, int high, MemorySegment second, int bound, int from, int to, int[] out) {
        int count = 0;
        int width = high - low;
        for (int row = from; row < to; row++) {
            int inside = width - ((first.get(Lanes.BYTE, row) & 0xFF) - low & 0xFF);
            int below = bound - 1 - (second.get(Lanes.BYTE, row) & 0xFF);
            out[count] = row;
            count += (inside | below) >>> 31 ^ 1;
        }
        return count;
    }

    @Override
    public int keepShorts(MemorySegment keys, int[] bits, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += bit(bits, keys.get(Lanes.SHORT, row * 2L) & 0xFFFF);
        }
        return kept;
    }

    @Override
    public int keepInts(MemorySegment keys, int[] bits, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += bit(bits, keys.get(Lanes.INT, row * 4L));
        }
        return kept;
    }

    static int bit(int[] bits, int key) {
        return bits[key >>> 5] >>> key & 1;
    }
}
