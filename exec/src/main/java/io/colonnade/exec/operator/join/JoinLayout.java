package io.colonnade.exec.operator.join;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which columns a join keeps, and where it finds them again: of the build side those that it reads, of the
/// probe side the same if its rows have to be set aside.
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
    /// Positions of probe columns, those of the keys first, without repetition.
    final int[] probeKept;
    /// Where each probe column is among the kept ones, -1 if it is not.
    final int[] probeKeptIndex;
    /// Whether build rows with a NULL key are kept: they have no partner, but are returned, or matter all the same.
    final boolean keepsNullKeys;
    /// Columns of probe and build row that the residual condition reads.
    final Set<Integer> residualColumns = new TreeSet<>();

    JoinLayout(JoinNode node) {
        this.keepsNullKeys = switch (node.kind()) {
            case FULL, NULL_AWARE_MARK, BUILD_OUTER, BUILD_ANTI -> true;
            case INNER, LEFT, SINGLE, SEMI, ANTI, NULL_AWARE_ANTI, MARK, BUILD_SEMI -> false;
        };
        this.probeTypes = node.probe().outputTypes();
        this.buildTypes = node.build().outputTypes();
        Expression residual = node.residual();
        if (residual != null) {
            collect(residual);
        }
        if (node.kind() == JoinKind.NULL_AWARE_MARK) {
            residualColumns.addAll(node.probeKeys());
            node.buildKeys().forEach(key -> residualColumns.add(probeTypes.size() + key));
        }
        Set<Integer> ofBuild = new LinkedHashSet<>(node.buildKeys());
        Set<Integer> ofProbe = new LinkedHashSet<>(node.probeKeys());
        List<Integer> others = new ArrayList<>(node.outputs());
        others.addAll(residualColumns);
        for (int column : others) {
            if (column >= probeTypes.size() + buildTypes.size()) {
                // The mark is of neither side.
                continue;
            }
            if (column >= probeTypes.size()) {
                ofBuild.add(column - probeTypes.size());
            } else {
                ofProbe.add(column);
            }
        }
        this.kept = ofBuild.stream().mapToInt(Integer::intValue).toArray();
        this.keptIndex = inverse(kept, buildTypes.size());
        this.probeKept = ofProbe.stream().mapToInt(Integer::intValue).toArray();
        this.probeKeptIndex = inverse(probeKept, probeTypes.size());
    }

    private static int[] inverse(int[] positions, int columns) {
        int[] inverse = new int[columns];
        Arrays.fill(inverse, -1);
        for (int i = 0; i < positions.length; i++) {
            inverse[positions[i]] = i;
        }
        return inverse;
    }

    private void collect(Expression expression) {
        if (expression instanceof Expression.ColumnReference reference) {
            residualColumns.add(reference.index());
        }
        expression.operands().forEach(this::collect);
    }

    List<Type> keptTypes() {
        return Arrays.stream(kept).mapToObj(buildTypes::get).toList();
    }

    List<Type> probeKeptTypes() {
        return Arrays.stream(probeKept).mapToObj(probeTypes::get).toList();
    }
}
