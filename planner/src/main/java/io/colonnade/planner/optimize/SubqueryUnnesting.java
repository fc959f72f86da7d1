package io.colonnade.planner.optimize;

import io.colonnade.core.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// Turns subqueries of WHERE, HAVING and SELECT into joins.
///
/// ```text
/// [NOT] EXISTS (q)       semi or anti join on the correlated conditions of q
/// x IN (q)               semi join on x = column
/// x NOT IN (q)           anti join on x = column; where a NULL may occur, on (x = column) IS NOT FALSE
/// (q) as a value         inner join with a row that is always there, left join with a group per correlated value
/// ```
///
/// A correlated aggregate without groups has a row even for no input, so it is a value in all of these
/// ({@link SingleRow}).
///
/// Subqueries under OR or CASE, and correlation in places from which a condition cannot be taken out, are not
/// supported.
final class SubqueryUnnesting {
    private SubqueryUnnesting() {}

    static RelNode unnest(RelNode rel) {
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
            case Join join
            when RexUtil.SubQueryFinder.containsSubQuery(join) ->
                throw EngineException.notSupported("a subquery in ON");
            case Correlate correlate -> throw EngineException.notSupported("LATERAL");
            default -> current;
        };
    }

    private static RelNode filter(Filter filter) {
        RexBuilder builder = filter.getCluster().getRexBuilder();
        RelNode current = filter.getInput();
        int width = current.getRowType().getFieldCount();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean negated = term.getKind() == SqlKind.NOT;
            RexNode inner = negated ? ((RexCall) term).getOperands().get(0) : term;
            if (inner instanceof RexSubQuery subquery && SingleRow.isOf(subquery)) {
                SingleRow row = SingleRow.join(current, unnest(subquery.rel), filter.getVariablesSet());
                rest.add(row.test(subquery, negated));
                current = row.joined();
            } else if (inner instanceof RexSubQuery subquery && subquery.getKind() == SqlKind.EXISTS) {
                current = exists(current, subquery, negated, filter.getVariablesSet());
            } else if (inner instanceof RexSubQuery subquery && subquery.getKind() == SqlKind.IN) {
                current = in(current, subquery, negated, filter.getVariablesSet());
            } else if (RexUtil.SubQueryFinder.find(term) != null) {
                Scalars scalars = new Scalars(current, filter.getVariablesSet());
                rest.add(term.accept(scalars));
                current = scalars.current;
            } else {
                rest.add(term);
            }
        }
        if (!rest.isEmpty()) {
            current = LogicalFilter.create(current, RexUtil.composeConjunction(builder, rest));
        }
        return narrow(current, width);
    }

    private static RelNode project(Project project) {
        Scalars scalars = new Scalars(project.getInput(), project.getVariablesSet());
        List<RexNode> expressions = project.getProjects().stream()
                .map(expression -> expression.accept(scalars))
                .toList();
        return LogicalProject.create(
                scalars.current, List.of(), expressions, project.getRowType().getFieldNames(), Set.of());
    }

    private static RelNode narrow(RelNode rel, int width) {
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

    private static RelNode exists(RelNode outer, RexSubQuery subquery, boolean negated, Set<CorrelationId> variables) {
        Decorrelated inner = Decorrelated.of(unnest(subquery.rel));
        RexBuilder builder = outer.getCluster().getRexBuilder();
        List<RexNode> terms = inner.termsOver(outer.getRowType().getFieldCount(), variables);
        return join(
                outer,
                inner.rel(),
                RexUtil.composeConjunction(builder, terms),
                negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    private static RelNode in(RelNode outer, RexSubQuery subquery, boolean negated, Set<CorrelationId> variables) {
        Decorrelated inner = Decorrelated.of(unnest(subquery.rel));
        RexBuilder builder = outer.getCluster().getRexBuilder();
        int width = outer.getRowType().getFieldCount();
        List<RexNode> equalities = new ArrayList<>();
        boolean nullable = false;
        for (int i = 0; i < subquery.getOperands().size(); i++) {
            RexNode operand = subquery.getOperands().get(i);
            if (RexUtil.SubQueryFinder.find(operand) != null) {
                throw EngineException.notSupported("a subquery within the left side of IN");
            }
            RexNode column = new RexInputRef(
                    width + i, inner.rel().getRowType().getFieldList().get(i).getType());
            nullable |= operand.getType().isNullable() || column.getType().isNullable();
            equalities.add(builder.makeCall(SqlStdOperatorTable.EQUALS, operand, column));
        }
        List<RexNode> terms = inner.termsOver(width, variables);
        RexNode match = RexUtil.composeConjunction(builder, equalities);
        terms.add(negated && nullable ? builder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, match) : match);
        return join(
                outer,
                inner.rel(),
                RexUtil.composeConjunction(builder, terms),
                negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    private static RelNode join(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
    }

    /// Joins the scalar subqueries that it meets to `current` and puts columns in their places.
    private static final class Scalars extends RexShuttle {
        private final Set<CorrelationId> variables;
        private RelNode current;

        Scalars(RelNode current, Set<CorrelationId> variables) {
            this.current = current;
            this.variables = variables;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subquery) {
            if (subquery.getKind() != SqlKind.SCALAR_QUERY) {
                throw EngineException.notSupported(
                        subquery.getKind() == SqlKind.EXISTS || subquery.getKind() == SqlKind.IN
                                ? subquery.getKind() + " under OR, CASE or in the select list"
                                : subquery.getKind() + " with a subquery");
            }
            return scalar(unnest(subquery.rel), subquery);
        }

        private RexNode scalar(RelNode query, RexSubQuery subquery) {
            int width = current.getRowType().getFieldCount();
            RexBuilder builder = current.getCluster().getRexBuilder();
            if (!Decorrelated.isCorrelated(query)) {
                RexNode always = builder.makeLiteral(true);
                if (hasOneRow(query)) {
                    current = join(current, query, always, JoinRelType.INNER);
                } else if (query instanceof Sort sort
                        && sort.fetch instanceof RexLiteral fetch
                        && RexLiteral.intValue(fetch) <= 1) {
                    current = join(current, query, always, JoinRelType.LEFT);
                } else {
                    throw EngineException.notSupported("a scalar subquery that may have several rows")
                            .withHint("use an aggregate function or LIMIT 1 in it");
                }
                return builder.makeInputRef(current, width);
            }
            if (!SingleRow.isOf(query)) {
                throw EngineException.notSupported("this correlated scalar subquery");
            }
            SingleRow row = SingleRow.join(current, query, variables);
            current = row.joined();
            return row.value();
        }

        private static boolean hasOneRow(RelNode query) {
            return switch (query) {
                case Project project -> hasOneRow(project.getInput());
                case Aggregate aggregate -> aggregate.getGroupSet().isEmpty();
                case Values values -> values.getTuples().size() == 1;
                default -> false;
            };
        }
    }
}
