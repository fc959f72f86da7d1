package io.colonnade.planner.optimize;

import io.colonnade.planner.subquery.SubqueryJoin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/// Outer joins whose rows without a partner nobody keeps are inner ones.
///
/// ```text
/// (a LEFT JOIN b) WHERE b.x > 1              a JOIN b
/// (a LEFT JOIN b) JOIN c ON b.x = c.x        (a JOIN b) JOIN c
/// (a FULL JOIN b) WHERE a.x IS NOT NULL      a LEFT JOIN b
/// ```
///
/// From the root down it is known which columns must not be NULL for a row to count: those of which a condition
/// above is not true if they are NULL, of filters, of joins and through projections and group keys.
final class OuterToInner {
    private OuterToInner() {}

    static RelNode apply(RelNode root) {
        return apply(root, new BitSet());
    }

    /// `wanted` are columns of `rel`: a row in which one of them is NULL does not count.
    private static RelNode apply(RelNode rel, BitSet wanted) {
        return switch (rel) {
            case Filter filter -> {
                BitSet below = (BitSet) wanted.clone();
                addTold(List.of(filter.getCondition()), below);
                yield with(filter, List.of(below));
            }
            case Project project -> with(project, List.of(below(project, wanted)));
            case Join join -> join(join, wanted);
            // Each row of the left side is there once.
            case SubqueryJoin join ->
                with(join, List.of(wanted.get(0, join.getLeft().getRowType().getFieldCount()), new BitSet()));
            case Aggregate aggregate -> {
                BitSet below = new BitSet();
                if (aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
                    List<Integer> keys = aggregate.getGroupSet().asList();
                    wanted.stream().filter(i -> i < keys.size()).forEach(i -> below.set(keys.get(i)));
                }
                yield with(aggregate, List.of(below));
            }
            case Sort sort -> with(sort, List.of(sort.fetch == null && sort.offset == null ? wanted : new BitSet()));
            case Union union -> {
                List<BitSet> below = new ArrayList<>();
                union.getInputs().forEach(input -> below.add(wanted));
                yield with(union, below);
            }
            default -> {
                List<BitSet> below = new ArrayList<>();
                rel.getInputs().forEach(input -> below.add(new BitSet()));
                yield with(rel, below);
            }
        };
    }

    private static RelNode with(RelNode rel, List<BitSet> wanted) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < wanted.size(); i++) {
            RelNode next = apply(rel.getInput(i), wanted.get(i));
            changed |= next != rel.getInput(i);
            inputs.add(next);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    private static BitSet below(Project project, BitSet wanted) {
        BitSet below = new BitSet();
        if (project.containsOver()) {
            return below;
        }
        wanted.stream()
                .mapToObj(project.getProjects()::get)
                .forEach(value -> RelOptUtil.InputFinder.bits(value).forEachInt(column -> {
                    if (Strong.isNull(value, ImmutableBitSet.of(column))) {
                        below.set(column);
                    }
                }));
        return below;
    }

    /// Adds the columns for which one of the conditions is not true if they are NULL.
    private static void addTold(List<RexNode> conditions, BitSet wanted) {
        for (RexNode condition : conditions) {
            for (RexNode term : RelOptUtil.conjunctions(condition)) {
                RelOptUtil.InputFinder.bits(term).forEachInt(column -> {
                    if (Strong.isNotTrue(term, ImmutableBitSet.of(column))) {
                        wanted.set(column);
                    }
                });
            }
        }
    }

    private static RelNode join(Join join, BitSet wanted) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int width = leftWidth + join.getRight().getRowType().getFieldCount();
        boolean wantsLeft = wanted.get(0, leftWidth).cardinality() > 0;
        boolean wantsRight = wanted.get(leftWidth, Math.max(width, leftWidth)).cardinality() > 0;
        JoinRelType type = switch (join.getJoinType()) {
            case LEFT -> wantsRight ? JoinRelType.INNER : JoinRelType.LEFT;
            case RIGHT -> wantsLeft ? JoinRelType.INNER : JoinRelType.RIGHT;
            case FULL -> {
                if (wantsLeft) {
                    yield wantsRight ? JoinRelType.INNER : JoinRelType.LEFT;
                }
                yield wantsRight ? JoinRelType.RIGHT : JoinRelType.FULL;
            }
            default -> join.getJoinType();
        };
        BitSet told = new BitSet();
        addTold(List.of(join.getCondition()), told);
        // A side that keeps its rows keeps those with NULLs, unless they do not count above.
        BitSet left = wanted.get(0, leftWidth);
        BitSet right = wanted.get(leftWidth, width);
        switch (type) {
            case INNER, SEMI -> {
                left.or(told.get(0, leftWidth));
                right.or(told.get(leftWidth, width));
            }
            case LEFT, ANTI -> right.or(told.get(leftWidth, width));
            case RIGHT -> left.or(told.get(0, leftWidth));
            case FULL -> {}
            default -> {
                left.clear();
                right.clear();
            }
        }
        if (type == JoinRelType.SEMI || type == JoinRelType.ANTI) {
            right = told.get(leftWidth, width);
        }
        RelNode same = with(join, List.of(left, right));
        return type == join.getJoinType() ? same : retyped((Join) same, type);
    }

    /// A join of another type with the row that it had, whose columns were nullable.
    private static RelNode retyped(Join join, JoinRelType type) {
        RelNode joined = LogicalJoin.create(
                join.getLeft(), join.getRight(), List.of(), join.getCondition(), join.getVariablesSet(), type);
        RexBuilder builder = join.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
            RexNode column = builder.makeInputRef(joined, i);
            RelDataType was = join.getRowType().getFieldList().get(i).getType();
            columns.add(column.getType().equals(was) ? column : builder.makeAbstractCast(was, column, false));
        }
        return LogicalProject.create(
                joined, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    }
}
