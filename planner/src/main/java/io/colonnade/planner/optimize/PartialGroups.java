package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.RowEstimates;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Groups one side of a join, and what the join leaves of these groups once more, where a row has many partners.
///
/// ```text
/// Aggregate a.g: SUM(a.x), COUNT(*)          Aggregate g: SUM(x), SUM(n)
///   Join a.k = b.k                    ->       Join a.k = b.k
///     a                                          Aggregate k, g: SUM(x) AS x, COUNT(*) AS n
///     b                                            a
///                                                b
/// ```
///
/// The groups of a side are told by all of its columns that the condition or the keys read, so that its rows in
/// a group have the same partners. What is aggregated of the other side counts as often as the group has rows
/// ({@link PartialCalls}).
///
/// *By cost*: only if columns are known well enough to tell that fewer rows are joined and grouped. To look up
/// dimensions is cheaper than to group before.
final class PartialGroups {
    private static final double GROUP_COST = 2;
    private static final double JOIN_COST = 1;
    private static final double BUILD_COST = 3;

    /// Groups beyond these do not stay near the processor.
    private static final double GROUPS_NEAR = 4_096;

    /// Estimates are not so exact that less would do.
    private static final double MUCH_BETTER = 0.5;

    private final RowEstimates estimates;

    PartialGroups(RowEstimates estimates) {
        this.estimates = estimates;
    }

    /// A side of a join; `isPadded`: it has NULLs for rows of the other one without a partner.
    record Side(RelNode rel, int from, int to, boolean isPadded) {
        ImmutableBitSet columns() {
            return ImmutableBitSet.range(from, to);
        }
    }

    private record Choice(Side side, Side other, PartialCalls calls, RelNode groups, double share) {}

    RelNode apply(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode next = apply(input);
            changed |= next != input;
            inputs.add(next);
        }
        RelNode current = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
        return current instanceof Aggregate aggregate ? inParts(aggregate) : current;
    }

    private RelNode inParts(Aggregate aggregate) {
        boolean projects = aggregate.getInput() instanceof Project project
                && !project.containsOver()
                && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
        RelNode base = projects ? aggregate.getInput().getInput(0) : aggregate.getInput();
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !(base instanceof Join join)
                || !multiplies(join.getJoinType())
                || !RexUtil.isDeterministic(join.getCondition())) {
            return aggregate;
        }
        List<RexNode> row = projects
                ? ((Project) aggregate.getInput()).getProjects()
                : aggregate.getCluster().getRexBuilder().identityProjects(base.getRowType());
        int width = join.getLeft().getRowType().getFieldCount();
        JoinRelType kind = join.getJoinType();
        Side left = new Side(join.getLeft(), 0, width, kind.generatesNullsOnLeft());
        Side right = new Side(join.getRight(), width, join.getRowType().getFieldCount(), kind.generatesNullsOnRight());
        Choice ofLeft = choice(aggregate, row, join, left, right);
        Choice ofRight = choice(aggregate, row, join, right, left);
        Choice best = ofLeft == null || ofRight != null && ofRight.share() < ofLeft.share() ? ofRight : ofLeft;
        return best == null ? aggregate : joined(aggregate, row, join, best);
    }

    private static boolean multiplies(JoinRelType kind) {
        return switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            default -> false;
        };
    }

    /// Groups of `side`, null if they cannot be made or do not pay.
    private @Nullable Choice choice(Aggregate aggregate, List<RexNode> row, Join join, Side side, Side other) {
        PartialCalls calls = PartialCalls.of(aggregate, row, join.getCondition(), side);
        if (calls == null || !areKnown(side, calls.keys())) {
            return null;
        }
        double rows = estimates.rows(side.rel());
        double otherRows = estimates.rows(other.rel());
        double out = estimates.rows(join);
        double before = joinCost(rows, otherRows) + out * (JOIN_COST + GROUP_COST);
        if (rows * GROUP_COST >= MUCH_BETTER * before) {
            return null;
        }
        RelNode groups = calls.groups();
        double count = estimates.rows(groups);
        double after = rows * (count > GROUPS_NEAR ? 2 * GROUP_COST : GROUP_COST)
                + joinCost(count, otherRows)
                + out * count / rows * (JOIN_COST + GROUP_COST);
        return after < MUCH_BETTER * before ? new Choice(side, other, calls, groups, after / before) : null;
    }

    private static double joinCost(double rows, double otherRows) {
        return JOIN_COST * Math.max(rows, otherRows) + BUILD_COST * Math.min(rows, otherRows);
    }

    private boolean areKnown(Side side, ImmutableBitSet keys) {
        return keys.asList().stream()
                .allMatch(key -> estimates.column(side.rel(), key - side.from()).hasDistinct());
    }

    private RelNode joined(Aggregate aggregate, List<RexNode> row, Join join, Choice choice) {
        RelNode groups = inParts((Aggregate) choice.groups());
        RelNode other = choice.other().rel();
        boolean groupsLeft = join.getJoinType() == JoinRelType.INNER
                ? estimates.rows(choice.groups()) >= estimates.rows(other)
                : choice.side().from() == 0;
        int groupsAt = groupsLeft ? 0 : other.getRowType().getFieldCount();
        int otherAt = groupsLeft ? groups.getRowType().getFieldCount() : 0;
        int[] positions = new int[join.getRowType().getFieldCount()];
        java.util.Arrays.fill(positions, -1);
        for (int i = choice.other().from(); i < choice.other().to(); i++) {
            positions[i] = otherAt + i - choice.other().from();
        }
        int next = groupsAt;
        for (int key : choice.calls().keys()) {
            positions[key] = next++;
        }
        RelNode joined = LogicalJoin.create(
                groupsLeft ? groups : other,
                groupsLeft ? other : groups,
                List.of(),
                JoinBlock.move(join.getCondition(), positions),
                Set.of(),
                join.getJoinType());
        List<RexNode> columns = new ArrayList<>();
        aggregate.getGroupSet().forEachInt(key -> columns.add(JoinBlock.move(row.get(key), positions)));
        int keyCount = columns.size();
        PartialCalls.Final last = choice.calls().last(joined, groupsAt, positions, keyCount);
        columns.addAll(last.arguments());
        RelNode source = LogicalProject.create(joined, List.of(), columns, (List<String>) null, Set.of());
        List<AggregateCall> calls = last.calls().stream()
                .map(call -> PartialCalls.call(call.function(), call.isDistinct(), call.argument(), source, keyCount))
                .toList();
        Aggregate whole = LogicalAggregate.create(source, List.of(), ImmutableBitSet.range(keyCount), null, calls);
        RelNode result = inParts(whole);
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < keyCount; i++) {
            values.add(RexInputRef.of(i, result.getRowType()));
        }
        values.addAll(choice.calls().values(result, keyCount));
        return GroupsFirst.projected(result, values, aggregate);
    }

    /// `value`, or `nothing` where that is NULL.
    static RexNode or(RexNode value, int nothing, RelNode rel) {
        var builder = rel.getCluster().getRexBuilder();
        var type = rel.getCluster().getTypeFactory().createTypeWithNullability(value.getType(), false);
        return builder.makeCall(
                type,
                SqlStdOperatorTable.CASE,
                List.of(
                        builder.makeCall(SqlStdOperatorTable.IS_NULL, value),
                        builder.makeExactLiteral(java.math.BigDecimal.valueOf(nothing), type),
                        value));
    }
}
