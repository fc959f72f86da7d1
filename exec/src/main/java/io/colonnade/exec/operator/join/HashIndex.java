package io.colonnade.exec.operator.join;

import io.colonnade.core.kernel.WordHash;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import java.lang.foreign.MemorySegment;

/// Open addressing from keys of any number of words to the first row with the key.
///
/// ```text
/// slots [ upper half of the hash | row + 1 ]...  at most half full        keys [word word]... by row
/// ```
///
/// A probe goes over its batch twice: first all hashes, then all look-ups, whose cache misses overlap.
final class HashIndex implements JoinIndex, AutoCloseable {
    private static final long TAG = 0xFFFF_FFFF_0000_0000L;

    private final int wordCount;
    private final long mask;
    private final Buffer slotBuffer;
    private final Buffer keyBuffer;
    private final MemorySegment slots;
    private final MemorySegment keys;
    private final RowChains chains;

    HashIndex(int wordCount, int rows, MemoryPool pool) {
        this.wordCount = wordCount;
        long capacity = capacity(rows);
        this.mask = capacity - 1;
        this.slotBuffer = pool.allocate(capacity * 8);
        this.slots = slotBuffer.segment();
        slots.fill((byte) 0);
        try {
            this.keyBuffer = pool.allocate(Math.max(8, (long) rows * wordCount * 8));
        } catch (Throwable e) {
            slotBuffer.close();
            throw e;
        }
        this.keys = keyBuffer.segment();
        this.chains = new RowChains(rows, pool);
    }

    private static long capacity(long rows) {
        return Long.highestOneBit(Math.max(32, rows * 2 - 1)) * 2;
    }

    /// What an index takes at most: with a chain for keys that several rows have.
    static long bytes(int wordCount, long rows) {
        return capacity(rows) * 8 + rows * wordCount * 8 + rows * 4 + 256;
    }

    /// The hash of the `i`-th key.
    private static long hash(long[][] words, int i) {
        long hash = WordHash.mix(words[0][i]);
        for (int k = 1; k < words.length; k++) {
            hash = WordHash.mix(hash ^ words[k][i]);
        }
        return hash;
    }

    /// Adds rows `first` to `first + count` with their keys, which begin at `words[k][from]`.
    void add(long[][] words, int from, int first, int count) {
        for (int i = from; i < from + count; i++) {
            int row = first + i - from;
            for (int k = 0; k < wordCount; k++) {
                keys.set(Lanes.LONG, ((long) row * wordCount + k) * 8, words[k][i]);
            }
            long hash = hash(words, i);
            long slot = hash & mask;
            while (true) {
                long entry = slots.get(Lanes.LONG, slot * 8);
                if (entry == 0) {
                    break;
                }
                if (((entry ^ hash) & TAG) == 0 && equal(words, i, (int) entry - 1)) {
                    chains.link(row, (int) entry - 1);
                    break;
                }
                slot = (slot + 1) & mask;
            }
            slots.set(Lanes.LONG, slot * 8, (hash & TAG) | (row + 1));
        }
    }

    private boolean equal(long[][] words, int i, int row) {
        for (int k = 0; k < wordCount; k++) {
            if (keys.get(Lanes.LONG, ((long) row * wordCount + k) * 8) != words[k][i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void probe(long[][] words, int count, int[] rows) {
        long[] hashes = new long[Math.min(count, Page.ROWS_MAX)];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(words, i);
        }
        for (int i = 0; i < count; i++) {
            rows[i] = (int) slots.get(Lanes.LONG, (hashes[i] & mask) * 8);
        }
        for (int i = 0; i < count; i++) {
            rows[i] = rows[i] == 0 ? NONE : find(words, i, hashes[i]);
        }
    }

    private int find(long[][] words, int i, long hash) {
        long slot = hash & mask;
        while (true) {
            long entry = slots.get(Lanes.LONG, slot * 8);
            if (entry == 0) {
                return NONE;
            }
            if (((entry ^ hash) & TAG) == 0 && equal(words, i, (int) entry - 1)) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & mask;
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
        slotBuffer.close();
        keyBuffer.close();
        chains.close();
    }
}
