package io.colonnade.benchmarks.micro;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// The columns that SSB Q2.1 reads, at scale 1 and in random order, in the widths an image has them, and the three
/// dimensions as arrays indexed by their keys.
///
/// ```text
/// fact   partkey int32   suppkey uint16   orderdate uint16 (day)   revenue int32
/// part   key -> brand code 0..999 within category MFGR#12, else -1      (1 of 25 parts)
/// supplier key -> 1 if in AMERICA                                        (1 of 5)
/// dates  day -> year - 1992
/// ```
final class StarData {
    static final int ROWS = 6_000_000;
    static final int PARTS = 200_000;
    static final int SUPPLIERS = 2_000;
    static final int DAYS = 2_557;
    static final int BRANDS = 1_000;
    static final int YEARS = 7;

    final MemorySegment partKeys = Arena.global().allocate(ROWS * 4L, 64);
    final MemorySegment supplierKeys = Arena.global().allocate(ROWS * 2L, 64);
    final MemorySegment days = Arena.global().allocate(ROWS * 2L, 64);
    final MemorySegment revenues = Arena.global().allocate(ROWS * 4L, 64);
    final short[] brandOfPart = new short[PARTS];
    final byte[] supplierMatches = new byte[SUPPLIERS];
    final byte[] yearOfDay = new byte[DAYS];

    StarData(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long row = 0; row < ROWS; row++) {
            partKeys.set(Lanes.INT, row * 4, random.nextInt(PARTS));
            supplierKeys.set(Lanes.SHORT, row * 2, (short) random.nextInt(SUPPLIERS));
            days.set(Lanes.SHORT, row * 2, (short) random.nextInt(DAYS));
            revenues.set(Lanes.INT, row * 4, random.nextInt(10_000_000));
        }
        for (int part = 0; part < PARTS; part++) {
            brandOfPart[part] = (short) (random.nextInt(25) == 0 ? random.nextInt(BRANDS) : -1);
        }
        for (int supplier = 0; supplier < SUPPLIERS; supplier++) {
            supplierMatches[supplier] = (byte) (random.nextInt(5) == 0 ? 1 : 0);
        }
        for (int day = 0; day < DAYS; day++) {
            yearOfDay[day] = (byte) Math.min(YEARS - 1, day / 365);
        }
    }
}
