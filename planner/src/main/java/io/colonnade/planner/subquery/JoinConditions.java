package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/// Subqueries in the condition of a join.
///
/// ```text
/// INNER                         conditions of a filter above it
/// reads one side, or none       a column of that side, computed before
/// reads both sides of LEFT      a column of the right side, of which each row is there for each of the values of the
///                               left columns that the subquery reads; RIGHT likewise
/// reads both sides of FULL      the LEFT JOIN, and the rows without a partner of the RIGHT JOIN
/// ```
final class JoinConditions {
    private final Join join;
    private final JoinRelType type;

    /// Whether the result has another column, which is NULL where the left side has no row.
    private final boolean marksLeft;

    private final RexBuilder builder;
    private final int leftWidth;
    private final int rightWidth;

    private JoinConditions(Join join, JoinRelType type, boolean marksLeft) {
        this.join = join;
        this.type = type;
        this.marksLeft = marksLeft;
        this.builder = join.getCluster().getRexBuilder();
        this.leftWidth = join.getLeft().getRowType().getFieldCount();
        this.rightWidth = join.getRight().getRowType().getFieldCount();
    }

    static RelNode unnest(Join join) {
        JoinConditions conditions = new JoinConditions(join, join.getJoinType(), false);
        return join.getJoinType() == JoinRelType.INNER ? conditions.inner() : conditions.outer();
    }

    /// Of a FULL JOIN the rows of the LEFT JOIN, and those of the RIGHT JOIN without a partner.
    private RelNode full() {
        // They are computed several times.
        Domain.certain(join.getLeft());
        Domain.certain(join.getRight());
        RelNode ofLeft = new JoinConditions(join, JoinRelType.LEFT, false).outer();
        RelNode marked = new JoinConditions(join, JoinRelType.RIGHT, true).outer();
        RexNode isAlone = builder.makeCall(
                SqlStdOperatorTable.IS_NULL, RexInputRef.of(leftWidth + rightWidth, marked.getRowType()));
        RelNode alone = LogicalFilter.create(marked, isAlone);
        List<RexNode> row = new ArrayList<>();
        for (RelDataTypeField field : join.getRowType().getFieldList()) {
            row.add(
                    field.getIndex() < leftWidth
                            ? builder.makeNullLiteral(field.getType())
                            : RexInputRef.of(field.getIndex(), alone.getRowType()));
        }
        RelNode ofRight =
                LogicalProject.create(alone, List.of(), row, join.getRowType().getFieldNames(), Set.of());
        return LogicalUnion.create(List.of(ofLeft, ofRight), true);
    }

