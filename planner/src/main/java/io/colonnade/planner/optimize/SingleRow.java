package io.colonnade.planner.optimize;

import io.colonnade.core.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
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
    static boolean isOf(RexSubQuery subquery) {
        return (subquery.getKind() == SqlKind.EXISTS || subquery.getKind() == SqlKind.IN)
                && Decorrelated.isCorrelated(subquery.rel)
                && isOf(subquery.rel);
    }

    static boolean isOf(RelNode query) {
        return switch (query) {
            case Project project -> isOf(project.getInput());
            case Filter filter -> isOf(filter.getInput());
            case Aggregate aggregate -> aggregate.getGroupSet().isEmpty();
            default -> false;
        };
    }

    /// Joins the groups of `query` to the outer query, which it knows as `variables`.
    static SingleRow join(RelNode outer, RelNode query, Set<CorrelationId> variables) {
        return switch (query) {
            case Aggregate aggregate -> aggregate(outer, aggregate, variables);
            case Project project -> {
                SingleRow below = join(outer, uncorrelated(project).getInput(), variables);
                yield new SingleRow(below.joined(), below.over(project.getProjects()), below.conditions());
            }
            case Filter filter -> {
                SingleRow below = join(outer, uncorrelated(filter).getInput(), variables);
                List<RexNode> conditions = new ArrayList<>(below.conditions());
                conditions.addAll(below.over(RelOptUtil.conjunctions(filter.getCondition())));
                yield new SingleRow(below.joined(), below.values(), conditions);
            }
            default -> throw new IllegalArgumentException("not one row: " + query);
        };
    }

    private static <T extends RelNode> T uncorrelated(T rel) {
        if (Decorrelated.hasOwnCorrelation(rel)) {
            throw EngineException.notSupported("this correlated subquery");
        }
        return rel;
    }

    private static SingleRow aggregate(RelNode outer, Aggregate aggregate, Set<CorrelationId> variables) {
        RexBuilder builder = outer.getCluster().getRexBuilder();
        int width = outer.getRowType().getFieldCount();
        Decorrelated groups = Decorrelated.aggregate(aggregate);
        RexNode condition = RexUtil.composeConjunction(builder, groups.termsOver(width, variables));
        RelNode joined = LogicalJoin.create(outer, groups.rel(), List.of(), condition, Set.of(), JoinRelType.LEFT);
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            RexNode column = builder.makeInputRef(joined, width + i);
            boolean counts = aggregate.getAggCallList().get(i).getAggregation().getKind() == SqlKind.COUNT;
            values.add(
                    counts
                            ? builder.makeCall(
                                    SqlStdOperatorTable.CASE,
                                    builder.makeCall(SqlStdOperatorTable.IS_NULL, column),
                                    builder.makeZeroLiteral(column.getType()),
                                    column)
                            : column);
        }
        return new SingleRow(joined, values, List.of());
    }

    private List<RexNode> over(List<RexNode> expressions) {
        return expressions.stream()
                .map(expression -> expression.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return values.get(ref.getIndex());
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

    private RexNode isThere() {
        return RexUtil.composeConjunction(builder(), conditions);
    }

    /// `[NOT] EXISTS` or `[NOT] IN` as a condition over `joined`.
    RexNode test(RexSubQuery subquery, boolean negated) {
        RexNode there = builder().makeCall(SqlStdOperatorTable.IS_TRUE, isThere());
        if (subquery.getKind() == SqlKind.EXISTS) {
            return negated ? not(there) : there;
        }
        List<RexNode> equalities = new ArrayList<>();
        for (int i = 0; i < subquery.getOperands().size(); i++) {
            RexNode operand = subquery.getOperands().get(i);
            if (RexUtil.SubQueryFinder.find(operand) != null) {
                throw EngineException.notSupported("a subquery within the left side of IN");
            }
            equalities.add(builder().makeCall(SqlStdOperatorTable.EQUALS, operand, values.get(i)));
        }
        RexNode match = RexUtil.composeConjunction(builder(), equalities);
        return negated
                ? builder().makeCall(SqlStdOperatorTable.OR, not(there), not(match))
                : builder().makeCall(SqlStdOperatorTable.AND, there, match);
    }

    private RexNode not(RexNode condition) {
        return builder().makeCall(SqlStdOperatorTable.NOT, condition);
    }
}
