package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// Conditions that read no subquery go below the join of it, to the side that has the columns of the outer query.
public final class SubqueryFilters {
    private SubqueryFilters() {}

    /// The same tree if there is nothing to move.
    public static RelNode push(RelNode rel) {
        RelNode current = rel instanceof Filter filter && filter.getInput() instanceof SubqueryJoin join
                ? push(filter, join)
                : rel;
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : current.getInputs()) {
            RelNode next = push(input);
            changed |= next != input;
            inputs.add(next);
        }
        return changed ? current.copy(current.getTraitSet(), inputs) : current;
    }

    private static RelNode push(Filter filter, SubqueryJoin join) {
        int width = join.getLeft().getRowType().getFieldCount();
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            (RelOptUtil.InputFinder.bits(term).length() <= width ? below : above).add(term);
        }
        if (below.isEmpty()) {
            return filter;
        }
        RexBuilder builder = filter.getCluster().getRexBuilder();
        RelNode left = LogicalFilter.create(join.getLeft(), RexUtil.composeConjunction(builder, below));
        RelNode moved = join.copy(join.getTraitSet(), List.of(left, join.getRight()));
        return above.isEmpty() ? moved : LogicalFilter.create(moved, RexUtil.composeConjunction(builder, above));
    }
}
