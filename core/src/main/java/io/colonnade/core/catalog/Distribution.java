package io.colonnade.core.catalog;

import java.util.List;

/// Where the rows of a table lie.
public sealed interface Distribution {
    /// In one of `slots` slots, by the hash of these columns (ids); slot `s` lies on the node that the slot map of
    /// the database names. Without columns rows go to any slot.
    record Hashed(List<Integer> columnIds, int slots) implements Distribution {
        public Hashed {
            columnIds = List.copyOf(columnIds);
        }
    }

    /// Whole on every node.
    record Replicated() implements Distribution {}
}
