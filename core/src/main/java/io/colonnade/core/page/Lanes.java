package io.colonnade.core.page;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How single values of Arrow's layouts are read from and written to memory: little-endian, at any address.
public final class Lanes {
    public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The longest string that lies inside its view.
    public static final int VIEW_INLINE_BYTES = 12;

    private Lanes() {}

    /// A bit of a bitmap, or true where there is no bitmap.
    public static boolean bit(@Nullable MemorySegment bits, long row) {
        return bits == null || (bits.get(BYTE, row >>> 3) >>> (row & 7) & 1) != 0;
    }

    public static void setBit(MemorySegment bits, long row, boolean value) {
        int mask = 1 << (row & 7);
        byte old = bits.get(BYTE, row >>> 3);
        bits.set(BYTE, row >>> 3, (byte) (value ? old | mask : old & ~mask));
    }

    static @Nullable MemorySegment sliceBits(@Nullable MemorySegment bits, int from) {
        return bits == null ? null : bits.asSlice(from / 8);
    }

    public static int int32(MemorySegment values, long row) {
        return values.get(INT, row * 4);
    }

    public static long int64(MemorySegment values, long row) {
        return values.get(LONG, row * 8);
    }

    /// An unsigned value of 1, 2 or 4 bytes.
    public static long unsigned(MemorySegment values, int width, long row) {
        return switch (width) {
            case 1 -> values.get(BYTE, row) & 0xFF;
            case 2 -> values.get(SHORT, row * 2) & 0xFFFF;
            case 4 -> values.get(INT, row * 4) & 0xFFFF_FFFFL;
            default -> throw new IllegalArgumentException("width " + width);
        };
    }

    public static BigInteger int128(MemorySegment values, long row) {
        return join128(values.get(LONG, row * 16 + 8), values.get(LONG, row * 16));
    }

    public static BigInteger join128(long high, long low) {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(64).or(unsignedLow);
    }

    public static void setInt128(MemorySegment values, long row, BigInteger value) {
        values.set(LONG, row * 16, value.longValue());
        values.set(LONG, row * 16 + 8, value.shiftRight(64).longValueExact());
    }

    /// Bytes of the string in a view.
    public static int viewLength(MemorySegment views, long row) {
        return views.get(INT, row * 16);
    }

    /// Where the bytes of a view lie: in the view itself or in the heap.
    public static MemorySegment viewBytes(MemorySegment views, List<MemorySegment> heap, long row) {
        int length = viewLength(views, row);
        if (length <= VIEW_INLINE_BYTES) {
            return views.asSlice(row * 16 + 4, length);
        }
        int index = views.get(INT, row * 16 + 8);
        int offset = views.get(INT, row * 16 + 12);
        return heap.get(index).asSlice(offset, length);
    }

    public static String text(MemorySegment views, List<MemorySegment> heap, long row) {
        return new String(viewBytes(views, heap, row).toArray(BYTE), StandardCharsets.UTF_8);
    }

    /// Writes a view of bytes that, if they are longer than 12, lie at `offset` of heap buffer `index`.
    public static void setView(MemorySegment views, long row, MemorySegment bytes, int index, int offset) {
        int length = (int) bytes.byteSize();
        long at = row * 16;
        views.set(INT, at, length);
        if (length <= VIEW_INLINE_BYTES) {
            views.set(INT, at + 4, 0);
            views.set(LONG, at + 8, 0);
            MemorySegment.copy(bytes, 0, views, at + 4, length);
        } else {
            MemorySegment.copy(bytes, 0, views, at + 4, 4);
            views.set(INT, at + 8, index);
            views.set(INT, at + 12, offset);
        }
    }

    /// A present value of a plain column.
    static Datum datum(Type type, MemorySegment values, List<MemorySegment> heap, int row) {
        return switch (type.layout()) {
            case BIT -> Datum.of(bit(values, row));
            case INT32 -> Datum.of(int32(values, row));
            case INT64 -> Datum.of(int64(values, row));
            case INT128 -> new Datum.Wide(int128(values, row));
            case FLOAT64 -> Datum.of(values.get(DOUBLE, row * 8L));
            case VIEW -> Datum.of(text(values, heap, row));
        };
    }
}
