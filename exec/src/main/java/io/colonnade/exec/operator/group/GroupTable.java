package io.colonnade.exec.operator.group;

import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.Growth;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Numbers groups from 0 in the order in which their keys are first seen.
///
/// ```text
/// key columns -> words (strings: their number in a table) -> dense: array over the product of the keys' ranges
///                                                         -> hash:  open addressing, once that space is too large
/// ```
///
/// The dense space grows with the ranges of the keys seen, up to {@link #DENSE_SLOTS_MIN} slots, or further
/// while it is well filled; a hash table that grows becomes dense when its keys turn out to lie close
/// together. *Memory*: {@link #growth} says what a page may take; a dense space that there is no room for
/// gives way to a hash table. *Thread safety*: one thread.
public final class GroupTable implements AutoCloseable {
    static final long DENSE_SLOTS_MIN = 65536;
    /// A larger array is used only if it is well filled, up to this size.
    static final long DENSE_SLOTS_MAX = 1 << 28;
    private static final long DENSE_SLOTS_PER_GROUP_MAX = 64;
    /// How many pages of sorted keys a dense space has room for before it grows.
    private static final long STEPS_AHEAD = 256;
    private static final long TAG = 0xFFFF_FFFF_0000_0000L;
    private static final int BATCH = Page.ROWS_MAX;

    private final int keyCount;
    private final GroupKeys keys;
    private final KeyWords[] readers;
    private final NativeArray slots;
    private final LongPredicate room;
    private final long[][] words;
    private final long[] nullMasks = new long[BATCH];
    private final boolean[] nulls = new boolean[BATCH];
    private final int[] denseSlots = new int[BATCH];
    private long[] hashes = new long[0];
    private long[] entries = new long[0];
    private long[] firstWords = new long[0];
    private final long[] low;
    private final long[] high;
    private final long[] seenLow;
    private final long[] seenHigh;
    private final long[] strides;
    private boolean someNull;
    private boolean dense = true;
    private int expected;
    private long mask = -1;

    /// `room` answers whether so many bytes more may be taken for a faster layout.
    public GroupTable(List<Type> types, MemoryPool pool, LongPredicate room) {
        this.keyCount = types.size();
        this.keys = new GroupKeys(types, pool);
        this.readers = new KeyWords[keyCount];
        for (int k = 0; k < keyCount; k++) {
            readers[k] = KeyWords.adding(types.get(k), keys.strings());
        }
        this.slots = new NativeArray(pool);
        this.room = room;
        this.words = new long[keyCount][BATCH];
        this.low = new long[keyCount];
        this.high = new long[keyCount];
        this.strides = new long[keyCount];
        Arrays.fill(low, Long.MAX_VALUE);
        Arrays.fill(high, Long.MIN_VALUE);
        this.seenLow = low.clone();
        this.seenHigh = high.clone();
    }

    public int size() {
        return keys.size();
    }

    public GroupKeys keys() {
        return keys;
    }

    public boolean isDense() {
        return dense;
    }

    /// Says that about so many groups will come, for which there is room.
    public void expect(int groups) {
        expected = groups;
        keys.expect(groups);
    }

    /// The part of each group, of `parts` parts that are the same in every table of these keys.
    public int[] parts(int parts, @Nullable KeyRange range) {
        int[] found = new int[keys.size()];
        for (int group = 0; group < found.length; group++) {
            if (range == null) {
                found[group] = (int) Math.unsignedMultiplyHigh(keys.hash(group), parts);
            } else {
                found[group] = keys.isNull(group, 0) ? 0 : range.part(keys.word(group, 0), parts);
            }
        }
        return found;
    }

    /// From the least to the greatest key, if there is one key and its values lie close together.
    public @Nullable KeyRange range() {
        return dense && keyCount == 1 && !keys.isCoded(0) && seenLow[0] <= seenHigh[0]
                ? new KeyRange(seenLow[0], seenHigh[0])
                : null;
    }

    /// What adding `rows` keys takes at most, `longBytes` bytes of whose strings do not fit into views.
    public void growth(int rows, long longBytes, Growth growth) {
        keys.growth(rows, longBytes, growth);
        if (keyCount > 0) {
            growth.add(hashSlots((keys.size() + (long) rows) * 2) * 8 - slots.bytes());
        }
    }

