package io.colonnade.exec.operator.group;

import io.colonnade.core.page.Lanes;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Groups found in an array over the product of the keys' ranges.
///
/// ```text
/// slot = sum over keys k of (word - low[k] + 1) * strides[k]      0 in the place of a key that is NULL
/// slots[slot] = group, or -1
/// ```
///
/// The ranges widen with the keys seen as long as the array has at most {@link #SLOTS_MIN} slots, or more
/// while it is well filled. *Ownership*: the slots belong to the {@link GroupTable}, which uses them for one
/// layout at a time. *Thread safety*: one thread.
final class DenseSpace {
    static final long SLOTS_MIN = 65536;
    /// A larger array is used only if it is well filled, up to this size.
    private static final long SLOTS_MAX = 1 << 28;
    private static final long SLOTS_PER_GROUP_MAX = 64;
    /// How many pages of sorted keys a space has room for before it grows.
    private static final long STEPS_AHEAD = 256;

    private final int keyCount;
    private final GroupKeys keys;
    private final KeyBatch batch;
    private final NativeArray slots;
    private final LongPredicate room;
    private final int[] rowSlots = new int[KeyBatch.ROWS_MAX];
    private final long[] low;
    private final long[] high;
    private final long[] seenLow;
    private final long[] seenHigh;
    private final long[] strides;
    private int expected;

    /// `room` answers whether so many bytes more may be taken.
    DenseSpace(GroupKeys keys, KeyBatch batch, NativeArray slots, LongPredicate room) {
        this.keyCount = batch.keyCount;
        this.keys = keys;
        this.batch = batch;
        this.slots = slots;
        this.room = room;
        this.low = new long[keyCount];
        this.high = new long[keyCount];
        this.strides = new long[keyCount];
        Arrays.fill(low, Long.MAX_VALUE);
        Arrays.fill(high, Long.MIN_VALUE);
        this.seenLow = low.clone();
        this.seenHigh = high.clone();
    }

    /// Says that about so many groups will come.
    void expect(int groups) {
        expected = groups;
    }

    /// From the least to the greatest word seen of the only key.
    @Nullable
    KeyRange range() {
        return seenLow[0] <= seenHigh[0] ? new KeyRange(seenLow[0], seenHigh[0]) : null;
    }

