package io.colonnade.benchmarks.loops;

import java.lang.foreign.MemorySegment;

/// The first condition of a query, which looks at every row: positions `from` to `to` of the rows that meet it are
/// written to `out`, which has {@link #SLACK} places more than rows, and their number is returned.
///
/// Two kinds, as one would write them with plain Java and with the Vector API.
interface FirstPass {
    int SLACK = 64;

    /// Rows whose 16-bit key has its bit set.
    int bitsOfShorts(MemorySegment keys, int from, int to, int[] bits, int[] out);

    /// Rows whose 32-bit key has its bit set.
    int bitsOfInts(MemorySegment keys, int from, int to, int[] bits, int[] out);

    /// Rows where the byte in `first` lies between `low` and `high` and that in `second` is below `bound`.
    int ranges(MemorySegment first, int low, int high, MemorySegment second, int bound, int from, int to, int[] out);
}
