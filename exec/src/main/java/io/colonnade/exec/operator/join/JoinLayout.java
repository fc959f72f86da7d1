package io.colonnade.exec.operator.join;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which build columns a join keeps, and where it finds them again.
///
/// ```text
/// build columns   0 key   1   2 output   3 residual        kept   0 key   1 output (2)   2 residual (3)
/// ```
final class JoinLayout {
    final List<Type> probeTypes;
    final List<Type> buildTypes;
    /// Positions of build columns, those of the keys first, without repetition.
    final int[] kept;
    /// Where each build column is among the kept ones, -1 if it is not.
    final int[] keptIndex;
    /// Columns of probe and build row that the residual condition reads.
    final Set<Integer> residualColumns = new TreeSet<>();

    JoinLayout(JoinNode node) {
        this.probeTypes = node.probe().outputTypes();
        this.buildTypes = node.build().outputTypes();
        Expression residual = node.residual();
        if (residual != null) {
            collect(residual);
        }
        Set<Integer> positions = new LinkedHashSet<>(node.buildKeys());
        List<Integer> others = new ArrayList<>(node.outputs());
        others.addAll(residualColumns);
        for (int column : others) {
            if (column >= probeTypes.size()) {
                positions.add(column - probeTypes.size());
            }
        }
        this.kept = positions.stream().mapToInt(Integer::intValue).toArray();
        this.keptIndex = new int[buildTypes.size()];
        java.util.Arrays.fill(keptIndex, -1);
        for (int i = 0; i < kept.length; i++) {
            keptIndex[kept[i]] = i;
        }
    }

    private void collect(Expression expression) {
        if (expression instanceof Expression.ColumnReference reference) {
            residualColumns.add(reference.index());
        }
        expression.operands().forEach(this::collect);
    }

    List<Type> keptTypes() {
        List<Type> types = new ArrayList<>();
        for (int column : kept) {
            types.add(buildTypes.get(column));
        }
        return types;
    }
}
