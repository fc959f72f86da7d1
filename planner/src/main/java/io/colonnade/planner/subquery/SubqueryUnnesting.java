package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// Turns all subqueries into joins, the innermost first.
///
/// ```text
/// WHERE, HAVING        {@link SubqueryColumns}
/// SELECT, GROUP BY, arguments, ORDER BY: projections, with the same
/// ON                   {@link JoinConditions}: a column of the side that the subquery reads
/// LATERAL              {@link LateralJoin}
/// ```
///
/// What a subquery reads of queries further out than the next stays as it is, and is taken out when it is
/// their turn: then the subquery is a join like any other.
public final class SubqueryUnnesting {
    private SubqueryUnnesting() {}

    /// The same query without subqueries.
    public static RelNode unnest(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode next = unnest(input);
            changed |= next != input;
            inputs.add(next);
        }
        RelNode current = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
        return switch (current) {
            case Filter filter when RexUtil.SubQueryFinder.containsSubQuery(filter) -> filter(filter);
            case Project project when RexUtil.SubQueryFinder.containsSubQuery(project) -> project(project);
            case Join join when RexUtil.SubQueryFinder.containsSubQuery(join) -> JoinConditions.unnest(join);
            case Correlate correlate -> LateralJoin.unnest(correlate);
            default -> current;
        };
    }

    static RelNode filter(Filter filter) {
        RexBuilder builder = filter.getCluster().getRexBuilder();
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            (RexUtil.SubQueryFinder.find(term) == null ? plain : others).add(term);
        }
        RelNode input = filtered(filter.getInput(), plain, builder);
        SubqueryColumns subqueries = new SubqueryColumns(OuterColumns.of(input, filter.getVariablesSet()));
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : others) {
            RexNode left = RexUtil.removeNullabilityCast(filter.getCluster().getTypeFactory(), subqueries.filter(term));
            if (!left.isAlwaysTrue()) {
                rest.add(left);
            }
        }
        return narrow(
                filtered(subqueries.current(), rest, builder),
                filter.getRowType().getFieldCount());
    }

    private static RelNode filtered(RelNode input, List<RexNode> terms, RexBuilder builder) {
        return terms.isEmpty() ? input : LogicalFilter.create(input, RexUtil.composeConjunction(builder, terms));
    }

    private static RelNode project(Project project) {
        SubqueryColumns subqueries =
                new SubqueryColumns(OuterColumns.of(project.getInput(), project.getVariablesSet()));
        List<RexNode> expressions = project.getProjects().stream()
                .map(expression -> expression.accept(subqueries))
                .toList();
        return LogicalProject.create(
                subqueries.current(),
                List.of(),
                expressions,
                project.getRowType().getFieldNames(),
                Set.of());
    }

    /// The first columns only.
    static RelNode narrow(RelNode rel, int width) {
        if (rel.getRowType().getFieldCount() == width) {
            return rel;
        }
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(RexInputRef.of(i, rel.getRowType()));
        }
        return LogicalProject.create(
                rel, List.of(), columns, rel.getRowType().getFieldNames().subList(0, width), Set.of());
    }
}
