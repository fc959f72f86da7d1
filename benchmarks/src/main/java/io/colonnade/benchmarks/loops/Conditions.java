package io.colonnade.benchmarks.loops;

import java.lang.foreign.MemorySegment;

/// The conditions of the queries, as one would write them with plain Java and with the Vector API.
///
/// The first condition of a query looks at every row: positions `from` to `to` of the rows that meet it are written to
/// `out`, which has {@link #SLACK} places more than rows. Later ones look at `count` positions, of which those stay, in
/// place, whose row meets them. All return how many positions there are then.
interface Conditions {
    int SLACK = 64;

    /// Rows whose 16-bit key has its bit set.
    int findShorts(MemorySegment keys, int[] bits, int from, int to, int[] out);

    /// Rows whose 32-bit key has its bit set.
    int findInts(MemorySegment keys, int[] bits, int from, int to, int[] out);

    /// Rows where the byte in `first` lies between `low` and `high` and that in `second` is below `bound`.
    int findRanges(
            MemorySegment first, int low, int high, MemorySegment second, int bound, int from, int to, int[] out);

    int keepShorts(MemorySegment keys, int[] bits, int[] positions, int count);

    int keepInts(MemorySegment keys, int[] bits, int[] positions, int count);
}
