package io.colonnade.core.plan;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hash join: the build side is read whole, then the probe side streams past it.
///
/// `probeKeys[i]` equals `buildKeys[i]`: positions of columns of the same type on either side; without keys
/// every row meets every row. `residual` is over the probe columns followed by the build columns. `outputs`
/// are positions of that same row, in the order in which they are passed on. Kinds without pairs have columns
/// of one side only, mostly of the probe side; those with a mark have that, a BOOLEAN, behind the build columns.
public record JoinNode(
        int id,
        JoinKind kind,
        PlanNode probe,
        PlanNode build,
        List<Integer> probeKeys,
        List<Integer> buildKeys,
        @Nullable Expression residual,
        List<Integer> outputs)
        implements PlanNode {
    public JoinNode {
        probeKeys = List.copyOf(probeKeys);
        buildKeys = List.copyOf(buildKeys);
        outputs = List.copyOf(outputs);
        if (probeKeys.size() != buildKeys.size()) {
            throw new IllegalArgumentException("keys " + probeKeys + " and " + buildKeys);
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(probe, build);
    }

    @Override
    public List<Type> outputTypes() {
        List<Type> row = new ArrayList<>(probe.outputTypes());
        row.addAll(build.outputTypes());
        if (kind.marks()) {
            row.add(Type.BOOLEAN);
        }
        return outputs.stream().map(row::get).toList();
    }
}
