package io.colonnade.exec.kernel.filter;

import io.colonnade.exec.kernel.Words;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Range tests with the Vector API: compare lanes, collect the masks into words. Load this class only if
/// {@link Simd#isAvailable}.
public final class VectorRangeScan implements RangeScan {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final long LANES = -1L >>> 64 - INTS.length();

    /// With fewer rows in a word the scalar loop is faster.
    private static final int SPARSE = 6;

    @Override
    public void scan8(MemorySegment values, int rows, byte low, byte span, long[] mask) {
        int full = rows >>> 6;
        range8(values, full, low, span, mask);
        ScalarRangeScan.range8(values, full, rows, low, span, mask);
    }

    private static void range8(MemorySegment values, int words, byte low, byte span, long[] mask) {
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < 64; i += BYTES.length()) {
                ByteVector lanes =
                        ByteVector.fromMemorySegment(BYTES, values, ((word << 6) + i) * 1L, ByteOrder.LITTLE_ENDIAN);
                bits |= lanes.sub(low).compare(VectorOperators.ULE, span).toLong() << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan16(MemorySegment values, int rows, short low, short span, long[] mask) {
        int full = rows >>> 6;
        range16(values, full, low, span, mask);
        ScalarRangeScan.range16(values, full, rows, low, span, mask);
    }

    private static void range16(MemorySegment values, int words, short low, short span, long[] mask) {
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < 64; i += SHORTS.length()) {
                ShortVector lanes =
                        ShortVector.fromMemorySegment(SHORTS, values, ((word << 6) + i) * 2L, ByteOrder.LITTLE_ENDIAN);
                bits |= lanes.sub(low).compare(VectorOperators.ULE, span).toLong() << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan32(MemorySegment values, int rows, int low, int span, long[] mask) {
        int full = rows >>> 6;
        range32(values, full, low, span, mask);
        ScalarRangeScan.range32(values, full, rows, low, span, mask);
    }

    private static void range32(MemorySegment values, int words, int low, int span, long[] mask) {
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < 64; i += INTS.length()) {
                IntVector lanes =
                        IntVector.fromMemorySegment(INTS, values, ((word << 6) + i) * 4L, ByteOrder.LITTLE_ENDIAN);
                bits |= lanes.sub(low).compare(VectorOperators.ULE, span).toLong() << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public void scan64(MemorySegment values, int rows, long low, long span, long[] mask) {
        int full = rows >>> 6;
        range64(values, full, low, span, mask);
        ScalarRangeScan.range64(values, full, rows, low, span, mask);
    }

    private static void range64(MemorySegment values, int words, long low, long span, long[] mask) {
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < 64; i += LONGS.length()) {
                LongVector lanes =
                        LongVector.fromMemorySegment(LONGS, values, ((word << 6) + i) * 8L, ByteOrder.LITTLE_ENDIAN);
                bits |= lanes.sub(low).compare(VectorOperators.ULE, span).toLong() << i;
            }
            mask[word] = bits;
        }
    }

    @Override
    public int positions(long[] mask, int rows, int[] positions) {
        int count = 0;
        int words = Words.words(rows);
        for (int word = 0; word < words; word++) {
            long bits = mask[word];
            // Whole vectors are stored, also past the last position: only where the array has room for them.
            count = Long.bitCount(bits) < SPARSE || (word << 6) + 64 > positions.length
                    ? Words.positions(bits, word << 6, positions, count)
                    : compress(bits, word << 6, positions, count);
        }
        return count;
    }

    private static int compress(long bits, int base, int[] positions, int count) {
        int at = count;
        for (int i = 0; i < 64; i += INTS.length()) {
            long part = bits >>> i & LANES;
            IntVector.zero(INTS)
                    .addIndex(1)
                    .add(base + i)
                    .compress(VectorMask.fromLong(INTS, part))
                    .intoArray(positions, at);
            at += Long.bitCount(part);
        }
        return at;
    }
}
