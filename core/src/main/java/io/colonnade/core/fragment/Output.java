package io.colonnade.core.fragment;

import java.util.List;

/// Where the rows of a fragment go.
public sealed interface Output {
    /// To the client, by the coordinator.
    record Client() implements Output {}

    /// To the one task of the consuming fragment.
    record Gather() implements Output {}

    /// Every row to every task of the consuming fragment.
    record Broadcast() implements Output {}

    /// Each row to the task chosen by the hash of its key columns: the task's number is `KeyHash.slot(hash, tasks)`,
    /// for keys that are equal in SQL the same one.
    record Hash(List<Integer> keys) implements Output {
        public Hash {
            keys = List.copyOf(keys);
        }
    }

    /// Each row to the node that holds its slot, by the distribution of the table being written and
    /// {@link io.colonnade.core.catalog.SlotPlacement}. `keys` are positions of the distribution columns, none if
    /// rows may lie in any slot; `slots` is the table's slot count. The consumers are all nodes with data, in
    /// their order.
    record Slots(List<Integer> keys, int slots) implements Output {
        public Slots {
            keys = List.copyOf(keys);
        }
    }

    /// Nowhere: the fragment writes a table.
    record None() implements Output {}
}
