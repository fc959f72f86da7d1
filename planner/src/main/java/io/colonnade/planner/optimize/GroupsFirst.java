package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.RowEstimates;
import io.colonnade.planner.evaluation.CannotFail;
import io.colonnade.planner.key.Dependencies;
import io.colonnade.planner.key.EqualColumns;
import io.colonnade.planner.key.UniqueColumns;
import io.colonnade.planner.type.AggregateOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Groups before it joins, where that leaves the join fewer rows.
///
/// ```text
/// Aggregate customer.key: COUNT(orders.key)      Project key, CASE WHEN n IS NULL THEN 0 ELSE n END
///   Join LEFT key = orders.customer        ->      Join LEFT key = customer
///     customer                                       customer
///     orders                                         Aggregate orders.customer: COUNT(key) AS n
/// ```
///
/// This is so if a group has one row of the left side, and everything is aggregated of the right one. Of
/// inner joins those that only look up columns for a group are made last ({@link LookupsLast}).
final class GroupsFirst {
    /// The rows that are grouped must be this many times the groups, ...
    private static final double REDUCTION_MIN = 2;

    /// ... and this part of them must be wanted by the join.
    private static final double WANTED_MIN = 0.5;

    private final RowEstimates estimates;

    GroupsFirst(RowEstimates estimates) {
        this.estimates = estimates;
    }

