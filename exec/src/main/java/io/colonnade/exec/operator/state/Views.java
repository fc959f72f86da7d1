package io.colonnade.exec.operator.state;

import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Hashing and comparing strings as they lie in views, without making a copy of them.
public final class Views {
    private static final long K1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long K2 = 0xC2B2_AE3D_27D4_EB4FL;

    private Views() {}

    public static long mix(long value) {
        long h = value * K1;
        h = (h ^ (h >>> 32)) * K2;
        return h ^ (h >>> 29);
    }

    /// A hash of the string; not the stored one that decides slots.
    public static long hash(MemorySegment views, List<MemorySegment> heap, long row) {
        long at = row * 16;
        int length = views.get(Lanes.INT, at);
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            // The bytes behind a short string are zero, so the whole view can be hashed.
            return mix(views.get(Lanes.LONG, at) * K2 + Long.rotateLeft(views.get(Lanes.LONG, at + 8), 23));
        }
        MemorySegment bytes = heap.get(views.get(Lanes.INT, at + 8));
        long offset = views.get(Lanes.INT, at + 12);
        long h = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = (Long.rotateLeft(h, 29) ^ bytes.get(Lanes.LONG, offset + i)) * K2;
        }
        for (; i < length; i++) {
            h = (Long.rotateLeft(h, 9) ^ bytes.get(Lanes.BYTE, offset + i)) * K2;
        }
        return mix(h);
    }

    public static boolean equal(
            MemorySegment left,
            List<MemorySegment> leftHeap,
            long leftRow,
            MemorySegment right,
            List<MemorySegment> rightHeap,
            long rightRow) {
        long first = left.get(Lanes.LONG, leftRow * 16);
        if (first != right.get(Lanes.LONG, rightRow * 16)) {
            return false;
        }
        int length = (int) first;
        if (length <= Lanes.VIEW_INLINE_BYTES) {
            return left.get(Lanes.LONG, leftRow * 16 + 8) == right.get(Lanes.LONG, rightRow * 16 + 8);
        }
        return Lanes.viewBytes(left, leftHeap, leftRow).mismatch(Lanes.viewBytes(right, rightHeap, rightRow)) < 0;
    }

    /// By bytes, unsigned.
    public static int compare(
            MemorySegment left,
            List<MemorySegment> leftHeap,
            long leftRow,
            MemorySegment right,
            List<MemorySegment> rightHeap,
            long rightRow) {
        int byPrefix = Integer.compareUnsigned(
                Integer.reverseBytes(left.get(Lanes.INT, leftRow * 16 + 4)),
                Integer.reverseBytes(right.get(Lanes.INT, rightRow * 16 + 4)));
        if (byPrefix != 0) {
            return byPrefix;
        }
        MemorySegment leftBytes = Lanes.viewBytes(left, leftHeap, leftRow);
        MemorySegment rightBytes = Lanes.viewBytes(right, rightHeap, rightRow);
        long at = leftBytes.mismatch(rightBytes);
        if (at < 0) {
            return 0;
        }
        if (at == leftBytes.byteSize() || at == rightBytes.byteSize()) {
            return Long.compare(leftBytes.byteSize(), rightBytes.byteSize());
        }
        return Byte.compareUnsigned(leftBytes.get(Lanes.BYTE, at), rightBytes.get(Lanes.BYTE, at));
    }
}
