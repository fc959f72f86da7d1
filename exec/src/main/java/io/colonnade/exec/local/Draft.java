package io.colonnade.exec.local;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.plan.ScanNode.RuntimeFilterUse;
import io.colonnade.exec.task.Operator;
import io.colonnade.exec.task.Pipeline;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pipeline whose end is not known yet.
///
/// It remembers which of its columns come unchanged from the scan at its start, so that a join can tell whether the
/// scan has filtered its key already.
final class Draft {
    private final Source source;
    private final int sourceNodeId;
    private final List<RuntimeFilterUse> filters;
    private final List<Pipeline.Stage> stages = new ArrayList<>();
    private final Set<Sink> after = new LinkedHashSet<>();
    private final List<Draft> afterDrafts = new ArrayList<>();
    private @Nullable Pipeline pipeline;
    /// For each column its position among the columns of the scan, or -1.
    private int[] origins;

    Draft(Source source, int sourceNodeId, int[] origins, List<RuntimeFilterUse> filters) {
        this.source = source;
        this.sourceNodeId = sourceNodeId;
        this.origins = origins;
        this.filters = filters;
    }

    /// A draft whose columns come from no scan.
    static Draft of(Source source, int sourceNodeId, int columns) {
        int[] origins = new int[columns];
        Arrays.fill(origins, -1);
        return new Draft(source, sourceNodeId, origins, List.of());
    }

    Draft after(Sink sink) {
        after.add(sink);
        return this;
    }

    /// To start when these have ended, all of which end in the same sink, and become pipelines before it does.
    Draft afterAll(List<Draft> drafts) {
        afterDrafts.addAll(drafts);
        return this;
    }

    void stage(int nodeId, Operator.Factory factory) {
        stages.add(new Pipeline.Stage(nodeId, factory));
    }

    /// Column `i` is column `positions[i]` from now on; positions behind the last column are not from the scan.
    void rearrange(List<Integer> positions) {
        int[] before = origins;
        origins = positions.stream()
                .mapToInt(position -> position < before.length && position >= 0 ? before[position] : -1)
                .toArray();
    }

    void project(List<Expression> expressions) {
        rearrange(expressions.stream()
                .map(expression -> expression instanceof Expression.ColumnReference r ? r.index() : -1)
                .toList());
    }

    /// Whether the scan drops rows by the filter of this join key, in this very column.
    boolean isFiltered(int joinId, int key, int column) {
        return origins[column] >= 0 && filters.contains(new RuntimeFilterUse(joinId, key, origins[column]));
    }

    Pipeline into(Sink sink, int sinkNodeId) {
        List<Pipeline> before = afterDrafts.stream().map(Draft::made).toList();
        Pipeline made = new Pipeline(source, sourceNodeId, stages, sink, sinkNodeId, List.copyOf(after), before);
        pipeline = made;
        return made;
    }

    private Pipeline made() {
        return Objects.requireNonNull(pipeline, "the drafts of a sink become pipelines in their order");
    }
}
