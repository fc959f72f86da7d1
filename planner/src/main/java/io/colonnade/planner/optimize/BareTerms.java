package io.colonnade.planner.optimize;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// Conditions of joins whose terms are not cast to the same type with NULL or without: as filters, which they may
/// become, they would not be allowed to.
///
/// ```text
/// Join(CAST(a = b):BOOLEAN AND c)   ->   Join(a = b AND c)
/// ```
final class BareTerms {
    private BareTerms() {}

    static RelNode of(RelNode rel) {
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode node = super.visit(other);
                return node instanceof Join join ? of(join) : node;
            }
        });
    }

    private static RelNode of(Join join) {
        var cluster = join.getCluster();
        List<RexNode> terms = RelOptUtil.conjunctions(join.getCondition());
        List<RexNode> bare = new ArrayList<>(terms);
        bare.replaceAll(term -> RexUtil.removeNullabilityCast(cluster.getTypeFactory(), term));
        return bare.equals(terms)
                ? join
                : join.copy(
                        join.getTraitSet(),
                        RexUtil.composeConjunction(cluster.getRexBuilder(), bare),
                        join.getLeft(),
                        join.getRight(),
                        join.getJoinType(),
                        join.isSemiJoinDone());
    }
}
