package io.colonnade.exec.kernel.filter;

import io.colonnade.exec.kernel.Words;
import java.lang.foreign.MemorySegment;

/// The loops of filters that have twins: tests all values of a column for a range and leaves the answers as a mask
/// ({@link Words}), and turns a mask into positions.
///
/// A value `v` is in `low .. low + span` where `v - low`, taken as unsigned in the width of the values, is at most
/// `span`; so the same loop serves signed and unsigned values.
public interface RangeScan {
    void scan8(MemorySegment values, int rows, byte low, byte span, long[] mask);

    void scan16(MemorySegment values, int rows, short low, short span, long[] mask);

    void scan32(MemorySegment values, int rows, int low, int span, long[] mask);

    void scan64(MemorySegment values, int rows, long low, long span, long[] mask);

    /// Writes the rows of a trimmed mask into `positions`, which has room for all rows, and returns how many
    /// there are.
    int positions(long[] mask, int rows, int[] positions);

    /// The Vector API's loops where the JVM has it.
    static RangeScan best() {
        return Simd.isAvailable() ? new WarmingRangeScan() : new ScalarRangeScan();
    }
}
