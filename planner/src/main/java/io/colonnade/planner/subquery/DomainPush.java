package io.colonnade.planner.subquery;

import com.google.common.collect.ImmutableList;
import io.colonnade.core.error.EngineException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Computes a query for all values of a {@link Domain} at once. Each operator gets the values as columns behind its
/// own:
///
/// ```text
/// nothing below reads them    every row with every value
/// filter, projection          read the columns
/// aggregate                   groups by them, too; a total has a row for each value, also where there is no group
/// join                        one side has them, or both and they are equal
/// set operation               each input has them
/// LIMIT                       rows are numbered for each value
/// window                      partitions by them, too
/// ```
///
/// A filter that equates each value with a column of its input needs no domain: the column is the value.
final class DomainPush {
    private final Domain domain;
    private final int size;

    DomainPush(Domain domain) {
        this.domain = domain;
        this.size = domain.size();
    }

    RelNode push(RelNode rel) {
        if (!domain.isReadBy(rel)) {
            return join(rel, domain.values(), rel.getCluster().getRexBuilder().makeLiteral(true), JoinRelType.INNER);
        }
        return switch (rel) {
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Aggregate aggregate -> RowBounds.isTotal(aggregate) ? total(aggregate) : grouped(aggregate);
            case Join join -> join(join);
            case SubqueryJoin join -> subqueryJoin(join);
            case SetOp operation ->
                operation.copy(
                        operation.getTraitSet(),
                        operation.getInputs().stream().map(this::push).toList());
            case Sort sort -> sort.fetch == null && sort.offset == null ? push(sort.getInput()) : limit(sort);
            default -> throw EngineException.notSupported("this correlated subquery");
        };
    }

    private static RexBuilder builder(RelNode rel) {
        return rel.getCluster().getRexBuilder();
    }

    private static int width(RelNode rel) {
        return rel.getRowType().getFieldCount();
    }

    private static RelNode join(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
    }

    private static RelNode project(RelNode input, List<RexNode> expressions) {
        return LogicalProject.create(input, List.of(), expressions, (List<String>) null, Set.of());
    }

