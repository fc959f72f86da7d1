package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// The rows for which a subquery in a branch of CASE counts: those that take the branch. It may not fail for
/// others.
///
/// ```text
/// CASE WHEN a THEN x WHEN b THEN (q) ..     CASE WHEN a THEN FALSE WHEN b THEN TRUE ELSE FALSE END
/// ```
///
/// `condition` is TRUE or FALSE, over the columns of the outer query and those that were joined to it; null
/// for all rows.
record Guard(@Nullable RexNode condition) {
    static final Guard NONE = new Guard(null);

    boolean isThere() {
        return condition != null;
    }

    /// The rows of these that come to the operand of CASE behind `before`.
    Guard branch(RexBuilder builder, List<RexNode> before) {
        if (before.isEmpty()) {
            return this;
        }
        RexNode yes = builder.makeLiteral(true);
        RexNode no = builder.makeLiteral(false);
        List<RexNode> operands = new ArrayList<>();
        for (int i = 0; i < before.size(); i += 2) {
            operands.add(before.get(i));
            // A condition without its value is the one of the branch.
            operands.add(i + 1 < before.size() ? no : yes);
        }
        operands.add(before.size() % 2 == 0 ? yes : no);
        RexNode here = builder.makeCall(SqlStdOperatorTable.CASE, operands);
        return new Guard(condition == null ? here : builder.makeCall(SqlStdOperatorTable.CASE, condition, here, no));
    }

    /// The outer row of these rows only; `current` has its columns, and others behind them.
    OuterColumns of(OuterColumns outer, RelNode current) {
        if (condition == null) {
            return outer;
        }
        int width = outer.rel().getRowType().getFieldCount();
        RelNode rel = RelOptUtil.InputFinder.bits(condition).length() <= width ? outer.rel() : current;
        return new OuterColumns(LogicalFilter.create(rel, condition), outer.variables(), outer.columnOf());
    }

    /// The conditions of a join, true for these rows only.
    List<RexNode> with(List<RexNode> terms) {
        if (condition == null) {
            return terms;
        }
        List<RexNode> all = new ArrayList<>(terms);
        all.add(condition);
        return all;
    }

    /// The conditions of a join, of which none fails for other rows.
    List<RexNode> around(RexBuilder builder, List<RexNode> terms) {
        if (condition == null) {
            return terms;
        }
        return terms.stream()
                .map(term -> mayFail(term)
                        ? builder.makeCall(SqlStdOperatorTable.CASE, condition, term, builder.makeLiteral(false))
                        : term)
                .toList();
    }

    /// A value that does not fail for other rows: there it is NULL.
    RexNode around(RexBuilder builder, RexNode value) {
        return condition == null || !mayFail(value)
                ? value
                : builder.makeCall(
                        SqlStdOperatorTable.CASE, condition, value, builder.makeNullLiteral(value.getType()));
    }

    /// May err towards true.
    static boolean mayFail(RexNode expression) {
        if (!(expression instanceof RexCall call)) {
            return false;
        }
        boolean isHarmless = call.isA(SqlKind.COMPARISON)
                || switch (call.getKind()) {
                    case AND, OR, NOT, CASE, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE -> true;
                    case CAST -> RexUtil.isLosslessCast(call);
                    default -> false;
                };
        return !isHarmless || call.getOperands().stream().anyMatch(Guard::mayFail);
    }
}
