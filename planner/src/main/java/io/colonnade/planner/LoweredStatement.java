package io.colonnade.planner;

import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.lower.KeptRoot;
import io.colonnade.planner.lower.NodeIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement as one physical plan, not yet cut for nodes: what {@link QueryPlanner#lower} gives.
///
/// `root` makes the rows of a query or those to write; it is null if there are no rows. `ids` has numbered
/// the nodes and goes on numbering what cutting adds. What `kept` lists has to be computed before, in its
/// order.
public record LoweredStatement(
        ValidStatement valid, @Nullable PlanNode root, List<KeptRoot> kept, NodeIds ids) {}
