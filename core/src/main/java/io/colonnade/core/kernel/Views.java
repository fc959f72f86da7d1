package io.colonnade.core.kernel;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Single strings as they lie in Arrow views: where their bytes are, their order by UTF-8 bytes, whether they are
/// equal, and a hash. A view is a row of a column, or two words, its 16 bytes read little-endian.
///
/// ```text
/// first    length (low 32 bits) | bytes 0-3
/// second   bytes 4-11, zero padded    or    heap index (low 32 bits) | offset
/// ```
///
/// Nothing is copied, and most comparisons end with the first word.
public final class Views {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    /// Up to this length a string is copied word by word: preparing a copy in bulk would take longer.
    private static final int COPY_BYTES_MAX = 256;

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

    /// Copies the bytes of a long string to `target` from `at` on.
    public static void copyLong(long first, long second, List<MemorySegment> heap, MemorySegment target, long at) {
        MemorySegment source = heap.get((int) second);
        long from = second >>> 32;
        int length = (int) first;
        if (length > COPY_BYTES_MAX) {
            MemorySegment.copy(source, from, target, at, length);
            return;
        }
        // The last word overlaps the one before.
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            target.set(Lanes.LONG, at + i, source.get(Lanes.LONG, from + i));
        }
        target.set(Lanes.LONG, at + last, source.get(Lanes.LONG, from + last));
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

    /// The memory that the bytes of a row's string lie in; they begin at {@link #start}.
    public static MemorySegment base(MemorySegment views, List<MemorySegment> heap, long row) {
        return Lanes.viewLength(views, row) <= Lanes.VIEW_INLINE_BYTES
                ? views
                : heap.get(views.get(Lanes.INT, row * 16 + 8));
    }

    public static long start(MemorySegment views, long row) {
        return Lanes.viewLength(views, row) <= Lanes.VIEW_INLINE_BYTES
                ? row * 16 + 4
                : views.get(Lanes.INT, row * 16 + 12);
    }

    private static long first(MemorySegment views, long row) {
        return views.get(Lanes.LONG, row * 16);
    }

    private static long second(MemorySegment views, long row) {
        return views.get(Lanes.LONG, row * 16 + 8);
    }

    // --- order ---

    /// The order of the bytes, unsigned.
    public static int compare(
            long first1,
            long second1,
            List<MemorySegment> heap1,
            long first2,
            long second2,
            List<MemorySegment> heap2) {
        int prefix = comparePrefixes(first1, first2);
        if (prefix != 0) {
            return prefix;
        }
        if (isInline(first1)) {
            return isInline(first2)
                    ? compareRests(second1, second2, first1, first2)
                    : compareRests(second1, rest(second2, heap2), first1, first2);
        }
        return isInline(first2)
                ? compareRests(rest(second1, heap1), second2, first1, first2)
                : compareLong((int) first1, second1, heap1, (int) first2, second2, heap2);
    }

    /// The same of the string in a row of one column and that in a row of another, neither NULL.
    public static int compare(
            MemorySegment a, List<MemorySegment> heap, long row, MemorySegment b, List<MemorySegment> others, long to) {
        long first = first(a, row);
        long other = first(b, to);
        int prefix = comparePrefixes(first, other);
        return prefix != 0 ? prefix : compare(first, second(a, row), heap, other, second(b, to), others);
    }

    /// Whether the string of one column comes before that of the other in the same row; any answer if one is NULL.
    public static boolean less(Column.Plain a, Column.Plain b, int row) {
        int prefix = comparePrefixes(first(a.values(), row), first(b.values(), row));
        if (prefix != 0) {
            return prefix < 0;
        }
        return !a.isNull(row) && !b.isNull(row) && compare(a.values(), a.heap(), row, b.values(), b.heap(), row) < 0;
    }

    private static int comparePrefixes(long first1, long first2) {
        return Integer.compareUnsigned(
                Integer.reverseBytes((int) (first1 >>> 32)), Integer.reverseBytes((int) (first2 >>> 32)));
    }

    /// Bytes 4 to 11 of a long string.
    private static long rest(long second, List<MemorySegment> heap) {
        return heap.get((int) second).get(Lanes.LONG, (second >>> 32) + 4);
    }

    /// Of two strings with one prefix, one of which is inline: where its zeros stand against bytes, it is shorter.
    private static int compareRests(long rest1, long rest2, long first1, long first2) {
        int rest = Long.compareUnsigned(Long.reverseBytes(rest1), Long.reverseBytes(rest2));
        return rest != 0 ? rest : Integer.compare((int) first1, (int) first2);
    }

    private static int compareLong(
            int length1,
            long second1,
            List<MemorySegment> heap1,
            int length2,
            long second2,
            List<MemorySegment> heap2) {
        MemorySegment bytes1 = heap1.get((int) second1);
        MemorySegment bytes2 = heap2.get((int) second2);
        long at1 = second1 >>> 32;
        long at2 = second2 >>> 32;
        long mismatch = MemorySegment.mismatch(bytes1, at1, at1 + length1, bytes2, at2, at2 + length2);
        if (mismatch < 0) {
            return 0;
        }
        if (mismatch >= length1 || mismatch >= length2) {
            return Integer.compare(length1, length2);
        }
        return Byte.compareUnsigned(bytes1.get(Lanes.BYTE, at1 + mismatch), bytes2.get(Lanes.BYTE, at2 + mismatch));
    }

    // --- equality ---

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
                : compareLong((int) first1, second1, heap1, (int) first2, second2, heap2) == 0;
    }

    /// The same of rows of two columns, neither NULL.
    public static boolean areEqual(
            MemorySegment a, List<MemorySegment> heap, long row, MemorySegment b, List<MemorySegment> others, long to) {
        long first = first(a, row);
        return first == first(b, to) && areEqual(first, second(a, row), heap, first, second(b, to), others);
    }

    /// Whether two columns hold the same string in a row; any answer if one is NULL.
    public static boolean areEqual(Column.Plain a, Column.Plain b, int row) {
        long first = first(a.values(), row);
        if (first != first(b.values(), row)) {
            return false;
        }
        return (isInline(first) || (!a.isNull(row) && !b.isNull(row)))
                && areEqual(first, second(a.values(), row), a.heap(), first, second(b.values(), row), b.heap());
    }

    // --- hash ---

    /// The same for the same bytes, wherever they lie; not {@link KeyHash}, the stored one that decides slots.
    public static long hash(long first, long second, List<MemorySegment> heap) {
        if (isInline(first)) {
            return WordHash.mix(mix(first) ^ second);
        }
        MemorySegment bytes = heap.get((int) second);
        long start = second >>> 32;
        long end = start + (int) first;
        long hash = mix(first);
        long at = start + 4;
        for (; at + 8 <= end; at += 8) {
            hash = mix(hash ^ bytes.get(Lanes.LONG, at));
        }
        return WordHash.mix(hash ^ bytes.get(Lanes.LONG, end - 8));
    }

    public static long hash(MemorySegment views, List<MemorySegment> heap, long row) {
        return hash(first(views, row), second(views, row), heap);
    }

    private static long mix(long value) {
        long product = value * MIX;
        return product ^ product >>> 32;
    }
}
