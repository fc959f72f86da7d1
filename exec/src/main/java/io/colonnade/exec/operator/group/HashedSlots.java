package io.colonnade.exec.operator.group;

import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.operator.state.NativeArray;
import java.lang.foreign.MemorySegment;

/// Groups found by the hash of their keys, with open addressing: a slot that is taken by another key leads to
/// the next.
///
/// ```text
/// slot (8 bytes):  [upper half of the hash : 32][group + 1 : 32]      0: empty; at least half of the slots are
/// ```
///
/// *Ownership*: the slots belong to the {@link GroupTable}, which uses them for one layout at a time. *Thread
/// safety*: one thread.
final class HashedSlots {
    static final int SLOT_BYTES = 8;
    private static final long SLOTS_MIN = 1024;
    private static final long TAG = 0xFFFF_FFFF_0000_0000L;

    private final int keyCount;
    private final GroupKeys keys;
    private final KeyBatch batch;
    private final NativeArray slots;
    private final long[][] words;
    private long[] hashes = new long[0];
    private long[] entries = new long[0];
    private long[] firstWords = new long[0];
    private long mask = -1;

    HashedSlots(GroupKeys keys, KeyBatch batch, NativeArray slots) {
        this.keyCount = batch.keyCount;
        this.keys = keys;
        this.batch = batch;
        this.slots = slots;
        this.words = batch.words;
    }

    /// The slots for so many groups.
    static long slotsFor(long groups) {
        return Long.highestOneBit(Math.max(SLOTS_MIN, groups * 2 - 1)) * 2;
    }

    /// Whether there is room for as many groups more as the batch has rows.
    boolean hasRoom(int rows) {
        return (keys.size() + (long) rows) * 2 <= mask + 1;
    }

    /// Lays all groups out, with room for as many more as the batch has rows.
    void layOut(int rows) {
        if (hashes.length == 0) {
            hashes = new long[KeyBatch.ROWS_MAX];
            entries = new long[KeyBatch.ROWS_MAX];
            firstWords = new long[KeyBatch.ROWS_MAX];
        }
        long capacity = slotsFor(keys.size() + (long) rows);
        slots.close();
        MemorySegment table = slots.ensure(capacity * SLOT_BYTES, (byte) 0);
        mask = capacity - 1;
        for (int group = 0; group < keys.size(); group++) {
            long hash = keys.nullMask(group);
            for (int k = 0; k < keyCount; k++) {
                hash = WordHash.mix(hash ^ keys.word(group, k));
            }
            long slot = hash & mask;
            while (table.get(Lanes.LONG, slot * SLOT_BYTES) != 0) {
                slot = (slot + 1) & mask;
            }
            table.set(Lanes.LONG, slot * SLOT_BYTES, (hash & TAG) | (group + 1));
        }
    }

    /// Writes the group of each row of a batch that there is room for, and adds those that are new.
    ///
    /// Goes over the batch several times, so that the cache misses of different rows overlap: hashes, slots, first
    /// words of the keys found there; rows for which that is not all settle one by one.
    void assign(int rows, int[] groups) {
        hashAll(rows);
        MemorySegment table = slots.segment();
        for (int i = 0; i < rows; i++) {
            entries[i] = table.get(Lanes.LONG, (hashes[i] & mask) * SLOT_BYTES);
        }
        MemorySegment stored = keys.memory();
        long stride = keys.stride();
        for (int i = 0; i < rows; i++) {
            int group = (int) entries[i] - 1;
            firstWords[i] = group < 0 ? 0 : stored.get(Lanes.LONG, group * stride);
        }
        boolean oneWord = keyCount == 1 && !batch.someNull() && !keys.hasNulls();
        for (int i = 0; i < rows; i++) {
            int group = (int) entries[i] - 1;
            boolean found = group >= 0 && firstWords[i] == words[0][i];
            if (found && !oneWord) {
                found = keys.equal(group, words, i, batch.nullMask(i));
            }
            groups[i] = found ? group : findOrAdd(i);
        }
    }

    private void hashAll(int rows) {
        for (int i = 0; i < rows; i++) {
            hashes[i] = batch.nullMask(i);
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
        long nullMask = batch.nullMask(i);
        long hash = hashes[i];
        long slot = hash & mask;
        while (true) {
            long entry = table.get(Lanes.LONG, slot * SLOT_BYTES);
            if (entry == 0) {
                int group = batch.add(i);
                table.set(Lanes.LONG, slot * SLOT_BYTES, (hash & TAG) | (group + 1));
                return group;
            }
            if (((entry ^ hash) & TAG) == 0 && keys.equal((int) entry - 1, words, i, nullMask)) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & mask;
        }
    }
}
