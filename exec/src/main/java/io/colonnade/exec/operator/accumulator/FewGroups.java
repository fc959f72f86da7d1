package io.colonnade.exec.operator.accumulator;

import java.util.Arrays;

/// Sums of a page by group where groups are few, made on the heap: four rows side by side go to four sums of their
/// group, so that none waits for the one before it.
///
/// *Thread safety*: one thread.
final class FewGroups {
    /// Clearing and adding up the sums of more groups would take as long as the page.
    static final int MAX = 128;

    private static final int LANES = 4;

    private final long[] lanes = new long[MAX * LANES];

    /// The sums of the first `groupCount` groups, modulo 2^64; the array is good until the next call.
    long[] sums(int[] groups, long[] values, int rows, int groupCount) {
        long[] sums = lanes;
        Arrays.fill(sums, 0, groupCount * LANES, 0);
        int i = 0;
        for (; i < rows - (LANES - 1); i += LANES) {
            sums[groups[i] * LANES] += values[i];
            sums[groups[i + 1] * LANES + 1] += values[i + 1];
            sums[groups[i + 2] * LANES + 2] += values[i + 2];
            sums[groups[i + 3] * LANES + 3] += values[i + 3];
        }
        for (; i < rows; i++) {
            sums[groups[i] * LANES] += values[i];
        }
        return fold(groupCount);
    }

    /// The rows of each of the first `groupCount` groups.
    long[] counts(int[] groups, int rows, int groupCount) {
        long[] counts = lanes;
        Arrays.fill(counts, 0, groupCount * LANES, 0);
        int i = 0;
        for (; i < rows - (LANES - 1); i += LANES) {
            counts[groups[i] * LANES]++;
            counts[groups[i + 1] * LANES + 1]++;
            counts[groups[i + 2] * LANES + 2]++;
            counts[groups[i + 3] * LANES + 3]++;
        }
        for (; i < rows; i++) {
            counts[groups[i] * LANES]++;
        }
        return fold(groupCount);
    }

    private long[] fold(int groupCount) {
        for (int group = 0; group < groupCount; group++) {
            int at = group * LANES;
            lanes[group] = lanes[at] + lanes[at + 1] + lanes[at + 2] + lanes[at + 3];
        }
        return lanes;
    }
}
