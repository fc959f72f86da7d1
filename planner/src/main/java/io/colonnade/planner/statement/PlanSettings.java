package io.colonnade.planner.statement;

import java.util.function.LongSupplier;

/// What a plan depends on beside the catalog.
///
/// `nodeCount` nodes hold data; `tableIds` gives the id of the table that a statement creates, and is asked only by
/// statements that create one, once all of the statement has been checked.
public record PlanSettings(int nodeCount, LongSupplier tableIds) {
    public PlanSettings {
        if (nodeCount < 1) {
            throw new IllegalArgumentException("nodeCount " + nodeCount);
        }
    }

    /// With the id that a created table will have.
    public PlanSettings(int nodeCount, long newTableId) {
        this(nodeCount, () -> newTableId);
    }

    public long newTableId() {
        return tableIds.getAsLong();
    }
}
