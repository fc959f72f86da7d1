package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// The rows that a {@link KeepNode} of an earlier round left on this node, as often as they are asked for.
///
/// `generation` is one of those that were kept, or {@link #ALL}.
public record KeptRowsNode(int id, int kept, int generation, List<Type> outputTypes) implements PlanNode {
    /// Whatever was kept in any round.
    public static final int ALL = -1;

    public KeptRowsNode {
        outputTypes = List.copyOf(outputTypes);
        if (generation < ALL) {
            throw new IllegalArgumentException("generation " + generation);
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }
}
