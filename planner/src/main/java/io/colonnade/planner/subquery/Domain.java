package io.colonnade.planner.subquery;

import io.colonnade.core.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// The distinct values of the outer columns that a subquery reads: its result is computed for all of them at once
/// ({@link DomainPush}), with a column for each, and joined to the outer query by these.
///
/// ```text
/// SELECT (SELECT x FROM f WHERE f.a < d.a ORDER BY x LIMIT 1) FROM d
///
/// domain    SELECT DISTINCT d.a FROM d
/// result    SELECT x, a FROM (SELECT f.x, D.a, ROW_NUMBER() OVER (PARTITION BY D.a ORDER BY f.x) n
///                             FROM f JOIN domain D ON f.a < D.a) WHERE n <= 1
/// query     SELECT x FROM d LEFT JOIN result ON d.a IS NOT DISTINCT FROM result.a
/// ```
///
/// After Neumann and Kemper, *Unnesting Arbitrary Queries*. The values may be more than occur, never fewer: what is
/// computed for others finds no partner.
final class Domain {
    private final OuterColumns outer;
    private final List<Integer> columns;
    private @Nullable RelNode values;

    /// Of the columns of `outer` that `query` reads.
    Domain(OuterColumns outer, RelNode query) {
        this.outer = outer;
        this.columns = List.copyOf(outer.columnsIn(query));
    }

    int size() {
        return columns.size();
    }

    /// Which of the values an expression is, -1 if it is none.
    int indexOf(RexNode expression) {
        return columns.indexOf(outer.column(expression));
    }

    boolean isReadBy(RelNode query) {
        return outer.isReadBy(query);
    }

    RelDataType type(int index) {
        return outer.rel().getRowType().getFieldList().get(columns.get(index)).getType();
    }

    /// The values, each combination once.
    RelNode values() {
        RelNode made = values;
        if (made == null) {
            RelNode rows = superset(outer.rel());
            List<RexNode> read = new ArrayList<>();
            columns.forEach(column -> read.add(RexInputRef.of(column, rows.getRowType())));
            RelNode all = LogicalProject.create(rows, List.of(), read, (List<String>) null, Set.of());
            made = LogicalAggregate.create(all, List.of(), ImmutableBitSet.range(columns.size()), null, List.of());
            values = made;
        }
        return made;
    }

    /// The conditions that join a row of the outer query with the rows that were computed for its values,
    /// which stand from column `first` on in `row`. They are never NULL if `twoValued`.
    List<RexNode> matches(int first, RelNode joined, int leftWidth, boolean twoValued) {
        RexBuilder builder = joined.getCluster().getRexBuilder();
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RelDataType type = joined.getRowType().getFieldList().get(first + i).getType();
            terms.add(same(
                    builder,
                    RexInputRef.of(columns.get(i), outer.rel().getRowType()),
                    new RexInputRef(leftWidth + first + i, type),
                    twoValued));
        }
        return terms;
    }

    /// `left IS NOT DISTINCT FROM right`, or their equality where that says the same.
    static RexNode same(RexBuilder builder, RexNode left, RexNode right, boolean twoValued) {
        boolean leftNullable = left.getType().isNullable();
        boolean rightNullable = right.getType().isNullable();
        boolean equal = twoValued ? !leftNullable && !rightNullable : !leftNullable || !rightNullable;
        return builder.makeCall(
                equal ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, left, right);
    }

    /// The same rows whenever it is computed, and perhaps more: a LIMIT may choose others the second time.
    private static RelNode superset(RelNode rel) {
        refuseChance(rel);
        return switch (rel) {
            case Sort sort -> superset(sort.getInput());
            case Filter filter -> filter.copy(filter.getTraitSet(), List.of(superset(filter.getInput())));
            case Project project
            when !project.containsOver() -> project.copy(project.getTraitSet(), List.of(superset(project.getInput())));
            case Join join
            when join.getJoinType() == JoinRelType.INNER ->
                join.copy(join.getTraitSet(), List.of(superset(join.getLeft()), superset(join.getRight())));
            case Join join
            when join.getJoinType() == JoinRelType.LEFT
                    || join.getJoinType() == JoinRelType.SEMI
                    || join.getJoinType() == JoinRelType.ANTI ->
                join.copy(join.getTraitSet(), List.of(superset(join.getLeft()), certain(join.getRight())));
            case SubqueryJoin join ->
                join.copy(join.getTraitSet(), List.of(superset(join.getLeft()), certain(join.getRight())));
            case Union union ->
                union.copy(
                        union.getTraitSet(),
                        union.getInputs().stream().map(Domain::superset).toList());
            default -> certain(rel);
        };
    }

    /// `rel`, if it has the same rows whenever it is computed.
    static RelNode certain(RelNode rel) {
        refuseChance(rel);
        if (rel instanceof Sort sort && (sort.fetch != null || sort.offset != null)) {
            throw EngineException.notSupported("this correlated subquery beside a LIMIT in the query that it reads")
                    .withHint("put the rows that LIMIT chooses into a table first");
        }
        rel.getInputs().forEach(Domain::certain);
        return rel;
    }

    private static void refuseChance(RelNode rel) {
        rel.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (!call.getOperator().isDeterministic()) {
                    throw EngineException.notSupported("this correlated subquery beside "
                            + call.getOperator().getName());
                }
                return super.visitCall(call);
            }
        });
    }
}
