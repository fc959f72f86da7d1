package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// A subquery whose correlated conditions were taken out of it.
///
/// `terms` are those conditions: columns of `rel` are input references, columns of the outer query still
/// fields of correlation variables. The first columns of `rel` are those of the subquery; what the terms need
/// besides was added after them. For an aggregate the aggregates come first, then the added keys.
record Decorrelated(RelNode rel, List<RexNode> terms) {

    /// Null if conditions cannot be taken out of `rel`, whose correlation is elsewhere or counts on the way.
    static @Nullable Decorrelated of(RelNode rel) {
        if (!OuterColumns.isCorrelated(rel)) {
            return new Decorrelated(rel, List.of());
        }
        return switch (rel) {
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Join join -> join(join);
            // A group of nothing would be missed; where one row is wanted, SingleRow takes care of it.
            case Aggregate aggregate -> aggregate.getGroupSet().isEmpty() ? null : aggregate(aggregate);
            case Sort sort when sort.fetch == null && sort.offset == null -> of(sort.getInput());
            default -> null;
        };
    }

    private static @Nullable Decorrelated filter(Filter filter) {
        Decorrelated input = of(filter.getInput());
        if (input == null) {
            return null;
        }
        List<RexNode> taken = new ArrayList<>(input.terms());
        List<RexNode> kept = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            (OuterColumns.readsOuter(term) ? taken : kept).add(term);
        }
        RelNode rel = kept.isEmpty()
                ? input.rel()
                : LogicalFilter.create(input.rel(), RexUtil.composeConjunction(builder(filter), kept));
        return new Decorrelated(rel, taken);
    }

    private static @Nullable Decorrelated project(Project project) {
        Decorrelated input = OuterColumns.readsOuter(project) || project.containsOver() ? null : of(project.getInput());
        if (input == null) {
            return null;
        }
        List<RexNode> expressions = new ArrayList<>(project.getProjects());
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        int[] positions = new int[input.rel().getRowType().getFieldCount()];
        for (int column : columns(input.terms())) {
            positions[column] = expressions.size();
            expressions.add(RexInputRef.of(column, input.rel().getRowType()));
            names.add("$c" + column);
        }
        RelNode rel = LogicalProject.create(input.rel(), List.of(), expressions, names, Set.of());
        return new Decorrelated(rel, move(input.terms(), positions));
    }

    private static @Nullable Decorrelated join(Join join) {
        if (join.getJoinType() != JoinRelType.INNER) {
            if (OuterColumns.isCorrelated(join.getRight())
                    || OuterColumns.readsOuter(join.getCondition())
                    || !(join.getJoinType() == JoinRelType.LEFT
                            || !join.getJoinType().projectsRight())) {
                return null;
            }
            Decorrelated left = of(join.getLeft());
            if (left == null
                    || left.rel().getRowType().getFieldCount()
                            != join.getLeft().getRowType().getFieldCount()) {
                return null;
            }
            RelNode rel = join.copy(join.getTraitSet(), List.of(left.rel(), join.getRight()));
            return new Decorrelated(rel, left.terms());
        }
        Decorrelated left = of(join.getLeft());
        Decorrelated right = of(join.getRight());
        if (left == null || right == null) {
            return null;
        }
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int newLeftWidth = left.rel().getRowType().getFieldCount();
        int rightWidth = join.getRight().getRowType().getFieldCount();
        int[] positions = new int[leftWidth + rightWidth];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i < leftWidth ? i : newLeftWidth + i - leftWidth;
        }
        List<RexNode> taken = new ArrayList<>();
        List<RexNode> kept = new ArrayList<>();
        for (RexNode term : move(RelOptUtil.conjunctions(join.getCondition()), positions)) {
            (OuterColumns.readsOuter(term) ? taken : kept).add(term);
        }
        taken.addAll(left.terms());
        right.terms().forEach(term -> taken.add(RexUtil.shift(term, newLeftWidth)));
        RelNode rel = LogicalJoin.create(
                left.rel(),
                right.rel(),
                List.of(),
                RexUtil.composeConjunction(builder(join), kept),
                Set.of(),
                JoinRelType.INNER);
        if (newLeftWidth == leftWidth) {
            return new Decorrelated(rel, taken);
        }
        // The columns that the left side gained go to the end.
        int total = rel.getRowType().getFieldCount();
        List<Integer> order = new ArrayList<>();
        Util.range(leftWidth).forEach(order::add);
        for (int i = newLeftWidth; i < total; i++) {
            order.add(i);
        }
        for (int i = leftWidth; i < newLeftWidth; i++) {
            order.add(i);
        }
        int[] back = new int[total];
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            back[order.get(i)] = i;
            expressions.add(RexInputRef.of(order.get(i), rel.getRowType()));
            names.add(rel.getRowType().getFieldNames().get(order.get(i)));
        }
        return new Decorrelated(LogicalProject.create(rel, List.of(), expressions, names, Set.of()), move(taken, back));
    }

    /// An aggregate with a group for each correlated value that occurs; values that do not occur have none.
    static @Nullable Decorrelated aggregate(Aggregate aggregate) {
        Decorrelated taken = aggregate.getGroupType() == Aggregate.Group.SIMPLE ? of(aggregate.getInput()) : null;
        if (taken == null) {
            return null;
        }
        for (RexNode term : taken.terms()) {
            // Only an equality leaves the groups as they were.
            if (term.getKind() != SqlKind.EQUALS || !separatesSides((RexCall) term)) {
                return null;
            }
        }
        Decorrelated input = taken.withColumns();
        ImmutableBitSet added = ImmutableBitSet.of(columns(input.terms()));
        ImmutableBitSet keys = aggregate.getGroupSet().union(added);
        // With keys a group is never empty, which may change what a call can return.
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .map(call -> AggregateCall.create(
                        call.getAggregation(),
                        call.isDistinct(),
                        call.isApproximate(),
                        call.ignoreNulls(),
                        call.rexList,
                        call.getArgList(),
                        call.filterArg,
                        call.distinctKeys,
                        call.collation,
                        keys.isEmpty(),
                        input.rel(),
                        null,
                        call.getName()))
                .toList();
        RelNode grouped = LogicalAggregate.create(input.rel(), List.of(), keys, null, calls);
        // Back into the order: old keys, aggregates, added keys.
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            expressions.add(RexInputRef.of(keys.indexOf(key), grouped.getRowType()));
        }
        for (int i = 0; i < calls.size(); i++) {
            expressions.add(RexInputRef.of(keys.cardinality() + i, grouped.getRowType()));
        }
        int[] positions = new int[input.rel().getRowType().getFieldCount()];
        for (int column : added) {
            positions[column] = expressions.size();
            expressions.add(RexInputRef.of(keys.indexOf(column), grouped.getRowType()));
        }
        for (int i = 0; i < expressions.size(); i++) {
            names.add("$g" + i);
        }
        RelNode rel = LogicalProject.create(grouped, List.of(), expressions, names, Set.of());
        return new Decorrelated(rel, move(input.terms(), positions));
    }

    /// The same with equalities of columns only: what else stands on the inner side becomes one. Several
    /// values of a column may give the same value of an expression, and would be several groups.
    private Decorrelated withColumns() {
        List<RexNode> row = new ArrayList<>();
        for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
            row.add(RexInputRef.of(i, rel.getRowType()));
        }
        int width = row.size();
        List<RexNode> changed = new ArrayList<>();
        for (RexNode term : terms) {
            List<RexNode> sides = new ArrayList<>(((RexCall) term).getOperands());
            int inner = OuterColumns.readsOuter(sides.get(0)) ? 1 : 0;
            if (sides.get(inner) instanceof RexInputRef) {
                changed.add(term);
                continue;
            }
            row.add(sides.get(inner));
            sides.set(inner, new RexInputRef(row.size() - 1, sides.get(inner).getType()));
            changed.add(((RexCall) term).clone(term.getType(), sides));
        }
        return row.size() == width
                ? this
                : new Decorrelated(LogicalProject.create(rel, List.of(), row, (List<String>) null, Set.of()), changed);
    }

    private static boolean separatesSides(RexCall equality) {
        RexNode left = equality.getOperands().get(0);
        RexNode right = equality.getOperands().get(1);
        return OuterColumns.readsOuter(left) != OuterColumns.readsOuter(right)
                && RelOptUtil.InputFinder.bits(OuterColumns.readsOuter(left) ? left : right)
                        .isEmpty();
    }

    /// The terms as the condition of a join whose left side has `width` columns, those of `outer` first. What they
    /// read of queries further out stays as it is.
    List<RexNode> termsOver(int width, OuterColumns outer) {
        List<RexNode> moved = new ArrayList<>();
        for (RexNode term : terms) {
            moved.add(term.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return new RexInputRef(ref.getIndex() + width, ref.getType());
                }

                @Override
                public RexNode visitFieldAccess(RexFieldAccess access) {
                    int column = outer.column(access);
                    return column < 0
                            ? access
                            : RexInputRef.of(column, outer.rel().getRowType());
                }
            }));
        }
        return moved;
    }

    private static List<Integer> columns(List<RexNode> terms) {
        ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
        terms.forEach(term -> columns.addAll(RelOptUtil.InputFinder.bits(term)));
        return columns.build().asList();
    }

    private static List<RexNode> move(List<RexNode> terms, int[] positions) {
        List<RexNode> moved = new ArrayList<>();
        for (RexNode term : terms) {
            moved.add(term.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return new RexInputRef(positions[ref.getIndex()], ref.getType());
                }
            }));
        }
        return moved;
    }

    private static RexBuilder builder(RelNode rel) {
        return rel.getCluster().getRexBuilder();
    }
}
