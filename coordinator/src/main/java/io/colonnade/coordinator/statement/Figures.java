package io.colonnade.coordinator.statement;

import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.jdbc.service.QueryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The cost of a run in the words of the driver: the sums over all tasks.
public final class Figures {
    private Figures() {}

    public static QueryStatistics sum(
            List<PlanFragment> fragments, List<TaskReport> reports, StatementControl control) {
        Set<Integer> scans = new HashSet<>();
        fragments.forEach(fragment -> collectScans(fragment.root(), scans));
        long rows = 0;
        long blocks = 0;
        long byZone = 0;
        long byFilter = 0;
        long rowsByFilter = 0;
        long bytes = 0;
        long spilled = 0;
        long peak = 0;
        for (TaskReport report : reports) {
            peak = Math.max(peak, report.peakBytes());
            for (NodeFigures node : report.figures()) {
                spilled += node.spilledBytes();
                if (scans.contains(node.nodeId())) {
                    rows += node.rowsIn();
                    blocks += node.blocks();
                    byZone += node.blocksSkippedByZone();
                    byFilter += node.blocksSkippedByFilter();
                    rowsByFilter += node.rowsSkippedByFilter();
                    bytes += node.bytes();
                }
            }
        }
        return new QueryStatistics(
                control.elapsedNanos(),
                control.planningNanos(),
                rows,
                blocks,
                byZone,
                byFilter,
                rowsByFilter,
                bytes,
                spilled,
                peak);
    }

    /// The rows that came out of the plan as a whole.
    public static long resultRows(List<PlanFragment> fragments, List<TaskReport> reports) {
        int root = fragments.getFirst().root().id();
        return reports.stream()
                .flatMap(report -> report.figures().stream())
                .filter(node -> node.nodeId() == root)
                .mapToLong(NodeFigures::rowsOut)
                .sum();
    }

    private static void collectScans(PlanNode node, Set<Integer> scans) {
        if (node instanceof ScanNode scan) {
            scans.add(scan.id());
        }
        node.inputs().forEach(input -> collectScans(input, scans));
    }
}
