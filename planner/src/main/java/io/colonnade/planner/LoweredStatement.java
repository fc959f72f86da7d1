package io.colonnade.planner;

import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.lower.NodeIds;
import org.jspecify.annotations.Nullable;

/// A statement as one physical plan, not yet cut for nodes: what {@link QueryPlanner#lower} gives.
///
/// `root` makes the rows of a query or those to write; it is null if there are no rows. `ids` has numbered the nodes
/// and goes on numbering what cutting adds.
public record LoweredStatement(
        ValidStatement valid, @Nullable PlanNode root, NodeIds ids) {}
