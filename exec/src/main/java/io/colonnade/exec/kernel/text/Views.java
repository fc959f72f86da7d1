package io.colonnade.exec.kernel.text;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Single strings of view columns: comparison by UTF-8 bytes, prefix first, and where their bytes lie.
///
/// ```text
/// | length | 4 bytes | 8 more bytes, or heap index and offset |
///            decide most comparisons; unused bytes are zero
/// ```
public final class Views {
    private Views() {}

    public static boolean equal(Column.Plain a, Column.Plain b, int row) {
        long at = row * 16L;
        MemorySegment left = a.values();
        MemorySegment right = b.values();
        if (left.get(Lanes.LONG, at) != right.get(Lanes.LONG, at)) {
            return false;
        }
        if (left.get(Lanes.INT, at) <= Lanes.VIEW_INLINE_BYTES) {
            return left.get(Lanes.LONG, at + 8) == right.get(Lanes.LONG, at + 8);
        }
        return (a.validity() == null || !a.isNull(row))
                && (b.validity() == null || !b.isNull(row))
                && compareLong(left, a.heap(), row, right, b.heap(), row) == 0;
    }

    public static boolean less(Column.Plain a, Column.Plain b, int row) {
        long at = row * 16L;
        int prefix = Integer.reverseBytes(a.values().get(Lanes.INT, at + 4));
        int other = Integer.reverseBytes(b.values().get(Lanes.INT, at + 4));
        if (prefix != other) {
            return Integer.compareUnsigned(prefix, other) < 0;
        }
        return !a.isNull(row) && !b.isNull(row) && compare(a.values(), a.heap(), row, b.values(), b.heap(), row) < 0;
    }

    /// Three-way comparison of the string in a row of one column with that in a row of another, neither NULL.
    public static int compare(
            MemorySegment a, List<MemorySegment> heap, long row, MemorySegment b, List<MemorySegment> others, long to) {
        int prefix = Integer.reverseBytes(a.get(Lanes.INT, row * 16 + 4));
        int other = Integer.reverseBytes(b.get(Lanes.INT, to * 16 + 4));
        if (prefix != other) {
            return Integer.compareUnsigned(prefix, other);
        }
        int length = Lanes.viewLength(a, row);
        int otherLength = Lanes.viewLength(b, to);
        if (length <= Lanes.VIEW_INLINE_BYTES && otherLength <= Lanes.VIEW_INLINE_BYTES) {
            int order = Long.compareUnsigned(
                    Long.reverseBytes(a.get(Lanes.LONG, row * 16 + 8)),
                    Long.reverseBytes(b.get(Lanes.LONG, to * 16 + 8)));
            return order != 0 ? order : Integer.compare(length, otherLength);
        }
        return compareLong(a, heap, row, b, others, to);
    }

    private static int compareLong(
            MemorySegment a, List<MemorySegment> heap, long row, MemorySegment b, List<MemorySegment> others, long to) {
        int length = Lanes.viewLength(a, row);
        int otherLength = Lanes.viewLength(b, to);
        MemorySegment left = base(a, heap, row);
        MemorySegment right = base(b, others, to);
        long from = start(a, row);
        long at = start(b, to);
        long mismatch = MemorySegment.mismatch(left, from, from + length, right, at, at + otherLength);
        if (mismatch < 0) {
            return 0;
        }
        if (mismatch >= length || mismatch >= otherLength) {
            return Integer.compare(length, otherLength);
        }
        return Integer.compare(
                left.get(Lanes.BYTE, from + mismatch) & 0xFF, right.get(Lanes.BYTE, at + mismatch) & 0xFF);
    }

    /// The memory that a string's bytes lie in; they begin at {@link #start}.
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
}
