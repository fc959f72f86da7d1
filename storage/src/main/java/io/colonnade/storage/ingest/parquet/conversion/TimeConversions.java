package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;

/// Points in time to microseconds, those of nanoseconds rounded.
final class TimeConversions {
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private TimeConversions() {}

    record NanosToMicros() implements Conversion.Fixed {
        @Override
        public int width() {
            return 8;
        }

        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                target.set(Lanes.LONG, (row + i) * 8, rounded(source.get(Lanes.LONG, offset + i * 8L)));
            }
        }
    }

    /// Times of day in 4 or 8 bytes, divided, which rounds, and multiplied.
    record TimeToMicros(int width, int divisor, int factor) implements Conversion.Fixed {
        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                long value =
                        width == 8 ? source.get(Lanes.LONG, offset + i * 8L) : source.get(Lanes.INT, offset + i * 4L);
                boolean inside = value >= 0 && value < MICROS_A_DAY / factor * divisor;
                // The last half microsecond of a day has none after it to be rounded to.
                long micros = divisor == 1 ? value * factor : Math.min(rounded(value), MICROS_A_DAY - 1);
                if (!inside) {
                    throw new BadValue(
                            i, ErrorCode.OUT_OF_RANGE, Long.toString(value), "is out of range for " + Type.TIME.sql());
                }
                target.set(Lanes.LONG, (row + i) * 8, micros);
            }
        }
    }

    /// Nanoseconds of the day in 8 bytes and the Julian day in 4, as Impala and old Spark write it.
    record Int96ToMicros() implements Conversion.Fixed {
        @Override
        public int width() {
            return 12;
        }

        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                long nanos = source.get(Lanes.LONG, offset + i * 12L);
                long day = source.get(Lanes.INT, offset + i * 12L + 8) - JULIAN_DAY_OF_1970;
                long micros = rounded(nanos);
                // Julian days of 32 bits reach 20 times as far as microseconds of 64.
                if (Math.abs(day) > Long.MAX_VALUE / MICROS_A_DAY - 2 || Math.abs(micros) > MICROS_A_DAY) {
                    String text = "day " + day + " and " + nanos + " ns";
                    throw new BadValue(i, ErrorCode.OUT_OF_RANGE, text, "is out of range for " + Type.TIMESTAMP.sql());
                }
                target.set(Lanes.LONG, (row + i) * 8, day * MICROS_A_DAY + micros);
            }
        }
    }

    private static long rounded(long nanos) {
        long micros = Math.floorDiv(nanos, 1000L);
        return nanos - micros * 1000 >= 500 ? micros + 1 : micros;
    }
}
