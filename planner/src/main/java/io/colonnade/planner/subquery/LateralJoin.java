package io.colonnade.planner.subquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// A derived table that reads columns of the tables before it, as a join.
final class LateralJoin {
    private LateralJoin() {}

    /// Both sides are without subqueries.
    static RelNode unnest(Correlate correlate) {
        RelNode left = correlate.getLeft();
        RelNode right = correlate.getRight();
        int width = left.getRowType().getFieldCount();
        OuterColumns outer = OuterColumns.of(left, Set.of(correlate.getCorrelationId()));
        RexBuilder builder = correlate.getCluster().getRexBuilder();
        RelNode inner = right;
        List<RexNode> terms = List.of();
        Decorrelated taken = Decorrelated.of(right);
        if (taken != null) {
            inner = taken.rel();
            terms = taken.termsOver(width, outer);
        } else if (outer.isReadBy(right)) {
            Domain domain = new Domain(outer, right);
            inner = new DomainPush(domain).push(right);
            terms = domain.matches(right.getRowType().getFieldCount(), inner, width, false);
        }
        JoinRelType type = correlate.getJoinType();
        RelNode joined =
                LogicalJoin.create(left, inner, List.of(), RexUtil.composeConjunction(builder, terms), Set.of(), type);
        return narrow(joined, correlate);
    }

    /// The columns and types that the query above expects.
    private static RelNode narrow(RelNode joined, Correlate correlate) {
        int columns = correlate.getRowType().getFieldCount();
        if (joined.getRowType().getFieldCount() == columns) {
            return joined;
        }
        List<RexNode> row = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            row.add(RexInputRef.of(i, joined.getRowType()));
        }
        return LogicalProject.create(
                joined, List.of(), row, correlate.getRowType().getFieldNames(), Set.of());
    }
}
