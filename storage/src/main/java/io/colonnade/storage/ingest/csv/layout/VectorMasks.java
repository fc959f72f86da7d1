package io.colonnade.storage.ingest.csv.layout;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The comparisons of {@link ByteMasks} in vectors; loaded only if their module is there.
final class VectorMasks {
    private static final VectorSpecies<Byte> SPECIES =
            ByteVector.SPECIES_PREFERRED.length() > 64 ? ByteVector.SPECIES_512 : ByteVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorMasks() {}

    static long equal(MemorySegment bytes, long offset, byte value) {
        long mask = 0;
        for (int i = 0; i < 64; i += LANES) {
            ByteVector vector = ByteVector.fromMemorySegment(SPECIES, bytes, offset + i, ByteOrder.LITTLE_ENDIAN);
            mask |= vector.compare(VectorOperators.EQ, value).toLong() << i;
        }
        return mask;
    }

    static long negative(MemorySegment bytes, long offset) {
        long mask = 0;
        for (int i = 0; i < 64; i += LANES) {
            ByteVector vector = ByteVector.fromMemorySegment(SPECIES, bytes, offset + i, ByteOrder.LITTLE_ENDIAN);
            mask |= vector.compare(VectorOperators.LT, (byte) 0).toLong() << i;
        }
        return mask;
    }
}