    private RelNode inner() {
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            (RexUtil.SubQueryFinder.find(term) == null ? plain : others).add(term);
        }
        RelNode joined = joined(join.getLeft(), join.getRight(), plain);
        RexNode condition = RexUtil.composeConjunction(builder, others);
        return SubqueryUnnesting.filter(LogicalFilter.create(
                joined, condition, com.google.common.collect.ImmutableSet.copyOf(join.getVariablesSet())));
    }

    private RelNode joined(RelNode left, RelNode right, List<RexNode> terms) {
        return LogicalJoin.create(left, right, List.of(), RexUtil.composeConjunction(builder, terms), Set.of(), type);
    }

    /// The columns of both sides that the subqueries read, those that are compared with them included.
    private Set<Integer> read(RexSubQuery subquery) {
        Set<Integer> read = new TreeSet<>();
        RelOptUtil.InputFinder.bits(subquery.getOperands(), null).forEachInt(read::add);
        OuterColumns.visit(SubqueryUnnesting.unnest(subquery.rel), join.getVariablesSet(), read::add);
        return read;
    }

    private RelNode outer() {
        List<RexSubQuery> subqueries = new ArrayList<>();
        join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                subqueries.add(subquery);
                return subquery;
            }
        });
        boolean flipped = type == JoinRelType.RIGHT;
        Set<Integer> ofBoth = new TreeSet<>();
        Map<RexSubQuery, Boolean> isLeft = new IdentityHashMap<>();
        for (RexSubQuery subquery : subqueries) {
            Set<Integer> read = read(subquery);
            boolean readsLeft = read.stream().anyMatch(column -> column < leftWidth);
            boolean readsRight = read.stream().anyMatch(column -> column >= leftWidth);
            if (readsLeft && readsRight) {
                ofBoth.addAll(read);
            }
            isLeft.put(subquery, readsLeft && readsRight ? flipped : readsLeft);
        }
        if (!ofBoth.isEmpty() && type == JoinRelType.FULL) {
            return full();
        }
        // The side without NULLs lends its columns to the other one.
        List<Integer> lent =
                ofBoth.stream().filter(column -> column < leftWidth != flipped).toList();
        RelNode left = flipped ? withLent(join.getLeft(), join.getRight(), leftWidth, lent) : join.getLeft();
        RelNode right = flipped ? join.getRight() : withLent(join.getRight(), join.getLeft(), 0, lent);
        IntUnaryOperator inLeft = column -> column < leftWidth ? column : leftWidth + lent.indexOf(column);
        IntUnaryOperator inRight =
                column -> column >= leftWidth ? column - leftWidth : rightWidth + lent.indexOf(column);
        SubqueryColumns ofLeft = new SubqueryColumns(new OuterColumns(left, join.getVariablesSet(), inLeft));
        SubqueryColumns ofRight = new SubqueryColumns(new OuterColumns(right, join.getVariablesSet(), inRight));
        Map<RexSubQuery, RexNode> columns = new IdentityHashMap<>();
        for (RexSubQuery subquery : subqueries) {
            columns.put(
                    subquery,
                    isLeft.getOrDefault(subquery, false)
                            ? moved(subquery, inLeft).accept(ofLeft)
                            : moved(subquery, inRight).accept(ofRight));
        }
        RelNode leftRows = marksLeft ? marked(ofLeft.current()) : ofLeft.current();
        return condition(leftRows, ofRight.current(), columns, isLeft, lent, flipped);
    }

    /// `rel` with each combination of the columns of `other` that stand at `lent` less `offset`.
    private RelNode withLent(RelNode rel, RelNode other, int offset, List<Integer> lent) {
        if (lent.isEmpty()) {
            return rel;
        }
        List<RexNode> read = new ArrayList<>();
        lent.forEach(column -> read.add(RexInputRef.of(column - offset, other.getRowType())));
        RelNode all = LogicalProject.create(other, List.of(), read, (List<String>) null, Set.of());
        RelNode values = LogicalAggregate.create(all, List.of(), ImmutableBitSet.range(lent.size()), null, List.of());
        return LogicalJoin.create(rel, values, List.of(), builder.makeLiteral(true), Set.of(), JoinRelType.INNER);
    }

    private static RexNode moved(RexSubQuery subquery, IntUnaryOperator column) {
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : subquery.getOperands()) {
            operands.add(operand.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return new RexInputRef(column.applyAsInt(ref.getIndex()), ref.getType());
                }
            }));
        }
        return subquery.clone(subquery.getType(), operands);
    }

    private RelNode condition(
            RelNode left,
            RelNode right,
            Map<RexSubQuery, RexNode> columns,
            Map<RexSubQuery, Boolean> isLeft,
            List<Integer> lent,
            boolean flipped) {
        int newLeftWidth = left.getRowType().getFieldCount();
        List<RelDataTypeField> fields = new ArrayList<>(left.getRowType().getFieldList());
        fields.addAll(right.getRowType().getFieldList());
        IntUnaryOperator at = column -> column < leftWidth ? column : newLeftWidth + column - leftWidth;
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < lent.size(); i++) {
            int owner = at.applyAsInt(lent.get(i));
            int copy = flipped ? leftWidth + i : newLeftWidth + rightWidth + i;
            terms.add(Domain.same(builder, column(fields, owner), column(fields, copy), false));
        }
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return column(fields, at.applyAsInt(ref.getIndex()));
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                RexNode value = columns.getOrDefault(subquery, subquery);
                return isLeft.getOrDefault(subquery, false) ? value : RexUtil.shift(value, newLeftWidth);
            }
        });
        terms.addAll(RelOptUtil.conjunctions(condition));
        terms.replaceAll(term -> RexUtil.removeNullabilityCast(join.getCluster().getTypeFactory(), term));
        RelNode joined = joined(left, right, terms);
        List<RexNode> row = new ArrayList<>();
        for (int i = 0; i < leftWidth + rightWidth; i++) {
            row.add(RexInputRef.of(at.applyAsInt(i), joined.getRowType()));
        }
        List<String> names = new ArrayList<>(join.getRowType().getFieldNames());
        if (marksLeft) {
            row.add(RexInputRef.of(newLeftWidth - 1, joined.getRowType()));
            names.add("$left");
        }
        return LogicalProject.create(joined, List.of(), row, names, Set.of());
    }

    /// `rel` with a column behind the others that is TRUE.
    private RelNode marked(RelNode rel) {
        List<RexNode> row = new ArrayList<>(builder.identityProjects(rel.getRowType()));
        row.add(builder.makeLiteral(true));
        return LogicalProject.create(rel, List.of(), row, (List<String>) null, Set.of());
    }

    private static RexNode column(List<RelDataTypeField> fields, int index) {
        return new RexInputRef(index, fields.get(index).getType());
    }
}
