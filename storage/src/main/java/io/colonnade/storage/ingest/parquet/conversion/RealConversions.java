package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// To DOUBLE from what it holds exactly.
final class RealConversions {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RealConversions() {}

    record FloatToDouble() implements Conversion.Fixed {
        @Override
        public int width() {
            return 4;
        }

        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                target.set(Lanes.DOUBLE, (row + i) * 8, source.get(FLOAT, offset + i * 4L));
            }
        }
    }

    record Int32ToDouble(boolean isUnsigned) implements Conversion.Fixed {
        @Override
        public int width() {
            return 4;
        }

        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            long mask = isUnsigned ? 0xFFFF_FFFFL : -1L;
            for (int i = 0; i < count; i++) {
                target.set(Lanes.DOUBLE, (row + i) * 8, source.get(Lanes.INT, offset + i * 4L) & mask);
            }
        }
    }
}
