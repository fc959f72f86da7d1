package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// Keeps its input on the node for later tasks of the same query, which read it by {@link KeptRowsNode}. It
/// is the root of its fragment and produces no rows.
///
/// `kept` names what is kept, unique within the query; of a recursive query each round makes another
/// `generation`, all others have only generation 0.
public record KeepNode(int id, PlanNode input, int kept, int generation) implements PlanNode {
    public KeepNode {
        if (generation < 0) {
            throw new IllegalArgumentException("generation " + generation);
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Type> outputTypes() {
        return List.of();
    }
}
