package io.colonnade.benchmarks.loops;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The same with the Vector API: words of bits are gathered, positions compressed, bytes compared 64 at a time. Keys at
/// positions are first put side by side.
///
/// One object per thread, since the indexes of a gather go through memory.
final class VectorConditions implements Conditions {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, LANES * 16)));

    private final int[] words = new int[LANES];
    private final int[] stage = new int[HandQuery.BATCH];

    @Override
    public int findShorts(MemorySegment keys, int[] bits, int from, int to, int[] out) {
        int count = 0;
        int row = from;
        IntVector lanes = IntVector.zero(INTS).addIndex(1);
        for (; row <= to - LANES; row += LANES) {
            IntVector key = (IntVector) ShortVector.fromMemorySegment(SHORTS, keys, row * 2L, ByteOrder.LITTLE_ENDIAN)
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
            VectorMask<Integer> set = set(key, bits, words);
            lanes.add(row).compress(set).intoArray(out, count);
            count += set.trueCount();
        }
        for (; row < to; row++) {
            out[count] = row;
            count += PlainConditions.bit(bits, keys.get(Lanes.SHORT, row * 2L) & 0xFFFF);
        }
        return count;
    }

    @Override
    public int findInts(MemorySegment keys, int[] bits, int from, int to, int[] out) {
        int count = 0;
        int row = from;
        IntVector lanes = IntVector.zero(INTS).addIndex(1);
        for (; row <= to - LANES; row += LANES) {
            IntVector key = IntVector.fromMemorySegment(INTS, keys, row * 4L, ByteOrder.LITTLE_ENDIAN);
            VectorMask<Integer> set = set(key, bits, words);
            lanes.add(row).compress(set).intoArray(out, count);
            count += set.trueCount();
        }
        for (; row < to; row++) {
            out[count] = row;
            count += PlainConditions.bit(bits, keys.get(Lanes.INT, row * 4L));
        }
        return count;
    }

    private static VectorMask<Integer> set(IntVector key, int[] bits, int[] words) {
        key.lanewise(VectorOperators.LSHR, 5).intoArray(words, 0);
        IntVector found = IntVector.fromArray(INTS, bits, 0, words, 0);
        return found.lanewise(VectorOperators.LSHR, key.and(31)).and(1).compare(VectorOperators.NE, 0);
    }

    @Override
    public int findRanges(
            MemorySegment first, int low, int high, MemorySegment second, int bound, int from, int to, int[] out) {
        int count = 0;
        int row = from;
        int step = BYTES.length();
        byte width = (byte) (high - low);
        for (; row <= to - step; row += step) {
            ByteVector a = ByteVector.fromMemorySegment(BYTES, first, row, ByteOrder.LITTLE_ENDIAN);
            ByteVector b = ByteVector.fromMemorySegment(BYTES, second, row, ByteOrder.LITTLE_ENDIAN);
            long passed = a.sub((byte) low)
                    .compare(VectorOperators.ULE, width)
                    .and(b.compare(VectorOperators.ULT, (byte) bound))
                    .toLong();
            while (passed != 0) {
                out[count++] = row + Long.numberOfTrailingZeros(passed);
                passed &= passed - 1;
            }
        }
        for (; row < to; row++) {
            int value = first.get(Lanes.BYTE, row) & 0xFF;
            out[count] = row;
            count += value >= low && value <= high && (second.get(Lanes.BYTE, row) & 0xFF) < bound ? 1 : 0;
        }
        return count;
    }

    @Override
    public int keepShorts(MemorySegment keys, int[] bits, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            stage[i] = keys.get(Lanes.SHORT, positions[i] * 2L) & 0xFFFF;
        }
        return keep(stage, bits, positions, count, words);
    }

    @Override
    public int keepInts(MemorySegment keys, int[] bits, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            stage[i] = keys.get(Lanes.INT, positions[i] * 4L);
        }
        return keep(stage, bits, positions, count, words);
    }

    private static int keep(int[] keys, int[] bits, int[] positions, int count, int[] words) {
        int kept = 0;
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            VectorMask<Integer> set = set(IntVector.fromArray(INTS, keys, i), bits, words);
            IntVector.fromArray(INTS, positions, i).compress(set).intoArray(positions, kept);
            kept += set.trueCount();
        }
        for (; i < count; i++) {
            int row = positions[i];
            positions[kept] = row;
            kept += PlainConditions.bit(bits, keys[i]);
        }
        return kept;
    }
}
