package io.colonnade.planner.fragment;

import io.colonnade.core.fragment.Output;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.planner.lower.PlanRewrite;
import java.util.List;

/// Changes of a replicated table: each node changes its own copy, and all must come to the same.
///
/// ```text
/// Write t                         on every node
///   Delete from t                 on every node: its own row ids
///     Join
///       Scan t with row ids       on every node: its own copy
///       Remote                    the same rows for every node
/// ```
///
/// What has nothing to do with row ids is computed once and sent to all nodes, unless it is a mere scan of another
/// replicated table: a sum of DOUBLE could come out differently.
final class CopyCut {
    private final PlanFragmenter fragmenter;

    CopyCut(PlanFragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    /// Whether the plan deletes rows.
    static boolean changesRows(PlanNode node) {
        return node instanceof DeleteNode || node.inputs().stream().anyMatch(CopyCut::changesRows);
    }

    PlanNode cut(PlanNode node) {
        if (readsRowIds(node)) {
            List<PlanNode> inputs = node.inputs().stream().map(this::cut).toList();
            return PlanRewrite.withInputs(node, inputs);
        }
        Piece piece = fragmenter.cut(node);
        if (piece.spread() instanceof Spread.Everywhere everywhere && everywhere.isStable() && isPlain(node)) {
            return piece.node();
        }
        return fragmenter.send(piece, new Output.Broadcast(), List.of());
    }

    private static boolean readsRowIds(PlanNode node) {
        boolean here = node instanceof ScanNode scan
                && scan.columns().stream().anyMatch(column -> column.columnId() == ScanColumn.SEGMENT_ID);
        return here || node.inputs().stream().anyMatch(CopyCut::readsRowIds);
    }

    private static boolean isPlain(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> true;
            case ValuesNode values -> true;
            case FilterNode filter -> isPlain(filter.input());
            case ProjectNode project -> isPlain(project.input());
            default -> false;
        };
    }
}
