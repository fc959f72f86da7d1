package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression.ColumnReference;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.ScanNode.RuntimeFilterUse;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.plan.WindowNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sends what a build side knows to the scan of the probe side.
///
/// A probe key is followed down the probe sides of joins, through projections and filters, to the scan that
/// reads it. A filter that would keep nearly all rows is not sent; the most selective come first.
public final class RuntimeFilters {
    /// A filter that keeps more than this share of the probe rows is not worth its while.
    private static final double SHARE_MAX = 0.9;

    private record Use(RuntimeFilterUse use, double share) {}

    private final NodeIds ids;
    private final Map<Integer, List<Use>> uses = new HashMap<>();

    private RuntimeFilters(NodeIds ids) {
        this.ids = ids;
    }

    public static PlanNode attach(PlanNode root, NodeIds ids) {
        RuntimeFilters filters = new RuntimeFilters(ids);
        filters.collect(root);
        return filters.uses.isEmpty() ? root : filters.rewrite(root);
    }

    private void collect(PlanNode node) {
        node.inputs().forEach(this::collect);
        if (!(node instanceof JoinNode join) || !join.kind().needsPartner()) {
            return;
        }
        double kept = ids.rows(join.id()) / Math.max(1, ids.rows(join.probe().id()));
        for (int key = 0; key < join.probeKeys().size(); key++) {
            double share = ids.partnerShare(join.id(), key, kept);
            if (share <= SHARE_MAX) {
                trace(join.probe(), join.probeKeys().get(key), join.id(), key, share);
            }
        }
    }

    private void trace(PlanNode node, int column, int joinId, int key, double share) {
        switch (node) {
            case ScanNode scan ->
                uses.computeIfAbsent(scan.id(), id -> new ArrayList<>())
                        .add(new Use(
                                new RuntimeFilterUse(joinId, key, scan.outputs().get(column)), share));
            case ProjectNode project -> {
                if (project.expressions().get(column) instanceof ColumnReference reference) {
                    trace(project.input(), reference.index(), joinId, key, share);
                }
            }
            case FilterNode filter -> trace(filter.input(), column, joinId, key, share);
            case JoinNode join -> {
                int position = join.outputs().get(column);
                int width = join.probe().outputTypes().size();
                // Rows that one side misses would make others of a preserved side seem to be alone.
                if (position < width
                        && (join.kind() == JoinKind.INNER || !join.kind().endsWithBuildRows())) {
                    trace(join.probe(), position, joinId, key, share);
                } else if (position >= width
                        && (join.kind() == JoinKind.INNER || join.kind().isOfBuild())) {
                    trace(join.build(), position - width, joinId, key, share);
                }
            }
            case AggregateNode aggregate -> {
                if (column < aggregate.groupKeys().size()) {
                    trace(aggregate.input(), aggregate.groupKeys().get(column), joinId, key, share);
                }
            }
            case WindowNode window -> {
                // Without some partitions the others stay as they are.
                int position = window.outputs().get(column);
                if (window.partitionColumns().contains(position)) {
                    trace(window.input(), position, joinId, key, share);
                }
            }
            case UnionAllNode union -> union.inputs().forEach(input -> trace(input, column, joinId, key, share));
            case SortNode sort -> trace(sort.input(), column, joinId, key, share);
            case GroupTopNode top -> {
                // Whole groups go.
                if (top.keys().contains(column)) {
                    trace(top.input(), column, joinId, key, share);
                }
            }
            // A key that is NULL may have partners.
            case GroupingSetsNode n -> {}
            case TopNNode n -> {}
            case LimitNode n -> {}
            case ValuesNode n -> {}
            case FileScanNode n -> {}
            case SystemScanNode n -> {}
            case RemoteSourceNode n -> {}
            case KeptRowsNode n -> {}
            case DeleteNode n -> {}
            case IdentityNode n -> {}
            case TableWriteNode n -> {}
            case KeepNode n -> {}
        }
    }

    private PlanNode rewrite(PlanNode root) {
        return PlanRewrite.bottomUp(root, node -> {
            List<Use> found = node instanceof ScanNode ? uses.get(node.id()) : null;
            if (found == null || !(node instanceof ScanNode scan)) {
                return node;
            }
            List<RuntimeFilterUse> ordered = found.stream()
                    .sorted(Comparator.comparingDouble(Use::share))
                    .map(Use::use)
                    .toList();
            return new ScanNode(
                    scan.id(),
                    scan.tableId(),
                    scan.tableName(),
                    scan.columns(),
                    scan.conjuncts(),
                    ordered,
                    scan.outputs());
        });
    }
}
