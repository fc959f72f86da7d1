package io.colonnade.planner.fragment;

import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.lower.PlanRewrite;
import java.util.List;

/// The upper part of a plan that has not been cut off yet, and how its rows lie.
record Piece(PlanNode node, Spread spread) {
    /// A node put on top that keeps rows and columns where they are.
    Piece above(PlanNode top) {
        return new Piece(PlanRewrite.withInputs(top, List.of(node)), spread);
    }

    /// The same when nodes may have chosen different rows.
    Piece unstable() {
        return spread instanceof Spread.Everywhere ? new Piece(node, new Spread.Everywhere(false)) : this;
    }
}
