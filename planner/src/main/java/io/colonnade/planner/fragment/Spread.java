package io.colonnade.planner.fragment;

import java.util.ArrayList;
import java.util.List;

/// How the rows of a part of a plan lie over the nodes.
sealed interface Spread {
    /// Each node has all rows; the same ones on each node only if `isStable` (a LIMIT may choose differently).
    record Everywhere(boolean isStable) implements Spread {}

    /// Each row is on one node. Rows that are equal in `keys` are on the same one, if there are keys: by the slots of
    /// tables with `slots` slots, or by an exchange if that is 0.
    record Partitioned(List<Integer> keys, int slots) implements Spread {
        static final Partitioned ANYHOW = new Partitioned(List.of(), 0);

        public Partitioned {
            keys = List.copyOf(keys);
        }

        /// The same after columns have moved: `positions` tells where each is now, -1 if it is gone.
        Partitioned moved(List<Integer> positions) {
            List<Integer> moved = new ArrayList<>();
            for (int key : keys) {
                int position = positions.get(key);
                if (position < 0) {
                    return ANYHOW;
                }
                moved.add(position);
            }
            return new Partitioned(moved, slots);
        }
    }

    /// All rows are in the one task of a fragment on the coordinator, which has no tables.
    record Single() implements Spread {}
}