    /// An expression with other columns: `column` for those that it reads, `value` for those of the domain.
    private RexNode replace(RexNode expression, IntFunction<RexNode> column, IntFunction<RexNode> value) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return column.apply(ref.getIndex());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                int index = domain.indexOf(access);
                return index < 0 ? access : value.apply(index);
            }
        });
    }

    /// An expression over an input that has the values from column `first` on.
    private RexNode over(RexNode expression, RelNode input, int first) {
        return replace(
                expression,
                column -> RexInputRef.of(column, input.getRowType()),
                value -> RexInputRef.of(first + value, input.getRowType()));
    }

    private List<RexNode> values(RelNode rel, int first) {
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(RexInputRef.of(first + i, rel.getRowType()));
        }
        return values;
    }

    private static List<RexNode> columns(RelNode rel, int first, int count) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            columns.add(RexInputRef.of(i, rel.getRowType()));
        }
        return columns;
    }

    // --- filters and projections ---

    private RelNode filter(Filter filter) {
        RelNode substituted = domain.isReadBy(filter.getInput()) ? null : substituted(filter);
        if (substituted != null) {
            return substituted;
        }
        RelNode input = push(filter.getInput());
        return LogicalFilter.create(input, over(filter.getCondition(), input, width(filter.getInput())));
    }

    /// The filter with columns of its input in the place of all values, if it equates each with one.
    private @Nullable RelNode substituted(Filter filter) {
        RelNode input = filter.getInput();
        List<RexNode> terms = new ArrayList<>(RelOptUtil.conjunctions(filter.getCondition()));
        RexNode[] equals = new RexNode[size];
        for (RexNode term : List.copyOf(terms)) {
            if (term.getKind() == SqlKind.EQUALS) {
                RexNode left = ((RexCall) term).getOperands().get(0);
                RexNode right = ((RexCall) term).getOperands().get(1);
                if (equate(left, right, equals) || equate(right, left, equals)) {
                    terms.remove(term);
                }
            }
        }
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode value : equals) {
            if (value == null) {
                return null;
            }
            if (value.getType().isNullable()) {
                conditions.add(builder(input).makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
            }
        }
        terms.forEach(term -> conditions.add(
                replace(term, column -> RexInputRef.of(column, input.getRowType()), value -> equals[value])));
        RelNode filtered = LogicalFilter.create(input, RexUtil.composeConjunction(builder(input), conditions));
        List<RexNode> row = new ArrayList<>(columns(input, 0, width(input)));
        for (RexNode value : equals) {
            row.add(builder(input).makeNotNull(value));
        }
        return project(filtered, row);
    }

    /// Notes that a value equals an expression over the input, unless it equals another one already.
    private boolean equate(RexNode value, RexNode expression, RexNode[] equals) {
        int index = domain.indexOf(value);
        if (index < 0 || equals[index] != null || OuterColumns.readsOuter(expression)) {
            return false;
        }
        RelDataType type = expression.getType();
        RelDataType wanted = domain.type(index);
        if (type.getSqlTypeName() != wanted.getSqlTypeName()
                || type.getPrecision() != wanted.getPrecision()
                || type.getScale() != wanted.getScale()) {
            return false;
        }
        equals[index] = expression;
        return true;
    }

    private RelNode project(Project project) {
        RelNode input = push(project.getInput());
        int first = width(project.getInput());
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expressions.add(partitioned(builder(project), over(expression, input, first), values(input, first)));
        }
        expressions.addAll(values(input, first));
        return project(input, expressions);
    }

    /// Window functions see the rows of their value only.
    private static RexNode partitioned(RexBuilder builder, RexNode expression, List<RexNode> values) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                List<RexNode> keys = new ArrayList<>(over.getWindow().partitionKeys);
                keys.addAll(values);
                return builder.makeOver(
                        over.getType(),
                        over.getAggOperator(),
                        over.getOperands(),
                        keys,
                        over.getWindow().orderKeys,
                        over.getWindow().getLowerBound(),
                        over.getWindow().getUpperBound(),
                        over.getWindow().getExclude(),
                        over.getWindow().isRows(),
                        true,
                        false,
                        over.isDistinct(),
                        over.ignoreNulls());
            }
        });
    }

    /// Rows are numbered for each value, in the order of the sort.
    private RelNode limit(Sort sort) {
        RexBuilder builder = builder(sort);
        int width = width(sort.getInput());
        RelNode input = push(sort.getInput());
        ImmutableList.Builder<RexFieldCollation> order = ImmutableList.builder();
        for (RelFieldCollation collation : sort.getCollation().getFieldCollations()) {
            order.add(collation(collation, input));
        }
        RelDataType bigint = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        RexNode number = builder.makeOver(
                bigint,
                SqlStdOperatorTable.ROW_NUMBER,
                List.of(),
                values(input, width),
                order.build(),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.CURRENT_ROW,
                true,
                true,
                false,
                false,
                false);
        List<RexNode> numbered = columns(input, 0, width + size);
        numbered.add(number);
        RelNode rows = project(input, numbered);
        RexNode place = RexInputRef.of(width + size, rows.getRowType());
        RexNode none = builder.makeExactLiteral(BigDecimal.ZERO, bigint);
        RexNode offset = sort.offset == null ? none : sort.offset;
        List<RexNode> conditions = new ArrayList<>();
        if (sort.offset != null) {
            conditions.add(builder.makeCall(SqlStdOperatorTable.GREATER_THAN, place, offset));
        }
        if (sort.fetch != null) {
            RexNode last = sort.offset == null
                    ? sort.fetch
                    : builder.makeCall(bigint, SqlStdOperatorTable.PLUS, List.of(offset, sort.fetch));
            conditions.add(builder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, place, last));
        }
        RelNode chosen = LogicalFilter.create(rows, RexUtil.composeConjunction(builder, conditions));
        return project(chosen, columns(chosen, 0, width + size));
    }

    private static RexFieldCollation collation(RelFieldCollation collation, RelNode input) {
        boolean descending = collation.getDirection().isDescending();
        boolean nullsFirst = switch (collation.nullDirection) {
            case FIRST -> true;
            case LAST -> false;
            case UNSPECIFIED -> descending;
        };
        Set<SqlKind> directions = new HashSet<>();
        if (descending) {
            directions.add(SqlKind.DESCENDING);
        }
        directions.add(nullsFirst ? SqlKind.NULLS_FIRST : SqlKind.NULLS_LAST);
        return new RexFieldCollation(RexInputRef.of(collation.getFieldIndex(), input.getRowType()), directions);
    }

    // --- aggregates ---

    private RelNode grouped(Aggregate aggregate) {
        int first = width(aggregate.getInput());
        RelNode input = push(aggregate.getInput());
        ImmutableBitSet added = ImmutableBitSet.range(first, first + size);
        RelNode groups = LogicalAggregate.create(
                input,
                List.of(),
                aggregate.getGroupSet().union(added),
                aggregate.getGroupSets().stream().map(set -> set.union(added)).toList(),
                calls(aggregate, input));
        int keys = aggregate.getGroupCount();
        int calls = aggregate.getAggCallList().size();
        List<RexNode> row = columns(groups, 0, keys);
        row.addAll(columns(groups, keys + size, calls));
        row.addAll(values(groups, keys));
        RelNode sets = project(groups, row);
        boolean hasTotal = aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty);
        return hasTotal ? withEmpty(aggregate, sets) : sets;
    }

    private static List<AggregateCall> calls(Aggregate aggregate, RelNode input) {
        return aggregate.getAggCallList().stream()
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
                        false,
                        input,
                        null,
                        call.getName()))
                .toList();
    }

    /// The groups of an aggregate without groups: a row of its calls and the values, for values that have rows.
    RelNode totals(Aggregate aggregate) {
        int first = width(aggregate.getInput());
        RelNode input = push(aggregate.getInput());
        RelNode groups = LogicalAggregate.create(
                input, List.of(), ImmutableBitSet.range(first, first + size), null, calls(aggregate, input));
        List<RexNode> row = columns(groups, size, aggregate.getAggCallList().size());
        row.addAll(values(groups, 0));
        return project(groups, row);
    }

    private RelNode total(Aggregate aggregate) {
        return withEmpty(aggregate, totals(aggregate));
    }

    /// The groups of all sets, one of which is that of all rows: a value without rows has that group, too.
    private RelNode withEmpty(Aggregate aggregate, RelNode groups) {
        RexBuilder builder = builder(aggregate);
        RelNode all = domain.values();
        int keys = aggregate.getGroupCount();
        int calls = aggregate.getAggCallList().size();
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            RexNode right = RexInputRef.of(keys + calls + i, groups.getRowType());
            terms.add(Domain.same(builder, RexInputRef.of(i, all.getRowType()), RexUtil.shift(right, size), false));
        }
        RelNode joined = join(all, groups, RexUtil.composeConjunction(builder, terms), JoinRelType.LEFT);
        List<RexNode> row = columns(joined, size, keys);
        for (int i = 0; i < calls; i++) {
            RexNode column = RexInputRef.of(size + keys + i, joined.getRowType());
            row.add(SingleRow.ofNothing(builder, aggregate.getAggCallList().get(i), column));
        }
        row.addAll(values(joined, 0));
        return project(joined, row);
    }

    // --- joins ---

    private RelNode join(Join join) {
        boolean rightReads = domain.isReadBy(join.getRight());
        boolean leftReads = domain.isReadBy(join.getLeft());
        JoinRelType type = join.getJoinType();
        boolean pushRight = rightReads || type == JoinRelType.RIGHT || type == JoinRelType.FULL;
        boolean pushLeft = leftReads || !pushRight || type != JoinRelType.INNER && type != JoinRelType.RIGHT;
        RelNode left = pushLeft ? push(join.getLeft()) : join.getLeft();
        RelNode right = pushRight ? push(join.getRight()) : join.getRight();
        RexNode condition = condition(join.getLeft(), join.getRight(), left, right, join.getCondition(), false);
        RelNode joined = join(left, right, condition, type);
        if (!type.projectsRight()) {
            return joined;
        }
        int leftWidth = width(join.getLeft());
        int rightWidth = width(join.getRight());
        List<RexNode> row = columns(joined, 0, leftWidth);
        row.addAll(columns(joined, width(left), rightWidth));
        for (int i = 0; i < size; i++) {
            RexNode ofLeft = pushLeft ? RexInputRef.of(leftWidth + i, joined.getRowType()) : null;
            RexNode ofRight = pushRight ? RexInputRef.of(width(left) + rightWidth + i, joined.getRowType()) : null;
            if (type == JoinRelType.FULL && ofLeft != null && ofRight != null) {
                // A value that is NULL is NULL on either side.
                RexBuilder builder = builder(join);
                row.add(builder.makeCall(
                        SqlStdOperatorTable.CASE,
                        builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, ofLeft),
                        ofLeft,
                        ofRight));
            } else {
                row.add(ofLeft == null || type == JoinRelType.RIGHT && ofRight != null ? ofRight : ofLeft);
            }
        }
        return project(joined, row);
    }

    private RelNode subqueryJoin(SubqueryJoin join) {
        RelNode left = push(join.getLeft());
        RelNode right = domain.isReadBy(join.getRight()) ? push(join.getRight()) : join.getRight();
        boolean twoValued = join.kind() == SubqueryJoin.Kind.NULL_AWARE_MARK;
        RexNode condition = condition(join.getLeft(), join.getRight(), left, right, join.condition(), twoValued);
        RelNode joined = SubqueryJoin.create(left, right, condition, join.kind());
        int leftWidth = width(join.getLeft());
        List<RexNode> row = columns(joined, 0, leftWidth);
        row.addAll(columns(joined, width(left), width(join) - leftWidth));
        row.addAll(values(joined, leftWidth));
        return project(joined, row);
    }

    /// The condition of a join of `left` and `right`, which were `oldLeft` and `oldRight`; where both sides
    /// have the values they have to be the same.
    private RexNode condition(
            RelNode oldLeft, RelNode oldRight, RelNode left, RelNode right, RexNode condition, boolean twoValued) {
        int leftWidth = width(oldLeft);
        boolean inLeft = left != oldLeft;
        boolean inRight = right != oldRight;
        List<RelDataTypeField> fields = new ArrayList<>(left.getRowType().getFieldList());
        fields.addAll(right.getRowType().getFieldList());
        IntFunction<RexNode> at = i -> new RexInputRef(i, fields.get(i).getType());
        int firstOfRight = width(left) + width(oldRight);
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; inLeft && inRight && i < size; i++) {
            terms.add(Domain.same(builder(left), at.apply(leftWidth + i), at.apply(firstOfRight + i), twoValued));
        }
        terms.addAll(RelOptUtil.conjunctions(replace(
                condition,
                column -> at.apply(column < leftWidth ? column : width(left) + column - leftWidth),
                value -> at.apply((inLeft ? leftWidth : firstOfRight) + value))));
        return RexUtil.composeConjunction(builder(left), terms);
    }
}
