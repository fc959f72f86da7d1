package io.colonnade.planner.subquery;

import io.colonnade.core.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/// Joins the subqueries that it meets in expressions to a relation and puts columns in their places.
///
/// ```text
/// a condition of WHERE        semi or anti join
/// EXISTS, IN elsewhere        a mark
/// x < ANY (q) and its like    a comparison with MIN or MAX of q, and whether q has rows and NULLs
/// (q) as a value              a left join; one that fails for two partners unless there is one row at most
/// ```
///
/// The first columns of {@link #current} are always those of the outer query.
final class SubqueryColumns extends RexShuttle {
    private final OuterColumns outer;
    private final RexBuilder builder;
    private RelNode current;
    private Guard guard = Guard.NONE;

    SubqueryColumns(OuterColumns outer) {
        this.outer = outer;
        this.current = outer.rel();
        this.builder = current.getCluster().getRexBuilder();
    }

    RelNode current() {
        return current;
    }

    private int width() {
        return current.getRowType().getFieldCount();
    }

    // --- conditions of WHERE ---

    /// Keeps the rows of {@link #current} for which the condition is true; answers whether that was all, or the
    /// condition over the columns that now are there has still to be tested.
    RexNode filter(RexNode condition) {
        boolean negated = condition.getKind() == SqlKind.NOT;
        RexNode inner = negated ? ((RexCall) condition).getOperands().get(0) : condition;
        if (!(inner instanceof RexSubQuery subquery)
                || subquery.getKind() != SqlKind.EXISTS && subquery.getKind() != SqlKind.IN) {
            return condition.accept(this);
        }
        RelNode query = SubqueryUnnesting.unnest(subquery.rel);
        if (SingleRow.isOf(query) && OuterColumns.isCorrelated(query)) {
            RexNode test = test(subquery, query);
            return negated ? builder.makeCall(SqlStdOperatorTable.NOT, test) : test;
        }
        List<RexNode> operands = operands(subquery);
        Inner found = inner(query, false);
        List<RexNode> terms = new ArrayList<>(found.terms());
        if (!operands.isEmpty()) {
            RexNode match = match(operands, found.rel(), width());
            terms.add(
                    negated && match.getType().isNullable()
                            ? builder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, match)
                            : match);
        }
        current = join(found.rel(), terms, negated ? JoinRelType.ANTI : JoinRelType.SEMI);
        return builder.makeLiteral(true);
    }

    private RelNode join(RelNode right, List<RexNode> terms, JoinRelType type) {
        return LogicalJoin.create(
                current, right, List.of(), RexUtil.composeConjunction(builder, terms), Set.of(), type);
    }

    // --- anywhere else ---

    /// A branch of CASE counts for the rows only that take it.
    @Override
    public RexNode visitCall(RexCall call) {
        if (call.getKind() != SqlKind.CASE || RexUtil.SubQueryFinder.find(call) == null) {
            return super.visitCall(call);
        }
        Guard before = guard;
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            // What COALESCE tests it takes: that is computed already.
            boolean isTested = operands.size() % 2 == 1
                    && call.getOperands().get(operands.size() - 1).getKind() == SqlKind.IS_NOT_NULL
                    && RexUtil.SubQueryFinder.find(call.getOperands().get(operands.size() - 1)) != null;
            guard = isTested || RexUtil.SubQueryFinder.find(operand) == null
                    ? before
                    : before.branch(builder, List.copyOf(operands));
            operands.add(operand.accept(this));
        }
        guard = before;
        return call.clone(call.getType(), operands);
    }

    /// The outer row, of the rows only for which the subquery counts.
    private OuterColumns outer() {
        return guard.of(outer, current);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
        RelNode query = SubqueryUnnesting.unnest(subquery.rel);
        RexNode value = switch (subquery.getKind()) {
            case SCALAR_QUERY -> scalar(query);
            case EXISTS, IN -> test(subquery, query);
            case SOME -> some(subquery, query);
            default -> throw EngineException.notSupported(subquery.getKind() + " with a subquery");
        };
        return typed(value, subquery.getType());
    }

    /// The nodes above expect the type that the subquery had.
    private RexNode typed(RexNode value, RelDataType type) {
        return value.getType().equals(type) ? value : builder.makeAbstractCast(type, value, false);
    }

    private List<RexNode> operands(RexSubQuery subquery) {
        return subquery.getOperands().stream()
                .map(operand -> guard.around(builder, operand.accept(this)))
                .toList();
    }

    private RexNode scalar(RelNode query) {
        boolean isCorrelated = OuterColumns.isCorrelated(query);
        if (query instanceof Project project
                && project.getInput() instanceof Values row
                && row.getTuples().size() == 1) {
            return inPlace(project.getProjects().getFirst(), row);
        }
        if ((isCorrelated || guard.isThere()) && SingleRow.isOf(query)) {
            SingleRow row = SingleRow.join(current, query, outer(), guard);
            current = row.joined();
            return row.value();
        }
        if (guard.isThere()
                && query instanceof Project project
                && Guard.mayFail(project.getProjects().getFirst())) {
            return late(project);
        }
        int first = joined(query);
        return RexInputRef.of(first, current.getRowType());
    }

    /// Joins the only row, with NULLs if there is none; answers where its columns begin.
    private int joined(RelNode query) {
        boolean isCorrelated = OuterColumns.isCorrelated(query);
        int width = width();
        Inner found = inner(query, false);
        if (RowBounds.atMostOne(query)) {
            boolean isThere = !isCorrelated && RowBounds.atLeastOne(query);
            current = join(found.rel(), found.terms(), isThere ? JoinRelType.INNER : JoinRelType.LEFT);
            return width;
        }
        // More than a second row of a query that is the same for all rows makes no difference.
        RelNode rows = guard.isThere() && !isCorrelated
                ? LogicalSort.create(
                        found.rel(), RelCollations.EMPTY, null, builder.makeExactLiteral(java.math.BigDecimal.TWO))
                : found.rel();
        RexNode condition = RexUtil.composeConjunction(builder, guard.with(found.terms()));
        current = SubqueryJoin.create(current, rows, condition, SubqueryJoin.Kind.SINGLE);
        return width;
    }

    /// The value of a query that computes it last, computed where it is used: not for other rows.
    private RexNode late(Project project) {
        RelNode input = project.getInput();
        List<RexNode> row = new ArrayList<>(columns(input, 0, input.getRowType().getFieldCount()));
        row.add(builder.makeLiteral(true));
        RelNode marked = LogicalProject.create(input, List.of(), row, (List<String>) null, Set.of());
        int first = joined(marked);
        RexNode value = project.getProjects().getFirst().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return RexInputRef.of(first + ref.getIndex(), current.getRowType());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                int column = outer.column(access);
                return column < 0 ? access : RexInputRef.of(column, current.getRowType());
            }
        });
        RexNode isThere = builder.makeCall(
                SqlStdOperatorTable.IS_NOT_NULL, RexInputRef.of(first + row.size() - 1, current.getRowType()));
        return builder.makeCall(SqlStdOperatorTable.CASE, isThere, value, builder.makeNullLiteral(value.getType()));
    }

    /// What `(SELECT expression)` without a table says.
    private RexNode inPlace(RexNode expression, Values row) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return row.getTuples().getFirst().get(ref.getIndex());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                int column = outer.column(access);
                return column < 0 ? access : RexInputRef.of(column, current.getRowType());
            }
        });
    }

    private RexNode test(RexSubQuery subquery, RelNode query) {
        List<RexNode> operands = operands(subquery);
        if (SingleRow.isOf(query) && OuterColumns.isCorrelated(query)) {
            SingleRow row = SingleRow.join(current, query, outer(), guard);
            current = row.joined();
            return operands.isEmpty() ? row.isThere() : row.any(equal(operands, row.values()));
        }
        return operands.isEmpty() ? exists(query) : in(query, operands);
    }

    private RexNode exists(RelNode query) {
        if (RowBounds.atLeastOne(query)) {
            return builder.makeLiteral(true);
        }
        RelNode rows = withoutColumns(query);
        if (!OuterColumns.isCorrelated(rows)) {
            RexNode one = builder.makeExactLiteral(java.math.BigDecimal.ONE);
            rows = LogicalSort.create(rows, RelCollations.EMPTY, null, one);
        }
        return mark(inner(rows, false), SubqueryJoin.Kind.MARK);
    }

    /// What of a query matters to EXISTS: the order and what is computed last do not.
    private static RelNode withoutColumns(RelNode query) {
        return switch (query) {
            case Project project -> withoutColumns(project.getInput());
            case Sort sort
            when sort.offset == null && (sort.fetch == null || isPositive(sort.fetch)) ->
                withoutColumns(sort.getInput());
            default -> query;
        };
    }

    private static boolean isPositive(RexNode fetch) {
        return fetch instanceof RexLiteral literal && RexLiteral.intValue(literal) > 0;
    }

    private RexNode in(RelNode query, List<RexNode> operands) {
        return anyRow(query, columns -> equal(operands, columns), operands.size());
    }

    /// Whether a row of `query` has the first `count` columns of which `condition` is true.
    private RexNode anyRow(RelNode query, Function<List<RexNode>, RexNode> condition, int count) {
        boolean isNullable =
                condition.apply(columns(query, width(), count)).getType().isNullable();
        Inner found = inner(query, isNullable);
        List<RexNode> terms = new ArrayList<>(found.terms());
        terms.add(condition.apply(columns(found.rel(), width(), count)));
        return mark(
                new Inner(found.rel(), terms), isNullable ? SubqueryJoin.Kind.NULL_AWARE_MARK : SubqueryJoin.Kind.MARK);
    }

    private RexNode mark(Inner found, SubqueryJoin.Kind kind) {
        int width = width();
        RexNode condition = RexUtil.composeConjunction(builder, found.terms());
        current = SubqueryJoin.create(current, found.rel(), condition, kind);
        return RexInputRef.of(width, current.getRowType());
    }

    /// Whether the operands equal the first columns of `query`, which stand from column `first` on.
    private RexNode match(List<RexNode> operands, RelNode query, int first) {
        return equal(operands, columns(query, first, operands.size()));
    }

    private static List<RexNode> columns(RelNode query, int first, int count) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(new RexInputRef(
                    first + i, query.getRowType().getFieldList().get(i).getType()));
        }
        return columns;
    }

    private RexNode equal(List<RexNode> operands, List<RexNode> columns) {
        List<RexNode> equalities = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            equalities.add(builder.makeCall(SqlStdOperatorTable.EQUALS, operands.get(i), columns.get(i)));
        }
        return RexUtil.composeConjunction(builder, equalities);
    }

    // --- comparisons with ANY; ALL is the negation of ANY ---

    private RexNode some(RexSubQuery subquery, RelNode query) {
        List<RexNode> operands = operands(subquery);
        SqlKind comparison = ((SqlQuantifyOperator) subquery.getOperator()).comparisonKind;
        if (comparison == SqlKind.EQUALS) {
            return in(query, operands);
        }
        if (operands.size() > 1) {
            return anyRow(query, columns -> AnyOf.row(builder, comparison, operands, columns), operands.size());
        }
        SingleRow row = SingleRow.join(current, AnyOf.figures(query), outer(), guard);
        current = row.joined();
        return AnyOf.value(builder, operands.getFirst(), comparison, row.values());
    }

    // --- the inner side of a join ---

    /// A relation whose first columns are those of a subquery, and the conditions that join it to `current`.
    private record Inner(RelNode rel, List<RexNode> terms) {}

    /// `twoValued`: no condition is ever NULL.
    private Inner inner(RelNode query, boolean twoValued) {
        if (!OuterColumns.isCorrelated(query)) {
            return new Inner(query, List.of());
        }
        Decorrelated taken = Decorrelated.of(query);
        if (taken != null) {
            List<RexNode> terms = guard.around(builder, taken.termsOver(width(), outer));
            return twoValued ? twoValued(taken.rel(), terms) : new Inner(taken.rel(), terms);
        }
        if (!outer.isReadBy(query)) {
            return new Inner(query, List.of());
        }
        Domain domain = new Domain(outer(), query);
        RelNode pushed = new DomainPush(domain).push(query);
        return new Inner(pushed, domain.matches(query.getRowType().getFieldCount(), pushed, width(), twoValued));
    }

    /// An equality stays one that joins can look up: rows that are NULL on the inner side go, and those of
    /// the outer side then differ from all others.
    private Inner twoValued(RelNode rel, List<RexNode> terms) {
        int width = width();
        List<RexNode> present = new ArrayList<>();
        List<RexNode> changed = new ArrayList<>();
        for (RexNode term : terms) {
            if (!term.getType().isNullable()) {
                changed.add(term);
                continue;
            }
            RexNode right = term.getKind() == SqlKind.EQUALS ? ofInner((RexCall) term, width) : null;
            if (right == null) {
                changed.add(builder.makeCall(SqlStdOperatorTable.IS_TRUE, term));
                continue;
            }
            present.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, RexUtil.shift(right, -width)));
            changed.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, ((RexCall) term).getOperands()));
        }
        RelNode filtered =
                present.isEmpty() ? rel : LogicalFilter.create(rel, RexUtil.composeConjunction(builder, present));
        return new Inner(filtered, changed);
    }

    /// The side of an equality that reads inner columns only, if the other side reads none.
    private static @org.jspecify.annotations.Nullable RexNode ofInner(RexCall equality, int width) {
        for (int side = 0; side < 2; side++) {
            ImmutableBitSet here =
                    RelOptUtil.InputFinder.bits(equality.getOperands().get(side));
            ImmutableBitSet there =
                    RelOptUtil.InputFinder.bits(equality.getOperands().get(1 - side));
            if (!here.isEmpty() && here.nextSetBit(0) >= width && there.length() <= width) {
                return equality.getOperands().get(side);
            }
        }
        return null;
    }
}
