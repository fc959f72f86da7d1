package io.colonnade.exec.kernel.filter;

import io.colonnade.exec.kernel.Words;
import java.lang.foreign.MemorySegment;

/// The Vector API's loops, and the scalar ones for most rows while a process is young ({@link VectorShare}).
/// Load this class only if {@link Simd#isAvailable}.
final class WarmingRangeScan implements RangeScan {
    private static final int PIECE = 1024;
    private static final int CALLS = 800;

    private static final VectorShare SCAN8 = new VectorShare(PIECE, CALLS);
    private static final VectorShare SCAN16 = new VectorShare(PIECE, CALLS);
    private static final VectorShare SCAN32 = new VectorShare(PIECE, CALLS);
    private static final VectorShare SCAN64 = new VectorShare(PIECE, CALLS);
    private static final VectorShare POSITIONS = new VectorShare(PIECE, CALLS);

    private final VectorRangeScan vector = new VectorRangeScan();

    @Override
    public void scan8(MemorySegment values, int rows, byte low, byte span, long[] mask) {
        int part = SCAN8.of(rows);
        vector.scan8(values, part, low, span, mask);
        if (part < rows) {
            ScalarRangeScan.range8(values, part >>> 6, rows, low, span, mask);
        }
    }

    @Override
    public void scan16(MemorySegment values, int rows, short low, short span, long[] mask) {
        int part = SCAN16.of(rows);
        vector.scan16(values, part, low, span, mask);
        if (part < rows) {
            ScalarRangeScan.range16(values, part >>> 6, rows, low, span, mask);
        }
    }

    @Override
    public void scan32(MemorySegment values, int rows, int low, int span, long[] mask) {
        int part = SCAN32.of(rows);
        vector.scan32(values, part, low, span, mask);
        if (part < rows) {
            ScalarRangeScan.range32(values, part >>> 6, rows, low, span, mask);
        }
    }

    @Override
    public void scan64(MemorySegment values, int rows, long low, long span, long[] mask) {
        int part = SCAN64.of(rows);
        vector.scan64(values, part, low, span, mask);
        if (part < rows) {
            ScalarRangeScan.range64(values, part >>> 6, rows, low, span, mask);
        }
    }

    @Override
    public int positions(long[] mask, int rows, int[] positions) {
        int part = POSITIONS.of(rows);
        int count = vector.positions(mask, part, positions);
        for (int word = part + 63 >>> 6; word < Words.words(rows); word++) {
            count = Words.positions(mask[word], word << 6, positions, count);
        }
        return count;
    }
}
