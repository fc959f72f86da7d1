package io.colonnade.core.fragment;

import io.colonnade.core.plan.PlanNode;

/// A part of a plan that runs without crossing nodes; one task per node of its placement runs it.
///
/// ```text
/// fragment 0  SINGLE    RemoteSource 1 -> final Aggregate -> Sort       output: CLIENT
/// fragment 1  ALL_NODES Scan lineorder |><| Scan part -> partial Aggregate   output: GATHER
/// ```
public record PlanFragment(int id, PlanNode root, Placement placement, Output output) {
    /// Where the tasks of a fragment run.
    public enum Placement {
        /// One task on the coordinator's node.
        COORDINATOR,
        /// One task on some node that holds data: all tables read are replicated.
        ANY_NODE,
        /// One task on each node that holds data.
        ALL_NODES
    }
}
