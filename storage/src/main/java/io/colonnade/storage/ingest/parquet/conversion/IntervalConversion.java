package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/// To INTERVAL: our own 16 bytes, the number of an interval, or Parquet's 12 bytes: months, days and milliseconds,
/// each of 4 bytes, little-endian, without a sign.
record IntervalConversion(boolean isParquets) implements Conversion.Bytes {
    private static final int OWN_BYTES = 16;
    private static final int PARQUETS_BYTES = 12;

    @Override
    public void convert(
            MemorySegment source,
            int[] offsets,
            int[] lengths,
            int count,
            MemorySegment target,
            long row,
            int heapIndex) {
        for (int i = 0; i < count; i++) {
            if (lengths[i] != (isParquets ? PARQUETS_BYTES : OWN_BYTES)) {
                throw new BadValue(i, ErrorCode.CORRUPT_DATA, "", "is no interval");
            }
            try {
                Lanes.setInt128(target, row + i, interval(source, offsets[i]).number());
            } catch (IllegalArgumentException e) {
                throw new BadValue(i, ErrorCode.OUT_OF_RANGE, "", "is out of range for " + Type.INTERVAL.sql());
            }
        }
    }

    private Interval interval(MemorySegment source, long at) {
        if (!isParquets) {
            return Interval.of(new BigInteger(source.asSlice(at, OWN_BYTES).toArray(Lanes.BYTE)));
        }
        long months = Integer.toUnsignedLong(source.get(Lanes.INT, at));
        long days = Integer.toUnsignedLong(source.get(Lanes.INT, at + 4));
        long millis = Integer.toUnsignedLong(source.get(Lanes.INT, at + 8));
        if (months > Interval.MONTHS_MAX || days > Interval.DAYS_MAX) {
            throw new IllegalArgumentException("parts");
        }
        return new Interval((int) months, (int) days, millis * 1000);
    }
}