    /// Writes the group of each row that counts; new groups are numbered behind the old ones in the order of rows.
    public void assign(Page page, int[] keyColumns, int[] groups, SegmentAllocator scratch) {
        int rows = page.rows();
        someNull = false;
        for (int k = 0; k < keyCount; k++) {
            Column column = page.column(keyColumns[k]);
            readers[k].read(column, page.selection(), words[k], scratch);
            if (Decode.nulls(column, page.selection(), nulls)) {
                markNulls(k, rows);
            }
        }
        assignWords(rows, groups);
    }

    private void markNulls(int k, int rows) {
        if (!someNull) {
            Arrays.fill(nullMasks, 0, rows, 0);
            someNull = true;
        }
        for (int i = 0; i < rows; i++) {
            if (nulls[i]) {
                nullMasks[i] |= 1L << k;
                words[k][i] = 0;
            }
        }
    }

    /// The same for groups of another table: those listed in `from`.
    public void assignGroups(
            GroupTable other, StringTranslation translation, int[] from, int start, int count, int[] groups) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            int group = from[start + i];
            for (int k = 0; k < keyCount; k++) {
                words[k][i] = other.keys.word(group, k);
            }
            nullMasks[i] = other.keys.nullMask(group);
            all |= nullMasks[i];
        }
        someNull = all != 0;
        for (int k = 0; k < keyCount; k++) {
            if (keys.isCoded(k)) {
                translation.apply(words[k], nullMasks, 1L << k, count, keys.strings());
            }
        }
        assignWords(count, groups);
    }

    /// The same for keys whose words are already made, without NULLs: the first `rows` entries of each array.
    public void assignWords(long[][] keyWords, int rows, int[] groups) {
        for (int k = 0; k < keyCount; k++) {
            System.arraycopy(keyWords[k], 0, words[k], 0, rows);
        }
        someNull = false;
        assignWords(rows, groups);
    }

    private void assignWords(int rows, int[] groups) {
        if (keyCount == 0) {
            Arrays.fill(groups, 0, rows, 0);
            if (keys.size() == 0) {
                add(0);
            }
            return;
        }
        if (dense && !cover(rows)) {
            dense = false;
            if (hashes.length == 0) {
                hashes = new long[BATCH];
                entries = new long[BATCH];
                firstWords = new long[BATCH];
            }
            rehash(Math.max(1024, (keys.size() + (long) rows) * 2));
        }
        if (dense) {
            assignDense(rows, groups);
        } else {
            assignHashed(rows, groups);
        }
    }

    // --- dense ---

    /// Widens the ranges to those of the batch; false if the space becomes too large.
    private boolean cover(int rows) {
        boolean wider = false;
        for (int k = 0; k < keyCount; k++) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            long[] values = words[k];
            if (someNull) {
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
        if (layOut()) {
            return true;
        }
        System.arraycopy(seenLow, 0, low, 0, keyCount);
        System.arraycopy(seenHigh, 0, high, 0, keyCount);
        return layOut();
    }

    /// Room on the side to which a range grows keeps sorted keys from laying the space out for every page;
    /// where keys come in any order, a range that has grown by little will not grow by much.
    private static long roomBeyond(long step, long most) {
        return step < 0 || step > most / STEPS_AHEAD ? most : step * STEPS_AHEAD;
    }

    private boolean layOut() {
        long space = 1;
        long most = Math.clamp(
                Math.max(keys.size(), expected) * DENSE_SLOTS_PER_GROUP_MAX, DENSE_SLOTS_MIN, DENSE_SLOTS_MAX);
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

    private void assignDense(int rows, int[] groups) {
        Arrays.fill(denseSlots, 0, rows, 0);
        for (int k = 0; k < keyCount; k++) {
            if (someNull) {
                addSlots(words[k], nullMasks, 1L << k, low[k] - 1, strides[k], rows, denseSlots);
            } else {
                addSlots(words[k], low[k] - 1, strides[k], rows, denseSlots);
            }
        }
        // Known groups are read first, so that the cache misses of different rows overlap.
        if (readDense(slots.segment(), denseSlots, rows, groups) < 0) {
            addMissing(slots.segment(), rows, groups);
        }
    }

    /// Negative if one of the slots is empty.
    private static int readDense(MemorySegment table, int[] slots, int rows, int[] groups) {
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
                int group = table.get(Lanes.INT, denseSlots[i] * 4L);
                if (group < 0) {
                    group = add(i);
                    table.set(Lanes.INT, denseSlots[i] * 4L, group);
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

    // --- hash ---

    /// Goes over the batch several times, so that the cache misses of different rows overlap: hashes, slots, first
    /// words of the keys found there; rows for which that is not all settle one by one.
    private void assignHashed(int rows, int[] groups) {
        if ((keys.size() + (long) rows) * 2 > mask + 1) {
            if (becomesDense()) {
                assignWords(rows, groups);
                return;
            }
            rehash((keys.size() + (long) rows) * 2);
        }
        hashAll(rows);
        MemorySegment table = slots.segment();
        for (int i = 0; i < rows; i++) {
            entries[i] = table.get(Lanes.LONG, (hashes[i] & mask) * 8);
        }
        MemorySegment stored = keys.memory();
        long stride = keys.stride();
        for (int i = 0; i < rows; i++) {
            int group = (int) entries[i] - 1;
            firstWords[i] = group < 0 ? 0 : stored.get(Lanes.LONG, group * stride);
        }
        boolean oneWord = keyCount == 1 && !someNull && !keys.hasNulls();
        for (int i = 0; i < rows; i++) {
            int group = (int) entries[i] - 1;
            boolean found = group >= 0 && firstWords[i] == words[0][i];
            if (found && !oneWord) {
                found = keys.equal(group, words, i, someNull ? nullMasks[i] : 0);
            }
            groups[i] = found ? group : findOrAdd(i);
        }
    }

    private void hashAll(int rows) {
        for (int i = 0; i < rows; i++) {
            hashes[i] = someNull ? nullMasks[i] : 0;
        }
        for (int k = 0; k < keyCount; k++) {
            long[] values = words[k];
            for (int i = 0; i < rows; i++) {
                hashes[i] = WordHash.mix(hashes[i] ^ values[i]);
            }
        }
    }

    private int findOrAdd(int i) {
        MemorySegment table = slots.segment();
        long nullMask = someNull ? nullMasks[i] : 0;
        long hash = hashes[i];
        long slot = hash & mask;
        while (true) {
            long entry = table.get(Lanes.LONG, slot * 8);
            if (entry == 0) {
                int group = add(i);
                table.set(Lanes.LONG, slot * 8, (hash & TAG) | (group + 1));
                return group;
            }
            if (((entry ^ hash) & TAG) == 0 && keys.equal((int) entry - 1, words, i, nullMask)) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Turns the hash table into a dense one if its keys allow it.
    private boolean becomesDense() {
        if (keys.size() < DENSE_SLOTS_MIN / DENSE_SLOTS_PER_GROUP_MAX) {
            return false;
        }
        Arrays.fill(low, Long.MAX_VALUE);
        Arrays.fill(high, Long.MIN_VALUE);
        for (int group = 0; group < keys.size(); group++) {
            for (int k = 0; k < keyCount; k++) {
                if (!keys.isNull(group, k)) {
                    low[k] = Math.min(low[k], keys.word(group, k));
                    high[k] = Math.max(high[k], keys.word(group, k));
                }
            }
        }
        System.arraycopy(low, 0, seenLow, 0, keyCount);
        System.arraycopy(high, 0, seenHigh, 0, keyCount);
        if (!layOut()) {
            return false;
        }
        dense = true;
        return true;
    }

    private static long hashSlots(long wanted) {
        return Long.highestOneBit(Math.max(1024, wanted - 1)) * 2;
    }

    private void rehash(long slotsWanted) {
        long capacity = hashSlots(slotsWanted);
        slots.close();
        MemorySegment table = slots.ensure(capacity * 8, (byte) 0);
        mask = capacity - 1;
        for (int group = 0; group < keys.size(); group++) {
            long hash = keys.nullMask(group);
            for (int k = 0; k < keyCount; k++) {
                hash = WordHash.mix(hash ^ keys.word(group, k));
            }
            long slot = hash & mask;
            while (table.get(Lanes.LONG, slot * 8) != 0) {
                slot = (slot + 1) & mask;
            }
            table.set(Lanes.LONG, slot * 8, (hash & TAG) | (group + 1));
        }
    }

    private int add(int i) {
        return keys.add(words, i, someNull ? nullMasks[i] : 0);
    }

    @Override
    public void close() {
        keys.close();
        slots.close();
    }
}
