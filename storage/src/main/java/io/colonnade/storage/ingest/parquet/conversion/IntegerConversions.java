package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Integers of 4 or 8 bytes, which may be unscaled decimals.
final class IntegerConversions {
    private IntegerConversions() {}

    /// The bytes as they are.
    record Copy(int width) implements Conversion.Fixed {
        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            MemorySegment.copy(source, offset, target, row * width, (long) count * width);
        }
    }

    /// Times a factor, if the value is within `low` and `high`, to 4 or 8 bytes.
    record Scaled(int width, boolean isUnsigned, int scale, long low, long high, long factor, Type type)
            implements Conversion.Fixed {
        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            int bad = type.layout().bytes() == 4
                    ? toInts(source, offset, count, target, row)
                    : toLongs(source, offset, count, target, row);
            if (bad >= 0) {
                throw outOfRange(bad, value(source, offset, bad, width, isUnsigned), scale, isUnsigned, type);
            }
        }

        private int toInts(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                long value = value(source, offset, i, width, isUnsigned);
                if (value < low || value > high) {
                    return i;
                }
                target.set(Lanes.INT, (row + i) * 4, (int) (value * factor));
            }
            return -1;
        }

        private int toLongs(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                long value = value(source, offset, i, width, isUnsigned);
                if (value < low || value > high) {
                    return i;
                }
                target.set(Lanes.LONG, (row + i) * 8, value * factor);
            }
            return -1;
        }
    }

    /// The same to 16 bytes.
    record ToInt128(int width, boolean isUnsigned, int scale, long low, long high, long factor, Type type)
            implements Conversion.Fixed {
        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            for (int i = 0; i < count; i++) {
                long value = value(source, offset, i, width, isUnsigned);
                if (value < low || value > high) {
                    throw outOfRange(i, value, scale, isUnsigned, type);
                }
                target.set(Lanes.LONG, (row + i) * 16, value * factor);
                target.set(Lanes.LONG, (row + i) * 16 + 8, Math.multiplyHigh(value, factor));
            }
        }
    }

    /// To a decimal of so much larger a scale that the factor exceeds 64 bits.
    record ToWideDecimal(int width, boolean isUnsigned, int scale, Type.DecimalType type) implements Conversion.Fixed {
        @Override
        public void convert(MemorySegment source, long offset, int count, MemorySegment target, long row) {
            BigInteger limit = BigInteger.TEN.pow(type.precision());
            BigInteger factor = BigInteger.TEN.pow(type.scale() - scale);
            for (int i = 0; i < count; i++) {
                long value = value(source, offset, i, width, isUnsigned);
                BigInteger scaled = BigInteger.valueOf(value).multiply(factor);
                if (scaled.abs().compareTo(limit) >= 0 || (isUnsigned && value < 0)) {
                    throw outOfRange(i, value, scale, isUnsigned, type);
                }
                Lanes.setInt128(target, row + i, scaled);
            }
        }
    }

    private static long value(MemorySegment source, long offset, int index, int width, boolean isUnsigned) {
        if (width == 8) {
            return source.get(Lanes.LONG, offset + index * 8L);
        }
        int value = source.get(Lanes.INT, offset + index * 4L);
        return isUnsigned ? value & 0xFFFF_FFFFL : value;
    }

    private static BadValue outOfRange(int index, long value, int scale, boolean isUnsigned, Type type) {
        String text = isUnsigned
                ? Long.toUnsignedString(value)
                : BigDecimal.valueOf(value, scale).toPlainString();
        return new BadValue(index, ErrorCode.OUT_OF_RANGE, text, "is out of range for " + type.sql());
    }
}
