package io.colonnade.exec.operator.join;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;

/// An array from `key - min` to the first row with that key, as wide as row numbers need, for keys that lie close
/// together, as surrogate keys do.
///
/// ```text
/// keys 7 5 9     min 5, max 9     [1 - 0 - 2 | -]      the slot behind the last is for keys outside
/// ```
final class DenseIndex implements JoinIndex, AutoCloseable {
    private static final long RANGE_MAX = 1L << 28;
    /// Filling so many slots for a row takes less time than hashing its key.
    private static final long SLOTS_PER_ROW_MAX = 16;

    private final long min;
    private final long max;
    private final int width;
    private final Buffer buffer;
    private final MemorySegment slots;
    private final RowChains chains;

    DenseIndex(long min, long max, int rows, MemoryPool pool) {
        this.min = min;
        this.max = max;
        this.width = width(rows);
        this.buffer = pool.allocate((max - min + 2) * width);
        this.slots = buffer.segment();
        this.chains = new RowChains(rows, pool);
        slots.fill((byte) -1);
    }

    /// Whether an array pays for keys in this range.
    static boolean suits(long min, long max, int rows) {
        long range = max - min;
        return range >= 0 && range < RANGE_MAX && range <= SLOTS_PER_ROW_MAX * rows + 65536;
    }

    private static int width(int rows) {
        return rows < 255 ? 1 : rows < 65535 ? 2 : 4;
    }

    /// What an index takes at most: with a chain for keys that several rows have.
    static long bytes(long min, long max, int rows) {
        return (max - min + 2) * width(rows) + rows * 4L + 256;
    }

    /// Adds rows `first` to `first + count` with their keys, which begin at `keys[from]`.
    void add(long[] keys, int from, int first, int count) {
        for (int i = 0; i < count; i++) {
            long slot = keys[from + i] - min;
            int row = first + i;
            int head = get(slot);
            if (head != NONE) {
                chains.link(row, head);
            }
            switch (width) {
                case 1 -> slots.set(Lanes.BYTE, slot, (byte) row);
                case 2 -> slots.set(Lanes.SHORT, slot * 2, (short) row);
                default -> slots.set(Lanes.INT, slot * 4, row);
            }
        }
    }

    private int get(long slot) {
        return switch (width) {
            case 1 -> none(slots.get(Lanes.BYTE, slot) & 0xFF, 0xFF);
            case 2 -> none(slots.get(Lanes.SHORT, slot * 2) & 0xFFFF, 0xFFFF);
            default -> slots.get(Lanes.INT, slot * 4);
        };
    }

    private static int none(int row, int mark) {
        return row == mark ? NONE : row;
    }

    @Override
    public void probe(long[][] words, int count, int[] rows) {
        switch (width) {
            case 1 -> bytes(slots, min, max, words[0], count, rows);
            case 2 -> shorts(slots, min, max, words[0], count, rows);
            default -> ints(slots, min, max, words[0], count, rows);
        }
    }

    private static long slot(long key, long min, long max) {
        return key < min | key > max ? max - min + 1 : key - min;
    }

    private static void bytes(MemorySegment slots, long min, long max, long[] keys, int count, int[] rows) {
        for (int i = 0; i < count; i++) {
            rows[i] = none(slots.get(Lanes.BYTE, slot(keys[i], min, max)) & 0xFF, 0xFF);
        }
    }

    private static void shorts(MemorySegment slots, long min, long max, long[] keys, int count, int[] rows) {
        for (int i = 0; i < count; i++) {
            rows[i] = none(slots.get(Lanes.SHORT, slot(keys[i], min, max) * 2) & 0xFFFF, 0xFFFF);
        }
    }

    private static void ints(MemorySegment slots, long min, long max, long[] keys, int count, int[] rows) {
        for (int i = 0; i < count; i++) {
            rows[i] = slots.get(Lanes.INT, slot(keys[i], min, max) * 4);
        }
    }

    @Override
    public int next(int row) {
        return chains.next(row);
    }

    @Override
    public void skip(int row, int follower) {
        chains.skip(row, follower);
    }

    @Override
    public boolean isUnique() {
        return chains.isEmpty();
    }

    @Override
    public void close() {
        buffer.close();
        chains.close();
    }
}
