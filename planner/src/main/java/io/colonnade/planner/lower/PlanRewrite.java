package io.colonnade.planner.lower;

import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupTopNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.plan.WindowNode;
import java.util.List;
import java.util.function.UnaryOperator;

/// Rebuilds plans around changed inputs.
public final class PlanRewrite {
    private PlanRewrite() {}

    /// Applies `change` to every node, inputs first.
    public static PlanNode bottomUp(PlanNode node, UnaryOperator<PlanNode> change) {
        List<PlanNode> inputs =
                node.inputs().stream().map(input -> bottomUp(input, change)).toList();
        return change.apply(inputs.equals(node.inputs()) ? node : withInputs(node, inputs));
    }

    /// The same node reading other inputs.
    public static PlanNode withInputs(PlanNode node, List<PlanNode> inputs) {
        return switch (node) {
            case ScanNode n -> n;
            case FileScanNode n -> n;
            case SystemScanNode n -> n;
            case ValuesNode n -> n;
            case RemoteSourceNode n -> n;
            case KeptRowsNode n -> n;
            case FilterNode n -> new FilterNode(n.id(), inputs.getFirst(), n.predicate());
            case ProjectNode n -> new ProjectNode(n.id(), inputs.getFirst(), n.expressions());
            case JoinNode n ->
                new JoinNode(
                        n.id(),
                        n.kind(),
                        inputs.get(0),
                        inputs.get(1),
                        n.probeKeys(),
                        n.buildKeys(),
                        n.residual(),
                        n.outputs());
            case AggregateNode n -> new AggregateNode(n.id(), inputs.getFirst(), n.groupKeys(), n.calls(), n.step());
            case WindowNode n -> new WindowNode(n.id(), inputs.getFirst(), n.order(), n.calls(), n.outputs());
            case SortNode n -> new SortNode(n.id(), inputs.getFirst(), n.keys());
            case TopNNode n -> new TopNNode(n.id(), inputs.getFirst(), n.keys(), n.offset(), n.limit());
            case LimitNode n -> new LimitNode(n.id(), inputs.getFirst(), n.offset(), n.limit());
            case UnionAllNode n -> new UnionAllNode(n.id(), inputs, n.outputTypes());
            case GroupTopNode n ->
                new GroupTopNode(n.id(), inputs.getFirst(), n.keys(), n.order(), n.limit(), n.counting());
            case GroupingSetsNode n -> new GroupingSetsNode(n.id(), inputs.getFirst(), n.keys(), n.sets());
            case DeleteNode n ->
                new DeleteNode(
                        n.id(), inputs.getFirst(), n.tableId(), n.tableName(), n.segment(), n.row(), n.outputs());
            case IdentityNode n -> n.withInput(inputs.getFirst());
            case TableWriteNode n -> new TableWriteNode(n.id(), inputs.getFirst(), n.table());
            case KeepNode n -> new KeepNode(n.id(), inputs.getFirst(), n.kept(), n.generation());
        };
    }
}
