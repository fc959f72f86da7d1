package io.colonnade.exec.operator.window;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;

/// A tree over the rows of a range, so that what is known of any frame comes from few entries.
///
/// ```text
/// level 2  [                0..256               ]
/// level 1  [ 0..16 ][ 16..32 ][ 32..48 ] ...          frame 14..40: rows 14 15, block 16..32, rows 32 .. 39
/// level 0  rows
/// ```
///
/// It keeps an entry of `width` bytes for each block, or of 0 if the caller does; what stands there is the
/// caller's.
final class Blocks implements AutoCloseable {
    static final int FAN_OUT = 16;
    private static final int LEVELS_MAX = 9;

    private final int width;
    private final NativeArray entries;
    private final long[] starts = new long[LEVELS_MAX];
    private final int[] sizes = new int[LEVELS_MAX];
    private int levels;

    Blocks(int width, MemoryPool pool) {
        this.width = width;
        this.entries = new NativeArray(pool);
    }

    /// Makes an entry of the entries `from` to `to` of the level below it; `target` is its number.
    interface Builder {
        void entry(int levelBelow, int from, int to, long target);
    }

    /// Takes entries `from` to `to` of a level.
    interface Cover {
        void take(int level, int from, int to);
    }

    void begin(int rows) {
        sizes[0] = rows;
        levels = 1;
        long total = 0;
        while (sizes[levels - 1] > FAN_OUT) {
            sizes[levels] = (sizes[levels - 1] + FAN_OUT - 1) / FAN_OUT;
            starts[levels] = total;
            total += sizes[levels];
            levels++;
        }
        entries.ensure(Math.max(1, total) * width, (byte) 0);
    }

    MemorySegment segment() {
        return entries.segment();
    }

    /// Levels, that of the rows included.
    int levels() {
        return levels;
    }

    /// How many entries a level has.
    int size(int level) {
        return sizes[level];
    }

    /// The number of the first entry of a level from 1 on.
    long start(int level) {
        return starts[level];
    }

    void build(Builder builder) {
        for (int level = 1; level < levels; level++) {
            for (int i = 0; i < sizes[level]; i++) {
                int end = (int) Math.min(sizes[level - 1], (i + 1L) * FAN_OUT);
                builder.entry(level - 1, i * FAN_OUT, end, starts[level] + i);
            }
        }
    }

    /// Calls `cover` with entries that together are the rows `from` to `to`, once each.
    void cover(int from, int to, Cover cover) {
        int low = from;
        int high = to;
        for (int level = 0; low < high; level++) {
            if (high - low <= 2 * FAN_OUT || level == levels - 1) {
                cover.take(level, low, high);
                return;
            }
            int innerLow = (low + FAN_OUT - 1) / FAN_OUT;
            int innerHigh = high / FAN_OUT;
            if (low < innerLow * FAN_OUT) {
                cover.take(level, low, innerLow * FAN_OUT);
            }
            if (innerHigh * FAN_OUT < high) {
                cover.take(level, innerHigh * FAN_OUT, high);
            }
            low = innerLow;
            high = innerHigh;
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
