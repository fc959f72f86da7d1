package io.colonnade.planner.statement;

/// What a plan depends on beside the catalog.
///
/// `nodeCount` nodes hold data; `newTableId` is the id that a table created by the statement will have (any other
/// statement ignores it).
public record PlanSettings(int nodeCount, long newTableId) {
    public PlanSettings {
        if (nodeCount < 1) {
            throw new IllegalArgumentException("nodeCount " + nodeCount);
        }
    }
}
