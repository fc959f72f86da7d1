package io.colonnade.planner.explain;

import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.fragment.TaskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the nodes of a plan did, by the reports of their tasks.
final class ActualFigures {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long KIB = 1024;

    private record OnNode(int node, NodeFigures figures) {}

    private final Map<Integer, List<OnNode>> byPlanNode = new TreeMap<>();
    private final List<TaskReport> reports;

    ActualFigures(List<TaskReport> reports) {
        this.reports = reports;
        for (TaskReport report : reports) {
            for (NodeFigures figures : report.figures()) {
                byPlanNode
                        .computeIfAbsent(figures.nodeId(), id -> new ArrayList<>())
                        .add(new OnNode(report.id().node(), figures));
            }
        }
    }

    /// One line of sums, and one for each node of the cluster if there are several.
    List<String> lines(int planNodeId) {
        List<OnNode> all = byPlanNode.getOrDefault(planNodeId, List.of());
        List<String> lines = new ArrayList<>();
        if (all.isEmpty()) {
            return lines;
        }
        lines.add("actual: " + line(sum(all)));
        if (all.size() > 1) {
            all.forEach(one -> lines.add("  node " + one.node() + ": " + line(one.figures())));
        }
        return lines;
    }

    private static NodeFigures sum(List<OnNode> all) {
        NodeFigures sum = new NodeFigures(all.getFirst().figures().nodeId(), 0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (OnNode one : all) {
            NodeFigures f = one.figures();
            sum = new NodeFigures(
                    f.nodeId(),
                    sum.rowsIn() + f.rowsIn(),
                    sum.rowsOut() + f.rowsOut(),
                    sum.nanos() + f.nanos(),
                    sum.bytes() + f.bytes(),
                    sum.blocks() + f.blocks(),
                    sum.blocksSkippedByZone() + f.blocksSkippedByZone(),
                    sum.blocksSkippedByFilter() + f.blocksSkippedByFilter(),
                    sum.rowsSkippedByFilter() + f.rowsSkippedByFilter(),
                    sum.spilledBytes() + f.spilledBytes());
        }
        return sum;
    }

    private static String line(NodeFigures f) {
        StringBuilder text = new StringBuilder();
        text.append(f.rowsOut()).append(" rows");
        if (f.nanos() > 0) {
            text.append(String.format(Locale.ROOT, ", %.3f ms", f.nanos() / NANOS_PER_MILLI));
        }
        if (f.bytes() > 0) {
            text.append(", ").append(bytes(f.bytes()));
        }
        if (f.blocks() > 0) {
            long skipped = f.blocksSkippedByZone() + f.blocksSkippedByFilter();
            text.append(", ").append(f.blocks()).append(" blocks");
            if (skipped > 0) {
                text.append(" of which ").append(skipped).append(" skipped");
                text.append(" (").append(f.blocksSkippedByZone()).append(" by zone maps, ");
                text.append(f.blocksSkippedByFilter()).append(" by runtime filters)");
            }
        }
        if (f.rowsSkippedByFilter() > 0) {
            text.append(", ").append(f.rowsSkippedByFilter()).append(" rows dropped by runtime filters");
        }
        if (f.spilledBytes() > 0) {
            text.append(", ").append(bytes(f.spilledBytes())).append(" spilled");
        }
        return text.toString();
    }

    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /// The memory on each node.
    String summary() {
        Map<Integer, Long> peaks = new TreeMap<>();
        for (TaskReport report : reports) {
            peaks.merge(report.id().node(), report.peakBytes(), Math::max);
        }
        StringBuilder text = new StringBuilder();
        peaks.forEach((node, peak) -> text.append("node ")
                .append(node)
                .append(": at most ")
                .append(bytes(peak))
                .append(" of memory\n"));
        return text.toString();
    }
}
