package io.colonnade.exec.operator.runtimefilter;

import io.colonnade.exec.kernel.filter.VectorShare;
import java.lang.foreign.MemorySegment;

/// The Vector API's loops, and the scalar ones for most rows while a process is young ({@link VectorShare}).
/// Load this class only if the JVM has the module.
final class WarmingBitmapScan implements BitmapScan {
    private static final int PIECE = 512;
    private static final int CALLS = 900;

    private static final VectorShare SCAN8 = new VectorShare(PIECE, CALLS);
    private static final VectorShare SCAN16 = new VectorShare(PIECE, CALLS);
    private static final VectorShare SCAN32 = new VectorShare(PIECE, CALLS);
    private static final VectorShare KEEP = new VectorShare(PIECE, CALLS);

    private final VectorBitmapScan vector = new VectorBitmapScan();
    private final ScalarBitmapScan scalar = new ScalarBitmapScan();

    @Override
    public int scan8(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int end = from + SCAN8.of(to - from);
        int n = vector.scan8(values, from, end, shift, size, bits, out, count);
        return end < to ? scalar.scan8(values, end, to, shift, size, bits, out, n) : n;
    }

    @Override
    public int scan16(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int end = from + SCAN16.of(to - from);
        int n = vector.scan16(values, from, end, shift, size, bits, out, count);
        return end < to ? scalar.scan16(values, end, to, shift, size, bits, out, n) : n;
    }

    @Override
    public int scan32(MemorySegment values, int from, int to, int shift, int size, int[] bits, int[] out, int count) {
        int end = from + SCAN32.of(to - from);
        int n = vector.scan32(values, from, end, shift, size, bits, out, count);
        return end < to ? scalar.scan32(values, end, to, shift, size, bits, out, n) : n;
    }

    @Override
    public int keep8(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        int part = KEEP.of(count);
        int n = vector.keep8(values, shift, size, bits, positions, part);
        return part < count ? ScalarBitmapScan.rest8(values, shift, size, bits, positions, part, count, n) : n;
    }

    @Override
    public int keep16(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        int part = KEEP.of(count);
        int n = vector.keep16(values, shift, size, bits, positions, part);
        return part < count ? ScalarBitmapScan.rest16(values, shift, size, bits, positions, part, count, n) : n;
    }

    @Override
    public int keep32(MemorySegment values, int shift, int size, int[] bits, int[] positions, int count) {
        int part = KEEP.of(count);
        int n = vector.keep32(values, shift, size, bits, positions, part);
        return part < count ? ScalarBitmapScan.rest32(values, shift, size, bits, positions, part, count, n) : n;
    }
}
