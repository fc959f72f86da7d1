package io.colonnade.storage.dictionary;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Strings as pairs of words, the 16 bytes of an Arrow view read little-endian.
///
/// ```text
/// first    length (low 32 bits) | bytes 0-3
/// second   bytes 4-11, zero padded    or    heap index (low 32 bits) | offset
/// ```
public final class Views {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private Views() {}

    public static int length(long first) {
        return (int) first;
    }

    public static boolean isInline(long first) {
        return (int) first <= Lanes.VIEW_INLINE_BYTES;
    }

    /// The second word of a long string.
    public static long reference(int heapIndex, long offset) {
        return heapIndex | offset << 32;
    }

    /// The bytes of a long string.
    public static MemorySegment longBytes(long first, long second, List<MemorySegment> heap) {
        return heap.get((int) second).asSlice(second >>> 32, (int) first);
    }

    public static String text(long first, long second, List<MemorySegment> heap) {
        if (!isInline(first)) {
            return new String(longBytes(first, second, heap).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[(int) first];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 4 ? first >>> 32 + 8 * i : second >>> 8 * (i - 4));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The order of the bytes, unsigned.
    public static int compare(
            long first1,
            long second1,
            List<MemorySegment> heap1,
            long first2,
            long second2,
            List<MemorySegment> heap2) {
        int prefix = Integer.compareUnsigned(
                Integer.reverseBytes((int) (first1 >>> 32)), Integer.reverseBytes((int) (first2 >>> 32)));
        if (prefix != 0) {
            return prefix;
        }
        if (isInline(first1) && isInline(first2)) {
            int rest = Long.compareUnsigned(Long.reverseBytes(second1), Long.reverseBytes(second2));
            return rest != 0 ? rest : Integer.compare((int) first1, (int) first2);
        }
        return compareBytes(bytes(first1, second1, heap1), bytes(first2, second2, heap2));
    }

    public static boolean areEqual(
            long first1,
            long second1,
            List<MemorySegment> heap1,
            long first2,
            long second2,
            List<MemorySegment> heap2) {
        if (first1 != first2) {
            return false;
        }
        return isInline(first1)
                ? second1 == second2
                : longBytes(first1, second1, heap1).mismatch(longBytes(first2, second2, heap2)) == -1;
    }

    /// The same for the same bytes, wherever they lie.
    public static long hash(long first, long second, List<MemorySegment> heap) {
        if (isInline(first)) {
            return mix(mix(first) ^ second);
        }
        MemorySegment bytes = longBytes(first, second, heap);
        long size = bytes.byteSize();
        long hash = mix(first);
        long at = 4;
        for (; at + 8 <= size; at += 8) {
            hash = mix(hash ^ bytes.get(Lanes.LONG, at));
        }
        return mix(hash ^ bytes.get(Lanes.LONG, size - 8));
    }

    private static long mix(long value) {
        long product = value * MIX;
        return product ^ product >>> 32;
    }

    private static MemorySegment bytes(long first, long second, List<MemorySegment> heap) {
        if (!isInline(first)) {
            return longBytes(first, second, heap);
        }
        byte[] bytes = new byte[(int) first];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 4 ? first >>> 32 + 8 * i : second >>> 8 * (i - 4));
        }
        return MemorySegment.ofArray(bytes);
    }

    private static int compareBytes(MemorySegment a, MemorySegment b) {
        long at = a.mismatch(b);
        if (at < 0) {
            return 0;
        }
        if (at == a.byteSize()) {
            return -1;
        }
        if (at == b.byteSize()) {
            return 1;
        }
        return Integer.compare(a.get(Lanes.BYTE, at) & 0xFF, b.get(Lanes.BYTE, at) & 0xFF);
    }
}
