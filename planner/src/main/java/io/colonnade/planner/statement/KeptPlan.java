package io.colonnade.planner.statement;

import io.colonnade.core.fragment.PlanFragment;
import java.util.List;

/// What a statement computes and keeps on the nodes before its own fragments run: a common table expression that is
/// used several times, or a recursive one.
///
/// ```text
/// first   makes generation 0 of `kept`
/// next    makes generation n of generation n - 1, again and again until one is empty or all generations together have
///         `rowsWanted`; no fragments: nothing follows
/// ```
///
/// The root of fragment 0 of both is a {@link io.colonnade.core.plan.KeepNode}; what it reads of `kept` itself says
/// generation 0, and whoever runs it puts the numbers in.
public record KeptPlan(int kept, List<PlanFragment> first, List<PlanFragment> next, long rowsWanted) {
    public KeptPlan {
        first = List.copyOf(first);
        next = List.copyOf(next);
    }

    public boolean isRecursive() {
        return !next.isEmpty();
    }
}
