package io.colonnade.exec.exchange;

import io.colonnade.core.catalog.SlotPlacement;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import java.util.Arrays;
import java.util.List;

/// Which consumer each row of a page goes to.
///
/// *Thread safety*: one per driver.
final class PageSplit {
    private final Output output;
    private final int consumers;
    private final int[][] positions;
    private final int[] counts;
    private long[] hashes = new long[0];
    private int turn;

    PageSplit(Output output, int consumers, int firstTurn) {
        this.output = output;
        this.consumers = consumers;
        this.positions = new int[consumers][];
        this.counts = new int[consumers];
        this.turn = firstTurn;
    }

    /// The rows of `page` for each consumer; {@link #part} has them.
    void split(Page page) {
        Arrays.fill(counts, 0);
        switch (output) {
            case Output.Hash hash -> {
                hash(page, hash.keys());
                for (int row = 0; row < page.rows(); row++) {
                    add(page, KeyHash.slot(hashes[row], consumers), row);
                }
            }
            case Output.Slots slots
            when slots.keys().isEmpty() -> {
                int target = turn++ % SlotPlacement.nodesWithSlots(slots.slots(), consumers);
                for (int row = 0; row < page.rows(); row++) {
                    add(page, target, row);
                }
            }
            case Output.Slots slots -> {
                hash(page, slots.keys());
                for (int row = 0; row < page.rows(); row++) {
                    int slot = KeyHash.slot(hashes[row], slots.slots());
                    add(page, SlotPlacement.node(slot, consumers), row);
                }
            }
            case Output.Gather o -> throw new IllegalStateException("rows of " + o + " are not split");
            case Output.Broadcast o -> throw new IllegalStateException("rows of " + o + " are not split");
            case Output.Client o -> throw new IllegalStateException("rows of " + o + " are not split");
            case Output.None o -> throw new IllegalStateException("rows of " + o + " are not split");
        }
    }

    private void hash(Page page, List<Integer> keys) {
        if (hashes.length < page.rows()) {
            hashes = new long[page.rows()];
        }
        for (int i = 0; i < keys.size(); i++) {
            if (i == 0) {
                KeyHash.hash(page.column(keys.get(i)), page.selection(), hashes);
            } else {
                KeyHash.combine(page.column(keys.get(i)), page.selection(), hashes);
            }
        }
    }

    private void add(Page page, int consumer, int row) {
        int[] target = positions[consumer];
        if (target == null || counts[consumer] == target.length) {
            target = target == null ? new int[Page.ROWS_MAX] : Arrays.copyOf(target, target.length * 2);
            positions[consumer] = target;
        }
        target[counts[consumer]++] = page.position(row);
    }

    int rows(int consumer) {
        return counts[consumer];
    }

    /// Lent until the next split.
    Page part(Page page, int consumer) {
        return counts[consumer] == page.length() && page.selection() == null
                ? page
                : page.select(new Selection(positions[consumer], counts[consumer]));
    }
}
