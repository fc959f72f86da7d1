package io.colonnade.planner.subquery;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// A correlated subquery that is an aggregate without groups: it has one row for each row of the outer query, also
/// where nothing was aggregated, unless its HAVING says no.
///
/// ```text
/// SELECT COUNT(*) + 1 FROM f WHERE f.k = d.k HAVING COUNT(*) < 5
///
/// joined      d left join (a group of f for each k that occurs)      columns of a missing group are NULL ...
/// values      CASE WHEN count IS NULL THEN 0 ELSE count END + 1      ... and 0 for COUNT
/// conditions  CASE WHEN count IS NULL THEN 0 ELSE count END < 5      all true: there is a row
/// ```
///
/// What stands above the aggregate is computed after the join; all expressions are over the columns of `joined`.
record SingleRow(RelNode joined, List<RexNode> values, List<RexNode> conditions) {
    static boolean isOf(RelNode query) {
        return switch (query) {
            case Project project -> !project.containsOver() && isOf(project.getInput());
            case Filter filter -> isOf(filter.getInput());
            case Aggregate aggregate -> RowBounds.isTotal(aggregate);
            default -> false;
        };
    }

    /// Joins the groups of `query` to `current`, whose first columns are those of `outer`; it counts for the
    /// rows of `guard`.
    static SingleRow join(RelNode current, RelNode query, OuterColumns outer, Guard guard) {
        return switch (query) {
            case Aggregate aggregate -> aggregate(current, aggregate, outer, guard);
            case Project project -> {
                SingleRow below = join(current, project.getInput(), outer, guard);
                yield new SingleRow(below.joined(), below.over(project.getProjects(), outer), below.conditions());
            }
            case Filter filter -> {
                SingleRow below = join(current, filter.getInput(), outer, guard);
                List<RexNode> conditions = new ArrayList<>(below.conditions());
                conditions.addAll(below.over(RelOptUtil.conjunctions(filter.getCondition()), outer));
                yield new SingleRow(below.joined(), below.values(), conditions);
            }
            default -> throw new IllegalArgumentException("not one row: " + query);
        };
    }

    private static SingleRow aggregate(RelNode current, Aggregate aggregate, OuterColumns outer, Guard guard) {
        RexBuilder builder = current.getCluster().getRexBuilder();
        int width = current.getRowType().getFieldCount();
        RelNode groups = aggregate;
        List<RexNode> terms = new ArrayList<>();
        Decorrelated taken = Decorrelated.aggregate(aggregate);
        if (taken != null) {
            groups = taken.rel();
            terms.addAll(guard.around(builder, taken.termsOver(width, outer)));
        } else if (outer.isReadBy(aggregate)) {
            Domain domain = new Domain(outer, aggregate);
            groups = new DomainPush(domain).totals(aggregate);
            terms.addAll(domain.matches(aggregate.getAggCallList().size(), groups, width, false));
        }
        RexNode condition = RexUtil.composeConjunction(builder, terms);
        RelNode joined = LogicalJoin.create(current, groups, List.of(), condition, Set.of(), JoinRelType.LEFT);
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            values.add(ofNothing(
                    builder, aggregate.getAggCallList().get(i), RexInputRef.of(width + i, joined.getRowType())));
        }
        return new SingleRow(joined, values, List.of());
    }

    /// The value of a call whose group is missing where it is NULL: counts are 0, and in a total no key of GROUPING
    /// is grouped by.
    static RexNode ofNothing(RexBuilder builder, AggregateCall call, RexNode column) {
        SqlKind kind = call.getAggregation().getKind();
        boolean counts = kind == SqlKind.COUNT || kind == SqlKind.SUM0 || kind == SqlKind.REGR_COUNT;
        if (!counts && call.getType().isNullable()) {
            return column;
        }
        RexNode nothing = kind == SqlKind.GROUPING
                ? builder.makeExactLiteral(
                        BigDecimal.valueOf((1L << call.getArgList().size()) - 1), call.getType())
                : builder.makeZeroLiteral(call.getType());
        return builder.makeCall(
                call.getType(),
                SqlStdOperatorTable.CASE,
                List.of(builder.makeCall(SqlStdOperatorTable.IS_NULL, column), nothing, column));
    }

    private List<RexNode> over(List<RexNode> expressions, OuterColumns outer) {
        return expressions.stream()
                .map(expression -> expression.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return values.get(ref.getIndex());
                    }

                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        int column = outer.column(access);
                        return column < 0 ? access : RexInputRef.of(column, joined.getRowType());
                    }
                }))
                .toList();
    }

    private RexBuilder builder() {
        return joined.getCluster().getRexBuilder();
    }

    /// The first column, NULL without a row.
    RexNode value() {
        RexNode value = values.getFirst();
        if (conditions.isEmpty()) {
            return value;
        }
        return builder()
                .makeCall(SqlStdOperatorTable.CASE, isThere(), value, builder().makeNullLiteral(value.getType()));
    }

    /// Whether there is a row.
    RexNode isThere() {
        return builder().makeCall(SqlStdOperatorTable.IS_TRUE, RexUtil.composeConjunction(builder(), conditions));
    }

    /// What a condition over the row says of all rows, if there is one.
    RexNode any(RexNode condition) {
        return conditions.isEmpty()
                ? condition
                : builder()
                        .makeCall(
                                SqlStdOperatorTable.CASE,
                                isThere(),
                                condition,
                                builder().makeLiteral(false));
    }
}
