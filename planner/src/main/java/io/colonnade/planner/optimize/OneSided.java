package io.colonnade.planner.optimize;

import io.colonnade.planner.evaluation.Harmless;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/// What an OR over several inputs says of each of them alone.
///
/// ```text
/// (a = 1 and b = 2) or (a = 3 and b = 4)     a = 1 or a = 3;  b = 2 or b = 4
/// ```
final class OneSided {
    private OneSided() {}

    /// Weaker terms, each over one input; `inputsOf` tells which an expression reads.
    static List<RexNode> of(RexNode term, Function<RexNode, BitSet> inputsOf, RexBuilder builder) {
        BitSet inputs = inputsOf.apply(term);
        if (term.getKind() != SqlKind.OR || inputs.cardinality() < 2) {
            return List.of();
        }
        List<RexNode> weaker = new ArrayList<>();
        for (int input = inputs.nextSetBit(0); input >= 0; input = inputs.nextSetBit(input + 1)) {
            BitSet alone = new BitSet();
            alone.set(input);
            List<RexNode> branches = new ArrayList<>();
            for (RexNode branch : RelOptUtil.disjunctions(term)) {
                List<RexNode> own = RelOptUtil.conjunctions(branch).stream()
                        .filter(part -> inputsOf.apply(part).equals(alone) && Harmless.test(part))
                        .toList();
                if (own.isEmpty()) {
                    branches.clear();
                    break;
                }
                branches.add(RexUtil.composeConjunction(builder, own));
            }
            if (!branches.isEmpty()) {
                weaker.add(RexUtil.composeDisjunction(builder, branches));
            }
        }
        return weaker;
    }
}
