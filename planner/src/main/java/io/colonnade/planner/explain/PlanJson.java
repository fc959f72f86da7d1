package io.colonnade.planner.explain;

import io.colonnade.core.fragment.NodeFigures;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.planner.statement.KeptPlan;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plans as one JSON document, for programs.
///
/// ```text
/// {"fragments": [{"fragment": 0, "placement": "COORDINATOR", "output": "client", "plan":
///     {"id": 4, "node": "Sort", "detail": "id", "estimated_rows": 2, "inputs": [...],
///      "actual": [{"worker": 0, "rows_in": 2, "rows_out": 2, "milliseconds": 0.1, ...}]}}],
///  "workers": [{"worker": 0, "peak_bytes": 65536}]}
/// ```
///
/// Fragments that are computed first and kept stand before the others, with the number under which they are
/// `kept`; of a recursive query those of its first and of each next `round`. `detail` is what the text form
/// says behind the number of the node. `actual` and `workers` are there if the query ran, with one entry for
/// each node of the cluster that ran the fragment.
public final class PlanJson {
    private static final double NANOS_A_MILLI = 1e6;

    private final Map<Integer, Double> estimates;
    private final List<TaskReport> reports;
    private final PlanPrinter printer;
    private final StringBuilder text = new StringBuilder();
    private String separator = "\n";

    private PlanJson(Map<Integer, Double> estimates, List<TaskReport> reports) {
        this.estimates = estimates;
        this.reports = reports;
        this.printer = new PlanPrinter(estimates, new ActualFigures(List.of()));
    }

    public static String print(PlannedStatement planned, List<TaskReport> reports) {
        return new PlanJson(planned.estimates(), reports).print(planned);
    }

    private String print(PlannedStatement planned) {
        text.append("{\n  \"fragments\": [");
        for (KeptPlan kept : planned.kept()) {
            fragments(kept.first(), "\"kept\": " + kept.kept() + ", \"round\": \"first\", ");
            fragments(kept.next(), "\"kept\": " + kept.kept() + ", \"round\": \"next\", ");
        }
        fragments(planned.fragments(), "");
        text.append("\n  ]");
        if (!reports.isEmpty()) {
            workers();
        }
        return text.append("\n}\n").toString();
    }

    private void fragments(List<PlanFragment> fragments, String round) {
        printer.speakOf(fragments);
        for (PlanFragment fragment : fragments) {
            text.append(separator)
                    .append("    {")
                    .append(round)
                    .append("\"fragment\": ")
                    .append(fragment.id())
                    .append(", \"placement\": ")
                    .append(quoted(fragment.placement().name()))
                    .append(", \"output\": ")
                    .append(quoted(printer.output(fragment)))
                    .append(", \"plan\":\n");
            node(fragment.root(), 6);
            text.append('}');
            separator = ",\n";
        }
    }

    private void node(PlanNode node, int depth) {
        String indent = " ".repeat(depth);
        String label = printer.label(node);
        String head = label.split(" ", 2)[0];
        String start = head + " #" + node.id();
        String detail =
                label.startsWith(start) ? label.substring(start.length()).strip() : label;
        text.append(indent)
                .append("{\"id\": ")
                .append(node.id())
                .append(", \"node\": ")
                .append(quoted(head))
                .append(", \"detail\": ")
                .append(quoted(detail));
        Double rows = estimates.get(node.id());
        if (rows != null) {
            text.append(", \"estimated_rows\": ").append(Math.round(rows));
        }
        if (!reports.isEmpty()) {
            actual(node.id());
        }
        if (!node.inputs().isEmpty()) {
            text.append(", \"inputs\": [");
            String separator = "\n";
            for (PlanNode input : node.inputs()) {
                text.append(separator);
                node(input, depth + 2);
                separator = ",\n";
            }
            text.append(']');
        }
        text.append('}');
    }

    private void actual(int id) {
        text.append(", \"actual\": [");
        String separator = "";
        for (TaskReport report : reports) {
            for (NodeFigures figures : report.figures()) {
                if (figures.nodeId() == id) {
                    text.append(separator).append(figures(report.id().node(), figures));
                    separator = ", ";
                }
            }
        }
        text.append(']');
    }

    private static String figures(int worker, NodeFigures figures) {
        return String.format(
                Locale.ROOT,
                "{\"worker\": %d, \"rows_in\": %d, \"rows_out\": %d, \"milliseconds\": %.3f, \"bytes\": %d, "
                        + "\"blocks\": %d, \"blocks_skipped_by_zone\": %d, \"blocks_skipped_by_filter\": %d, "
                        + "\"rows_skipped_by_filter\": %d, \"spilled_bytes\": %d}",
                worker,
                figures.rowsIn(),
                figures.rowsOut(),
                figures.nanos() / NANOS_A_MILLI,
                figures.bytes(),
                figures.blocks(),
                figures.blocksSkippedByZone(),
                figures.blocksSkippedByFilter(),
                figures.rowsSkippedByFilter(),
                figures.spilledBytes());
    }

    private void workers() {
        text.append(",\n  \"workers\": [");
        String separator = "";
        for (int worker : reports.stream()
                .mapToInt(report -> report.id().node())
                .distinct()
                .sorted()
                .toArray()) {
            long peak = reports.stream()
                    .filter(report -> report.id().node() == worker)
                    .mapToLong(TaskReport::peakBytes)
                    .max()
                    .orElse(0);
            text.append(separator)
                    .append("{\"worker\": ")
                    .append(worker)
                    .append(", \"peak_bytes\": ")
                    .append(peak)
                    .append('}');
            separator = ", ";
        }
        text.append(']');
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
