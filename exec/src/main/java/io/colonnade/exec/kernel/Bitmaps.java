package io.colonnade.exec.kernel;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Logic on bitmaps in memory, 64 rows at a time. The target may be one of the operands.
public final class Bitmaps {
    private Bitmaps() {}

    public static MemorySegment allocate(int rows, SegmentAllocator allocator) {
        return allocator.allocate(Math.max(8, Bits.bytes(rows)));
    }

    public static MemorySegment filled(int rows, boolean value, SegmentAllocator allocator) {
        MemorySegment bits = allocate(rows, allocator);
        bits.fill((byte) (value ? -1 : 0));
        return bits;
    }

    public static MemorySegment of(long[] mask, int rows, SegmentAllocator allocator) {
        MemorySegment bits = allocate(rows, allocator);
        for (int i = 0; i < Words.words(rows); i++) {
            bits.set(Lanes.LONG, i * 8L, mask[i]);
        }
        return bits;
    }

    /// The rows present in both; no bitmap means that all are.
    public static @Nullable MemorySegment both(
            @Nullable MemorySegment a, @Nullable MemorySegment b, int rows, SegmentAllocator allocator) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        MemorySegment target = allocate(rows, allocator);
        and(a, b, rows, target);
        return target;
    }

    public static void and(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            target.set(Lanes.LONG, i * 8L, a.get(Lanes.LONG, i * 8L) & b.get(Lanes.LONG, i * 8L));
        }
    }

    public static void or(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            target.set(Lanes.LONG, i * 8L, a.get(Lanes.LONG, i * 8L) | b.get(Lanes.LONG, i * 8L));
        }
    }

    public static void less(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            target.set(Lanes.LONG, i * 8L, ~a.get(Lanes.LONG, i * 8L) & b.get(Lanes.LONG, i * 8L));
        }
    }

    public static void equal(MemorySegment a, MemorySegment b, int rows, MemorySegment target) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            target.set(Lanes.LONG, i * 8L, ~(a.get(Lanes.LONG, i * 8L) ^ b.get(Lanes.LONG, i * 8L)));
        }
    }

    public static void not(MemorySegment a, int rows, MemorySegment target) {
        int words = Words.words(rows);
        for (int i = 0; i < words; i++) {
            target.set(Lanes.LONG, i * 8L, ~a.get(Lanes.LONG, i * 8L));
        }
    }
}