    RelNode apply(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode next = apply(input);
            changed |= next != input;
            inputs.add(next);
        }
        RelNode current = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
        if (!(current instanceof Aggregate aggregate)
                || aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || aggregate.getGroupSet().isEmpty()) {
            return current;
        }
        boolean projects = aggregate.getInput() instanceof Project project && !project.containsOver();
        RelNode base = projects ? aggregate.getInput().getInput(0) : aggregate.getInput();
        List<RexNode> row = projects
                ? ((Project) aggregate.getInput()).getProjects()
                : aggregate.getCluster().getRexBuilder().identityProjects(base.getRowType());
        RelNode early = null;
        if (base instanceof Join join && join.getJoinType() == JoinRelType.LEFT) {
            early = left(aggregate, row, join);
        } else if (JoinBlock.beginsAt(base)) {
            early = new LookupsLast(estimates, aggregate, row, base).apply();
        }
        return early == null ? current : early;
    }

    /// `row` are the columns of the input of the aggregate, over the columns of the join.
    private @Nullable RelNode left(Aggregate aggregate, List<RexNode> row, Join join) {
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        int leftWidth = left.getRowType().getFieldCount();
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            if (!EqualColumns.isMember(term)) {
                return null;
            }
            int first = ((RexInputRef) ((RexCall) term).getOperands().get(0)).getIndex();
            int second = ((RexInputRef) ((RexCall) term).getOperands().get(1)).getIndex();
            if (first < leftWidth == second < leftWidth) {
                return null;
            }
            leftKeys.add(Math.min(first, second));
            rightKeys.add(Math.max(first, second) - leftWidth);
        }
        BitSet keys = new BitSet();
        for (int key : aggregate.getGroupSet()) {
            if (!(row.get(key) instanceof RexInputRef ref) || ref.getIndex() >= leftWidth) {
                return null;
            }
            keys.set(ref.getIndex());
        }
        BitSet known = Dependencies.closure(left, keys);
        boolean oneRow = UniqueColumns.of(left).stream()
                .anyMatch(unique -> unique.stream().allMatch(known::get));
        if (leftKeys.isEmpty()
                || !oneRow
                || !aggregate.getAggCallList().stream().allMatch(call -> canMove(call, row, join))) {
            return null;
        }
        List<RexNode> arguments = new ArrayList<>();
        rightKeys.forEach(key -> arguments.add(RexInputRef.of(key, right.getRowType())));
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.getAggregation() != AggregateOperator.SAME_VALUE) {
                List<Integer> positions = new ArrayList<>();
                for (int argument : call.getArgList()) {
                    positions.add(arguments.size());
                    arguments.add(RexUtil.shift(row.get(argument), -leftWidth));
                }
                calls.add(call.withArgList(positions));
            }
        }
        RelNode source = LogicalProject.create(right, List.of(), arguments, (List<String>) null, Set.of());
        RelNode groups = LogicalAggregate.create(
                source, List.of(), ImmutableBitSet.range(rightKeys.size()), null, retyped(calls, source));
        return estimates.rows(groups) * REDUCTION_MIN <= estimates.rows(right)
                        && estimates.rows(join) >= WANTED_MIN * estimates.rows(right)
                ? joined(aggregate, row, left, groups, leftKeys)
                : null;
    }

    /// Calls with the types that they have over `source`, in groups.
    static List<AggregateCall> retyped(List<AggregateCall> calls, RelNode source) {
        return calls.stream()
                .map(call -> call.getAggregation() == AggregateOperator.SAME_VALUE
                        ? call
                        : AggregateCall.create(
                                call.getAggregation(),
                                call.isDistinct(),
                                call.isApproximate(),
                                call.ignoreNulls(),
                                call.rexList,
                                call.getArgList(),
                                call.filterArg,
                                call.distinctKeys,
                                call.collation,
                                false,
                                source,
                                null,
                                call.getName()))
                .toList();
    }

    /// Whether a call says the same of the rows of the right side as of those of the join, but for a left row
    /// without a partner, of which it says what it says of nothing.
    private static boolean canMove(AggregateCall call, List<RexNode> row, Join join) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        if (call.getAggregation() == AggregateOperator.SAME_VALUE) {
            return row.get(call.getArgList().getFirst()) instanceof RexInputRef ref && ref.getIndex() < leftWidth;
        }
        ImmutableBitSet ofRight =
                ImmutableBitSet.range(leftWidth, join.getRowType().getFieldCount());
        return isSafe(call, row)
                && call.getArgList().stream()
                        .map(row::get)
                        .allMatch(argument -> ofRight.contains(RelOptUtil.InputFinder.bits(argument))
                                && Strong.isNull(argument, ofRight));
    }

    /// Whether a call can be made for groups that nobody wants: it does not fail.
    static boolean isSafe(AggregateCall call, List<RexNode> row) {
        return call.filterArg < 0
                && call.distinctKeys == null
                && call.getCollation().getFieldCollations().isEmpty()
                && call.getArgList().stream().map(row::get).allMatch(CannotFail::test)
                && switch (call.getAggregation().getKind()) {
                    case COUNT, MIN, MAX -> true;
                    case SUM, SUM0, AVG ->
                        call.getArgList().stream().map(row::get).allMatch(CannotFail::isExact);
                    default -> call.getAggregation() == AggregateOperator.SAME_VALUE;
                };
    }

    private static RelNode joined(
            Aggregate aggregate, List<RexNode> row, RelNode left, RelNode groups, List<Integer> leftKeys) {
        RexBuilder builder = aggregate.getCluster().getRexBuilder();
        int leftWidth = left.getRowType().getFieldCount();
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < leftKeys.size(); i++) {
            terms.add(builder.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    RexInputRef.of(leftKeys.get(i), left.getRowType()),
                    new RexInputRef(
                            leftWidth + i,
                            groups.getRowType().getFieldList().get(i).getType())));
        }
        RelNode joined = LogicalJoin.create(
                left, groups, List.of(), RexUtil.composeConjunction(builder, terms), Set.of(), JoinRelType.LEFT);
        List<RexNode> columns = new ArrayList<>();
        aggregate.getGroupSet().forEachInt(key -> columns.add(row.get(key)));
        int next = leftWidth + leftKeys.size();
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.add(
                    call.getAggregation() == AggregateOperator.SAME_VALUE
                            ? row.get(call.getArgList().getFirst())
                            : orOfNothing(call, RexInputRef.of(next++, joined.getRowType()), builder));
        }
        return projected(joined, columns, aggregate);
    }

    /// What a call says of a row without a partner: COUNT(*) counts it.
    private static RexNode orOfNothing(AggregateCall call, RexNode value, RexBuilder builder) {
        boolean counts = call.getAggregation().getKind() == SqlKind.COUNT
                || call.getAggregation() instanceof AggregateOperator operator
                        && operator.function().counts();
        if (!counts) {
            return value;
        }
        int nothing = call.getArgList().isEmpty() ? 1 : 0;
        return builder.makeCall(
                call.getType(),
                SqlStdOperatorTable.CASE,
                List.of(
                        builder.makeCall(SqlStdOperatorTable.IS_NULL, value),
                        builder.makeExactLiteral(java.math.BigDecimal.valueOf(nothing), call.getType()),
                        value));
    }

    /// `columns` with the names and types of the aggregate.
    static RelNode projected(RelNode input, List<RexNode> columns, Aggregate aggregate) {
        RexBuilder builder = aggregate.getCluster().getRexBuilder();
        List<RexNode> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            typed.add(
                    columns.get(i)
                                    .getType()
                                    .equals(aggregate
                                            .getRowType()
                                            .getFieldList()
                                            .get(i)
                                            .getType())
                            ? columns.get(i)
                            : builder.makeAbstractCast(
                                    aggregate.getRowType().getFieldList().get(i).getType(), columns.get(i), false));
        }
        return LogicalProject.create(
                input, List.of(), typed, aggregate.getRowType().getFieldNames(), Set.of());
    }
}
