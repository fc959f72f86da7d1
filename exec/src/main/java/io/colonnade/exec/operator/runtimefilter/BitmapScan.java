package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.exec.kernel.filter.Simd;
import java.lang.foreign.MemorySegment;

/// Appends the positions `from` to `to` of the rows whose value has its bit set to `count` positions, and
/// answers how many there are then.
///
/// A value's bit is `value + shift`; where that is not below `size`, taken as unsigned, the value has none.
/// `out` needs room for {@link #SLACK} positions more than can pass.
interface BitmapScan {
    /// The most that is written behind the last position.
    int SLACK = 64;

    int scan8(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count);

    int scan16(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count);

    int scan32(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count);

    /// Keeps those of the first `count` positions whose value has its bit set, in place, and answers how many
    /// they are.
    int keep8(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count);

    int keep16(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count);

    int keep32(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count);

    /// The Vector API's loops where the JVM and the processor have what they need.
    static BitmapScan best() {
        return Simd.isAvailable() && VectorBitmapScan.pays() ? new WarmingBitmapScan() : new ScalarBitmapScan();
    }
}
