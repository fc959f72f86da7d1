package io.colonnade.planner.optimize;

import io.colonnade.planner.estimate.ColumnEstimate;
import io.colonnade.planner.estimate.ConditionShares;
import io.colonnade.planner.estimate.RowEstimates;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Which share of rows, or of pairs of rows, the conditions of a block of joins let through, from 0 to 1.
final class JoinShares {
    private static final double OTHER_TEST_GUESS = 0.8;

    private final JoinBlock block;
    private final RowEstimates estimates;

    JoinShares(JoinBlock block, RowEstimates estimates) {
        this.block = block;
        this.estimates = estimates;
    }

    /// The part of the rows that a test leaf lets through.
    double ofTest(int leaf, JoinBlock.Test test) {
        int first = block.firstColumn(leaf);
        int width = block.leaf(leaf).getRowType().getFieldCount();
        RexNode condition = test.condition().getKind() == SqlKind.IS_NOT_FALSE
                ? ((RexCall) test.condition()).getOperands().get(0)
                : test.condition();
        double share = 1;
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            int @Nullable [] sides = ConditionShares.equalColumns(term);
            if (sides != null && isWithin(sides[0], first, width) != isWithin(sides[1], first, width)) {
                boolean testFirst = isWithin(sides[0], first, width);
                int inner = sides[testFirst ? 0 : 1];
                int outer = sides[testFirst ? 1 : 0];
                RelNode other = block.leaf(block.leafOf(outer));
                ColumnEstimate left = estimates.column(other, outer - block.firstColumn(block.leafOf(outer)));
                ColumnEstimate right = estimates.column(block.leaf(leaf), inner - first);
                double rows = estimates.rows(block.leaf(leaf));
                share *= Math.min(1, rows * RowEstimates.joinSelectivity(left, right, estimates.rows(other), rows));
            } else {
                share *= OTHER_TEST_GUESS;
            }
        }
        return test.kind() == JoinRelType.SEMI ? Math.max(share, 1e-6) : Math.max(0.1, 1 - share);
    }

    private static boolean isWithin(int column, int first, int width) {
        return column >= first && column < first + width;
    }

    /// The part of all pairs that an equality of two leaves lets through; `distinct` if nothing is
    /// known of its sides.
    double ofEquality(RexNode condition, double distinct) {
        int @Nullable [] sides = ConditionShares.equalColumns(condition);
        if (sides == null) {
            return 1 / Math.max(1, distinct);
        }
        RelNode left = block.leaf(block.leafOf(sides[0]));
        RelNode right = block.leaf(block.leafOf(sides[1]));
        return RowEstimates.joinSelectivity(
                estimates.column(left, sides[0] - block.firstColumn(block.leafOf(sides[0]))),
                estimates.column(right, sides[1] - block.firstColumn(block.leafOf(sides[1]))),
                estimates.rows(left),
                estimates.rows(right));
    }

    /// The part of all pairs that a condition over several leaves lets through.
    double of(RexNode condition) {
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int leaf = 0; leaf < block.allLeaves().cardinality(); leaf++) {
            columns.addAll(estimates.columns(block.leaf(leaf)));
        }
        return ConditionShares.of(condition, columns);
    }
}
