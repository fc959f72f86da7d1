package io.colonnade.planner.lower;

import io.colonnade.core.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/// Rows that a query computes once and reads by {@link io.colonnade.core.plan.KeptRowsNode}s named `kept`.
///
/// `first` makes generation 0. If there is a `next`, each generation is made by it of the one before, which
/// it reads as generation 0, until one has no rows or `rowsWanted` are there.
public record KeptRoot(int kept, PlanNode first, @Nullable PlanNode next, long rowsWanted) {}
