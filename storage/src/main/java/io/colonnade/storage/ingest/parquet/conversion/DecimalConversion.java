package io.colonnade.storage.ingest.parquet.conversion;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Decimals as big-endian two's complement of any length.
record DecimalConversion(int scale, Type.DecimalType type) implements Conversion.Bytes {
    @Override
    public void convert(
            MemorySegment source,
            int[] offsets,
            int[] lengths,
            int count,
            MemorySegment target,
            long row,
            int heapIndex) {
        boolean isWide = type.layout() == Layout.INT128;
        // The fast path: 8 significant bytes that need no other scale.
        long limit = type.scale() == scale
                ? BigInteger.TEN.pow(Math.min(18, type.precision())).longValueExact()
                : 0;
        for (int i = 0; i < count; i++) {
            if (limit > 0 && isLong(source, offsets[i], lengths[i])) {
                long value = longValue(source, offsets[i], lengths[i]);
                if (value > -limit && value < limit) {
                    put(target, row + i, value, isWide);
                    continue;
                }
            }
            BigInteger value = exact(source, offsets[i], lengths[i], i);
            if (isWide) {
                Lanes.setInt128(target, row + i, value);
            } else {
                target.set(Lanes.LONG, (row + i) * 8, value.longValueExact());
            }
        }
    }

    private static void put(MemorySegment target, long row, long value, boolean isWide) {
        if (isWide) {
            target.set(Lanes.LONG, row * 16, value);
            target.set(Lanes.LONG, row * 16 + 8, value >> 63);
        } else {
            target.set(Lanes.LONG, row * 8, value);
        }
    }

    /// Whether all but the last 8 bytes repeat the sign of those.
    private static boolean isLong(MemorySegment source, int offset, int length) {
        if (length < 1) {
            return false;
        }
        if (length <= 8) {
            return true;
        }
        int rest = length - 8;
        byte sign = (byte) (source.get(Lanes.BYTE, (long) offset + rest) >> 7);
        for (int i = 0; i < rest; i++) {
            if (source.get(Lanes.BYTE, (long) offset + i) != sign) {
                return false;
            }
        }
        return true;
    }

    private static long longValue(MemorySegment source, int offset, int length) {
        int bytes = Math.min(8, length);
        long word = Long.reverseBytes(source.get(Lanes.LONG, (long) offset + length - bytes));
        return word >> (64 - bytes * 8);
    }

    private BigInteger exact(MemorySegment source, int offset, int length, int index) {
        if (length < 1) {
            throw new BadValue(index, ErrorCode.CORRUPT_DATA, "", "is no number");
        }
        BigInteger unscaled = new BigInteger(source.asSlice(offset, length).toArray(Lanes.BYTE));
        BigInteger value = unscaled.multiply(BigInteger.TEN.pow(type.scale() - scale));
        if (value.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            String text = new BigDecimal(unscaled, scale).toPlainString();
            throw new BadValue(index, ErrorCode.OUT_OF_RANGE, text, "is out of range for " + type.sql());
        }
        return value;
    }
}
