package io.colonnade.exec.operator.accumulator;

import io.colonnade.core.kernel.Bits;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Which groups have seen a value that is not NULL: a byte each, kept only once a NULL has come, since until
/// then every group that exists has seen one.
final class Seen implements AutoCloseable {
    private final NativeArray bytes;
    private boolean tracking;
    private int groups;

    Seen(MemoryPool pool) {
        this.bytes = new NativeArray(pool);
    }

    boolean isTracking() {
        return tracking;
    }

    void grow(int count) {
        groups = count;
        if (tracking) {
            bytes.ensure(Math.max(8, count), (byte) 0);
        }
    }

    /// What marking `count` groups takes at most.
    void growth(int count, Growth growth) {
        growth.array(bytes, Math.max(8, count));
    }

    /// From now on groups are marked one by one; the first `complete` have all seen a value.
    void track(int complete) {
        if (!tracking) {
            tracking = true;
            MemorySegment segment = bytes.ensure(Math.max(8, groups), (byte) 0);
            segment.fill((byte) 0);
            segment.asSlice(0, complete).fill((byte) 1);
        }
    }

    void mark(int group) {
        bytes.segment().set(Lanes.BYTE, group, (byte) 1);
    }

    /// Marks the groups of rows without NULLs.
    void mark(int[] rowGroups, int rows) {
        if (tracking) {
            MemorySegment segment = bytes.segment();
            for (int i = 0; i < rows; i++) {
                segment.set(Lanes.BYTE, rowGroups[i], (byte) 1);
            }
        }
    }

    boolean get(int group) {
        return !tracking || bytes.segment().get(Lanes.BYTE, group) != 0;
    }

    /// The validity of results, null if all are there.
    @Nullable
    MemorySegment validity(int from, int count, SegmentAllocator scratch) {
        if (!tracking) {
            return null;
        }
        MemorySegment validity = scratch.allocate(Bits.bytes(count));
        for (int i = 0; i < count; i++) {
            Lanes.setBit(validity, i, get(from + i));
        }
        return validity;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
