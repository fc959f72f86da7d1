package io.colonnade.exec.spill;

import java.util.Arrays;

/// Where the blocks of one stream lie.
final class SpillStream {
    private long[] offsets = new long[4];
    private int[] lengths = new int[4];
    private int blocks;
    private int longest;
    private long bytes;
    long rows;

    void add(long offset, int length) {
        if (blocks == offsets.length) {
            offsets = Arrays.copyOf(offsets, blocks * 2);
            lengths = Arrays.copyOf(lengths, blocks * 2);
        }
        offsets[blocks] = offset;
        lengths[blocks++] = length;
        longest = Math.max(longest, length);
        bytes += length;
    }

    int blocks() {
        return blocks;
    }

    long offset(int block) {
        return offsets[block];
    }

    int length(int block) {
        return lengths[block];
    }

    /// Bytes of the longest payload.
    int longest() {
        return longest;
    }

    long bytes() {
        return bytes;
    }
}
