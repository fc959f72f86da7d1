package io.colonnade.planner.subquery;

import io.colonnade.core.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/// Comparisons with ANY but `=`.
///
/// ```text
/// x < ANY (q)         x < MAX(q), and whether q has rows and NULLs
/// (a, b) < ANY (q)    for each row of q: a < c OR a = c AND b < d
/// ```
final class AnyOf {
    private AnyOf() {}

    /// The least and the greatest value of a query's first column, the number of its rows and that of its values.
    static RelNode figures(RelNode query) {
        RelNode column = LogicalProject.create(
                query, List.of(), List.of(RexInputRef.of(0, query.getRowType())), (List<String>) null, Set.of());
        return LogicalAggregate.create(
                column,
                List.of(),
                ImmutableBitSet.of(),
                null,
                List.of(
                        call(SqlStdOperatorTable.MIN, List.of(0), column),
                        call(SqlStdOperatorTable.MAX, List.of(0), column),
                        call(SqlStdOperatorTable.COUNT, List.of(), column),
                        call(SqlStdOperatorTable.COUNT, List.of(0), column)));
    }

    private static AggregateCall call(SqlAggFunction function, List<Integer> arguments, RelNode input) {
        return AggregateCall.create(
                function,
                false,
                false,
                false,
                List.of(),
                arguments,
                -1,
                null,
                RelCollations.EMPTY,
                true,
                input,
                null,
                null);
    }

    /// True if it is for the least or the greatest value; NULL if not and there is a NULL on either side.
    static RexNode value(RexBuilder builder, RexNode value, SqlKind comparison, List<RexNode> figures) {
        RexNode least = figures.get(0);
        RexNode greatest = figures.get(1);
        RexNode rows = figures.get(2);
        RexNode present = figures.get(3);
        RexNode best = switch (comparison) {
            case LESS_THAN -> builder.makeCall(SqlStdOperatorTable.LESS_THAN, value, greatest);
            case LESS_THAN_OR_EQUAL -> builder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, value, greatest);
            case GREATER_THAN -> builder.makeCall(SqlStdOperatorTable.GREATER_THAN, value, least);
            case GREATER_THAN_OR_EQUAL -> builder.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, value, least);
            case NOT_EQUALS ->
                builder.makeCall(
                        SqlStdOperatorTable.OR,
                        builder.makeCall(SqlStdOperatorTable.NOT_EQUALS, value, least),
                        builder.makeCall(SqlStdOperatorTable.NOT_EQUALS, value, greatest));
            default -> throw EngineException.notSupported(comparison + " with ANY or ALL");
        };
        RexNode isEmpty = builder.makeCall(SqlStdOperatorTable.EQUALS, rows, builder.makeZeroLiteral(rows.getType()));
        RexNode hasNull = builder.makeCall(
                SqlStdOperatorTable.OR,
                builder.makeCall(SqlStdOperatorTable.IS_NULL, value),
                builder.makeCall(SqlStdOperatorTable.LESS_THAN, present, rows));
        RexNode yes = builder.makeLiteral(true);
        RexNode no = builder.makeLiteral(false);
        return builder.makeCall(
                SqlStdOperatorTable.CASE,
                isEmpty,
                no,
                best,
                yes,
                hasNull,
                builder.makeNullLiteral(builder.getTypeFactory().createTypeWithNullability(yes.getType(), true)),
                no);
    }

    /// Whether one row compares with another: the first two values that are not equal tell, and are not known
    /// if one of them is NULL.
    static RexNode row(RexBuilder builder, SqlKind comparison, List<RexNode> left, List<RexNode> right) {
        if (comparison == SqlKind.NOT_EQUALS) {
            List<RexNode> different = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                different.add(builder.makeCall(SqlStdOperatorTable.NOT_EQUALS, left.get(i), right.get(i)));
            }
            return RexUtil.composeDisjunction(builder, different);
        }
        int last = left.size() - 1;
        RexNode whole = builder.makeCall(operator(comparison, true), left.get(last), right.get(last));
        for (int i = last - 1; i >= 0; i--) {
            RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, left.get(i), right.get(i));
            whole = builder.makeCall(
                    SqlStdOperatorTable.OR,
                    builder.makeCall(operator(comparison, false), left.get(i), right.get(i)),
                    builder.makeCall(SqlStdOperatorTable.AND, equal, whole));
        }
        return whole;
    }

    private static SqlOperator operator(SqlKind comparison, boolean isLast) {
        return switch (comparison) {
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> isLast ? SqlStdOperatorTable.LESS_THAN_OR_EQUAL : SqlStdOperatorTable.LESS_THAN;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL ->
                isLast ? SqlStdOperatorTable.GREATER_THAN_OR_EQUAL : SqlStdOperatorTable.GREATER_THAN;
            default -> throw EngineException.notSupported(comparison + " with ANY or ALL");
        };
    }
}
