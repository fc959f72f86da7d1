package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// Receives the pages that another fragment sends to this task; in the order of `mergeKeys` if there are any, each
/// sender's pages being sorted by them already.
public record RemoteSourceNode(int id, int fragmentId, List<Type> outputTypes, List<SortKey> mergeKeys)
        implements PlanNode {
    public RemoteSourceNode {
        outputTypes = List.copyOf(outputTypes);
        mergeKeys = List.copyOf(mergeKeys);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }
}
