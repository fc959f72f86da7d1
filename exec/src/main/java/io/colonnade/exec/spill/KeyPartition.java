package io.colonnade.exec.spill;

import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import java.util.Arrays;
import java.util.List;

/// Which partition each row of a page belongs to, by a hash of its keys.
///
/// The hash is that of slots and exchanges, stirred once more for each level: rows of one slot, or of one partition of
/// the level above, spread over all partitions. Equal keys of different number types meet in the same partition.
///
/// *Thread safety*: one thread.
public final class KeyPartition {
    private static final long STIR = 0xD6E8_FEB8_6659_FD93L;

    private final List<Integer> keys;
    private final int level;
    private final int[][] positions;
    private final int[] counts;
    private long[] hashes = new long[0];

    /// `keys` are columns of the pages; without any, all rows are in partition 0.
    public KeyPartition(List<Integer> keys, int partitions, int level) {
        this.keys = List.copyOf(keys);
        this.level = level;
        this.positions = new int[partitions][];
        this.counts = new int[partitions];
    }

    public int partitions() {
        return counts.length;
    }

    /// Sorts the rows of the page that count into partitions; {@link #part} has them until the next call.
    public void split(Page page) {
        Arrays.fill(counts, 0);
        int rows = page.rows();
        if (hashes.length < rows) {
            hashes = new long[rows];
        }
        if (keys.isEmpty()) {
            Arrays.fill(hashes, 0, rows, 0);
        }
        for (int k = 0; k < keys.size(); k++) {
            if (k == 0) {
                KeyHash.hash(page.column(keys.get(k)), page.selection(), hashes);
            } else {
                KeyHash.combine(page.column(keys.get(k)), page.selection(), hashes);
            }
        }
        for (int row = 0; row < rows; row++) {
            add(page.position(row), partition(hashes[row]));
        }
    }

    private int partition(long hash) {
        if (keys.isEmpty()) {
            return 0;
        }
        long stirred = hash;
        for (int i = 0; i <= level; i++) {
            stirred = (stirred ^ (stirred >>> 32)) * STIR;
            stirred ^= stirred >>> 29;
        }
        return (int) Math.unsignedMultiplyHigh(stirred * STIR, counts.length);
    }

    private void add(int position, int partition) {
        int[] target = positions[partition];
        if (target == null || counts[partition] == target.length) {
            target = target == null ? new int[256] : Arrays.copyOf(target, target.length * 2);
            positions[partition] = target;
        }
        target[counts[partition]++] = position;
    }

    public int rows(int partition) {
        return counts[partition];
    }

    /// The rows of a partition, which are some; lent until the next split.
    public Page part(Page page, int partition) {
        return counts[partition] == page.length() && page.selection() == null
                ? page
                : page.select(new Selection(positions[partition], counts[partition]));
    }
}