    /// Widens the ranges to those of the batch; false if the space becomes too large.
    boolean cover(int rows) {
        boolean wider = false;
        for (int k = 0; k < keyCount; k++) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            long[] values = batch.words[k];
            if (batch.someNull()) {
                long[] nullMasks = batch.nullMasks;
                for (int i = 0; i < rows; i++) {
                    if ((nullMasks[i] >>> k & 1) == 0) {
                        least = Math.min(least, values[i]);
                        most = Math.max(most, values[i]);
                    }
                }
            } else {
                for (int i = 0; i < rows; i++) {
                    least = Math.min(least, values[i]);
                    most = Math.max(most, values[i]);
                }
            }
            if (least < low[k] || most > high[k]) {
                wider = true;
            }
            seenLow[k] = Math.min(seenLow[k], least);
            seenHigh[k] = Math.max(seenHigh[k], most);
        }
        // Keys that are all NULL widen nothing, and yet their slot must be there.
        if (!wider && slots.segment().byteSize() > 0) {
            return true;
        }
        for (int k = 0; k < keyCount; k++) {
            long most = keys.size() == 0 ? 0 : Math.max(0, seenHigh[k] - seenLow[k]) / 2;
            low[k] = seenLow[k] < low[k]
                    ? Math.min(seenLow[k], seenLow[k] - roomBeyond(low[k] - seenLow[k], most))
                    : low[k];
            high[k] = seenHigh[k] > high[k]
                    ? Math.max(seenHigh[k], seenHigh[k] + roomBeyond(seenHigh[k] - high[k], most))
                    : high[k];
        }
        return layOut() || layOutSeen();
    }

    /// Room on the side to which a range grows keeps sorted keys from laying the space out for every page;
    /// where keys come in any order, a range that has grown by little will not grow by much.
    private static long roomBeyond(long step, long most) {
        return step < 0 || step > most / STEPS_AHEAD ? most : step * STEPS_AHEAD;
    }

    /// Takes all groups in if their keys, which were not looked at as they came, lie close enough together.
    boolean coverGroups() {
        if (keys.size() < SLOTS_MIN / SLOTS_PER_GROUP_MAX) {
            return false;
        }
        Arrays.fill(seenLow, Long.MAX_VALUE);
        Arrays.fill(seenHigh, Long.MIN_VALUE);
        for (int group = 0; group < keys.size(); group++) {
            for (int k = 0; k < keyCount; k++) {
                if (!keys.isNull(group, k)) {
                    seenLow[k] = Math.min(seenLow[k], keys.word(group, k));
                    seenHigh[k] = Math.max(seenHigh[k], keys.word(group, k));
                }
            }
        }
        return layOutSeen();
    }

    /// Lays out the ranges seen, with no room beyond.
    private boolean layOutSeen() {
        System.arraycopy(seenLow, 0, low, 0, keyCount);
        System.arraycopy(seenHigh, 0, high, 0, keyCount);
        return layOut();
    }

    private boolean layOut() {
        long space = 1;
        long most = Math.clamp(Math.max(keys.size(), expected) * SLOTS_PER_GROUP_MAX, SLOTS_MIN, SLOTS_MAX);
        for (int k = 0; k < keyCount; k++) {
            strides[k] = space;
            long range = high[k] < low[k] ? 1 : high[k] - low[k] + 2;
            // From the least to the greatest of 64 bits there is one value more than 64 bits hold.
            if (range > most || (range < 2 && high[k] >= low[k])) {
                return false;
            }
            space *= range;
            if (space > most) {
                return false;
            }
        }
        if (slots.bytes() < space * 4) {
            if (!room.test(space * 4 - slots.bytes())) {
                return false;
            }
            slots.close();
            slots.ensure(space * 4, (byte) -1);
        } else {
            slots.segment().asSlice(0, space * 4).fill((byte) -1);
        }
        MemorySegment table = slots.segment();
        for (int group = 0; group < keys.size(); group++) {
            long slot = 0;
            for (int k = 0; k < keyCount; k++) {
                if (!keys.isNull(group, k)) {
                    slot += (keys.word(group, k) - low[k] + 1) * strides[k];
                }
            }
            table.set(Lanes.INT, slot * 4, group);
        }
        return true;
    }

    /// Writes the group of each row of a batch that is covered, and adds those that are new.
    void assign(int rows, int[] groups) {
        Arrays.fill(rowSlots, 0, rows, 0);
        for (int k = 0; k < keyCount; k++) {
            if (batch.someNull()) {
                addSlots(batch.words[k], batch.nullMasks, 1L << k, low[k] - 1, strides[k], rows, rowSlots);
            } else {
                addSlots(batch.words[k], low[k] - 1, strides[k], rows, rowSlots);
            }
        }
        // Known groups are read first, so that the cache misses of different rows overlap.
        if (readGroups(slots.segment(), rowSlots, rows, groups) < 0) {
            addMissing(slots.segment(), rows, groups);
        }
    }

    /// Negative if one of the slots is empty.
    private static int readGroups(MemorySegment table, int[] slots, int rows, int[] groups) {
        int all = 0;
        for (int i = 0; i < rows; i++) {
            int group = table.get(Lanes.INT, slots[i] * 4L);
            all |= group;
            groups[i] = group;
        }
        return all;
    }

    private void addMissing(MemorySegment table, int rows, int[] groups) {
        for (int i = 0; i < rows; i++) {
            if (groups[i] < 0) {
                // An earlier row may have added it.
                int group = table.get(Lanes.INT, rowSlots[i] * 4L);
                if (group < 0) {
                    group = batch.add(i);
                    table.set(Lanes.INT, rowSlots[i] * 4L, group);
                }
                groups[i] = group;
            }
        }
    }

    private static void addSlots(long[] words, long base, long stride, int rows, int[] slots) {
        for (int i = 0; i < rows; i++) {
            slots[i] += (int) ((words[i] - base) * stride);
        }
    }

    private static void addSlots(
            long[] words, long[] nullMasks, long nullBit, long base, long stride, int rows, int[] slots) {
        for (int i = 0; i < rows; i++) {
            slots[i] += (nullMasks[i] & nullBit) != 0 ? 0 : (int) ((words[i] - base) * stride);
        }
    }
}
