package io.colonnade.planner.optimize;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// What has another value for each row, such as RANDOM: it is computed where it is written, as often as its rows
/// come there.
///
/// ```text
/// Filter(a = b AND random() < 0.1)    Filter(random() < 0.1)
///   Join(true)                  ->      Filter(a = b)              which may go into the join
///                                         Join(true)
/// ```
final class PerRow {
    private PerRow() {}

    /// Whether a projection may be written into what reads it.
    static boolean isNone(Project project) {
        return project.getProjects().stream().allMatch(RexUtil::isDeterministic);
    }

    /// Whether a condition may go elsewhere.
    static boolean isNone(Filter filter) {
        return RexUtil.isDeterministic(filter.getCondition());
    }

    static boolean isNone(Join join) {
        return RexUtil.isDeterministic(join.getCondition());
    }

    /// The same rows by filters that are such conditions, or hold none.
    static RelNode apart(RelNode rel) {
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode node = super.visit(other);
                return node instanceof Filter filter && !isNone(filter) ? split(filter) : node;
            }
        });
    }

    private static RelNode split(Filter filter) {
        List<RexNode> steady = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            (RexUtil.isDeterministic(condition) ? steady : others).add(condition);
        }
        if (steady.isEmpty()) {
            return filter;
        }
        var rex = filter.getCluster().getRexBuilder();
        RelNode below = LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rex, steady));
        return LogicalFilter.create(below, RexUtil.composeConjunction(rex, others));
    }
}
