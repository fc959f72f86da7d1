package io.colonnade.core.catalog;

/// On which node a slot lies, for nodes numbered from 0.
///
/// ```text
/// 6 slots, 3 nodes     slot 0 1 2 3 4 5
///                      node 0 1 2 0 1 2
/// ```
///
/// With more nodes than slots the last nodes have none. Rows of a table that is hashed by no column are dealt to the
/// nodes in turn, and each node puts its rows into the first of its slots.
public final class SlotPlacement {
    private SlotPlacement() {}

    public static int node(int slot, int nodeCount) {
        return slot % nodeCount;
    }

    /// Nodes that have a slot: the first so many.
    public static int nodesWithSlots(int slots, int nodeCount) {
        return Math.min(slots, nodeCount);
    }

    /// The first slot of a node that has one.
    public static int firstSlot(int node) {
        return node;
    }
}
