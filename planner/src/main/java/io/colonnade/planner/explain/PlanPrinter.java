package io.colonnade.planner.explain;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
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
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.SystemScanNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.plan.WindowNode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.KeptPlan;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The one text form of plans.
///
/// ```text
/// fragment 0 COORDINATOR, output client
///   TopN #6 revenue DESC, limit 10 (10 rows)
///     Aggregate #5 by c_city: SUM(lo_revenue) (250 rows)
///       Join #4 INNER lo_custkey = c_custkey (1200000 rows)
///         Scan #2 lineorder: lo_custkey, lo_revenue; filter from #4 on lo_custkey (6000000 rows)
///         Scan #3 customer: c_custkey, c_city where c_region = 'ASIA' (6000 rows)
/// ```
///
/// Inputs stand below their node, the probe side of a join first. With reports of tasks a line of actual figures
/// follows each node.
public final class PlanPrinter {
    private static final int ROWS_SHOWN_MAX = 3;

    private final Map<Integer, Double> estimates;
    private final ActualFigures figures;
    private final Map<Integer, List<String>> names = new HashMap<>();
    private final Map<Integer, PlanFragment> byId = new HashMap<>();
    private final Map<Integer, List<String>> keptNames = new HashMap<>();

    PlanPrinter(Map<Integer, Double> estimates, ActualFigures figures) {
        this.estimates = estimates;
        this.figures = figures;
    }

    /// What is computed first and kept, then the fragments of the statement itself.
    public static String print(PlannedStatement planned, List<TaskReport> reports) {
        return new PlanPrinter(planned.estimates(), new ActualFigures(reports)).print(planned);
    }

    /// One plan, not yet cut.
    public static String print(PlanNode root, Map<Integer, Double> estimates) {
        StringBuilder text = new StringBuilder();
        new PlanPrinter(estimates, new ActualFigures(List.of())).print(root, 1, text);
        return text.toString();
    }

    private String print(PlannedStatement planned) {
        StringBuilder text = new StringBuilder();
        for (KeptPlan kept : planned.kept()) {
            text.append("kept ").append(kept.kept()).append(kept.isRecursive() ? ", at first\n" : ", once\n");
            print(kept.first(), text);
            if (kept.isRecursive()) {
                text.append("kept ").append(kept.kept()).append(", while rows come\n");
                print(kept.next(), text);
            }
        }
        print(planned.fragments(), text);
        text.append(figures.summary());
        return text.toString();
    }

    /// Says which fragments the numbers of remote sources mean from now on.
    void speakOf(List<PlanFragment> fragments) {
        byId.clear();
        fragments.forEach(fragment -> byId.put(fragment.id(), fragment));
    }

    private void print(List<PlanFragment> fragments, StringBuilder text) {
        speakOf(fragments);
        for (PlanFragment fragment : fragments) {
            text.append("fragment ")
                    .append(fragment.id())
                    .append(' ')
                    .append(fragment.placement())
                    .append(", output ")
                    .append(output(fragment))
                    .append('\n');
            print(fragment.root(), 1, text);
        }
    }

    String output(PlanFragment fragment) {
        List<String> columns = names(fragment.root());
        return switch (fragment.output()) {
            case Output.Client o -> "client";
            case Output.Gather o -> "gather";
            case Output.Broadcast o -> "broadcast";
            case Output.Hash o -> "hash " + list(o.keys(), columns);
            case Output.Slots o -> "slots of " + list(o.keys(), columns) + " of " + o.slots();
            case Output.None o -> "none";
        };
    }

    private void print(PlanNode node, int depth, StringBuilder text) {
        String indent = "  ".repeat(depth);
        text.append(indent).append(label(node));
        Double rows = estimates.get(node.id());
        if (rows != null && !(node instanceof TableWriteNode || node instanceof KeepNode)) {
            text.append(" (").append(Math.round(rows)).append(" rows)");
        }
        text.append('\n');
        figures.lines(node.id())
                .forEach(line -> text.append(indent).append("    ").append(line).append('\n'));
        node.inputs().forEach(input -> print(input, depth + 1, text));
    }

    String label(PlanNode node) {
        return switch (node) {
            case ScanNode n -> "Scan #" + n.id() + " " + scan(n);
            case FileScanNode n ->
                "FileScan #" + n.id() + " " + n.options().format()
                        + (n.files().isEmpty() ? " for " + n.tableName() : "") + ": "
                        + String.join(", ", computeNames(n)) + files(n);
            case SystemScanNode n ->
                "SystemScan #" + n.id() + " " + n.tableName() + ": " + String.join(", ", computeNames(n));
            case ValuesNode n -> "Values #" + n.id() + " " + values(n);
            case RemoteSourceNode n ->
                "Remote #" + n.id() + " from fragment " + n.fragmentId()
                        + (n.mergeKeys().isEmpty() ? "" : ", merged by " + order(n.mergeKeys(), names(n)));
            case KeptRowsNode n -> "Kept #" + n.id() + " rows of " + n.kept();
            case FilterNode n -> "Filter #" + n.id() + " " + text(n.input()).of(n.predicate());
            case ProjectNode n ->
                "Project #" + n.id() + " "
                        + n.expressions().stream().map(text(n.input())::of).collect(Collectors.joining(", "));
            case JoinNode n -> "Join #" + n.id() + " " + join(n);
            case AggregateNode n -> "Aggregate #" + n.id() + " " + aggregate(n);
            case WindowNode n -> "Window #" + n.id() + " " + new WindowText(names(n.input())).of(n);
            case SortNode n -> "Sort #" + n.id() + " " + order(n.keys(), names(n));
            case TopNNode n -> "TopN #" + n.id() + " " + order(n.keys(), names(n)) + limit(n.offset(), n.limit());
            case LimitNode n ->
                "Limit #" + n.id() + limit(n.offset(), n.limit()).replaceFirst("^,", "");
            case UnionAllNode n -> "UnionAll #" + n.id();
            case GroupingSetsNode n -> "GroupingSets #" + n.id() + " " + sets(n);
            case GroupTopNode n ->
                "GroupTop #" + n.id() + " first " + n.limit() + " " + n.counting() + " by " + list(n.keys(), names(n))
                        + order(n.order(), names(n)).replaceFirst("^(?=.)", ", order ");
            case DeleteNode n -> "Delete #" + n.id() + " from " + n.tableName();
            case IdentityNode n ->
                "Identity #" + n.id() + " " + n.tableName() + "." + n.column().name();
            case TableWriteNode n -> "Write #" + n.id() + " " + n.table().name();
            case KeepNode n -> "Keep #" + n.id() + " as " + n.kept();
        };
    }

    private String files(FileScanNode scan) {
        ExpressionText text = new ExpressionText(computeNames(scan));
        String kept = scan.conjuncts().isEmpty()
                ? ""
                : "; where " + scan.conjuncts().stream().map(text::of).collect(Collectors.joining(" AND "));
        return switch (scan.files().size()) {
            case 0 -> "";
            case 1 -> " of " + scan.files().getFirst() + kept;
            default -> " of " + scan.files().size() + " files" + kept;
        };
    }

    private ExpressionText text(PlanNode input) {
        return new ExpressionText(names(input));
    }

    private String scan(ScanNode scan) {
        List<String> columns =
                scan.columns().stream().map(ScanNode.ScanColumn::name).toList();
        StringBuilder text = new StringBuilder(scan.tableName());
        text.append(": ").append(list(scan.outputs(), columns));
        ExpressionText expressions = new ExpressionText(columns);
        if (!scan.conjuncts().isEmpty()) {
            text.append(" where ")
                    .append(scan.conjuncts().stream()
                            .map(conjunct -> conjunct instanceof Expression.Logical
                                    ? "(" + expressions.of(conjunct) + ")"
                                    : expressions.of(conjunct))
                            .collect(Collectors.joining(" AND ")));
        }
        scan.runtimeFilters()
                .forEach(use -> text.append("; filter from #")
                        .append(use.joinId())
                        .append(" on ")
                        .append(columns.get(use.column())));
        return text.toString();
    }

    private static String values(ValuesNode values) {
        ExpressionText text = new ExpressionText(List.of());
        String shown = values.rows().stream()
                .limit(ROWS_SHOWN_MAX)
                .map(row -> row.stream().map(text::of).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        int more = values.rows().size() - ROWS_SHOWN_MAX;
        return more > 0 ? shown + ", ... " + more + " more" : shown;
    }

    private String join(JoinNode join) {
        List<String> probe = names(join.probe());
        List<String> build = names(join.build());
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < join.probeKeys().size(); i++) {
            keys.add(probe.get(join.probeKeys().get(i)) + " = "
                    + build.get(join.buildKeys().get(i)));
        }
        StringBuilder text = new StringBuilder(join.kind().name());
        text.append(' ').append(keys.isEmpty() ? "every pair" : String.join(" AND ", keys));
        if (join.residual() != null) {
            List<String> both = new ArrayList<>(probe);
            both.addAll(build);
            text.append(" and ").append(new ExpressionText(both).of(join.residual()));
        }
        return text.toString();
    }

    private String aggregate(AggregateNode aggregate) {
        List<String> input = names(aggregate.input());
        StringBuilder text = new StringBuilder();
        if (aggregate.step() != AggregateNode.Step.SINGLE) {
            text.append(aggregate.step()).append(' ');
        }
        text.append(aggregate.groupKeys().isEmpty() ? "all" : "by " + list(aggregate.groupKeys(), input));
        if (!aggregate.calls().isEmpty()) {
            text.append(": ")
                    .append(aggregate.calls().stream()
                            .map(call -> aggregate.step() == AggregateNode.Step.FINAL
                                    ? input.get(call.argument())
                                    : call(call, input))
                            .collect(Collectors.joining(", ")));
        }
        return text.toString();
    }

    private String sets(GroupingSetsNode node) {
        List<String> keys = node.keys().stream().map(names(node.input())::get).toList();
        return node.sets().stream().map(set -> "(" + list(set, keys) + ")").collect(Collectors.joining(", "));
    }

    private static String call(AggregateCall call, List<String> input) {
        if (call.function() == AggregateFunction.COUNT_ALL && call.argument() < 0) {
            return "COUNT(*)";
        }
        String name = call.function() == AggregateFunction.COUNT_ALL
                ? "COUNT"
                : call.function().name();
        StringBuilder text = new StringBuilder(name).append(call.distinct() ? "(DISTINCT " : "(");
        text.append(list(call.arguments(), input));
        if (!call.parameter().isNull()) {
            text.append(", ").append(ExpressionText.literal(call.parameter(), Type.VARCHAR));
        }
        if (!call.order().isEmpty()) {
            text.append(" ORDER BY ").append(order(call.order(), input));
        }
        return text.append(')').toString();
    }

    static String order(List<SortKey> keys, List<String> columns) {
        return keys.stream()
                .map(key -> columns.get(key.column())
                        + (key.ascending() ? "" : " DESC")
                        + (key.nullsFirst() == key.ascending()
                                ? key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static String limit(long offset, long limit) {
        return (limit == Long.MAX_VALUE ? "" : ", limit " + limit) + (offset == 0 ? "" : ", offset " + offset);
    }

    private static String list(List<Integer> positions, List<String> columns) {
        return positions.stream().map(columns::get).collect(Collectors.joining(", "));
    }

    /// The names under which the columns of a node are shown: of table columns their names, of others their text.
    private List<String> names(PlanNode node) {
        List<String> known = names.get(node.id());
        if (known == null) {
            known = computeNames(node);
            names.put(node.id(), known);
        }
        return known;
    }

    private List<String> computeNames(PlanNode node) {
        return switch (node) {
            case ScanNode n ->
                n.outputs().stream().map(i -> n.columns().get(i).name()).toList();
            case FileScanNode n ->
                n.columns().stream().map(column -> column.name()).toList();
            case SystemScanNode n ->
                n.columns().stream().map(ScanNode.ScanColumn::name).toList();
            case ValuesNode n -> numbered(n.outputTypes().size());
            case KeptRowsNode n ->
                keptNames.getOrDefault(n.kept(), numbered(n.outputTypes().size()));
            case RemoteSourceNode n -> {
                PlanFragment source = byId.get(n.fragmentId());
                yield source == null ? numbered(n.outputTypes().size()) : names(source.root());
            }
            case FilterNode n -> names(n.input());
            case ProjectNode n ->
                n.expressions().stream().map(text(n.input())::of).toList();
            case JoinNode n -> {
                List<String> both = new ArrayList<>(names(n.probe()));
                both.addAll(names(n.build()));
                yield n.outputs().stream().map(both::get).toList();
            }
            case AggregateNode n -> {
                List<String> input = names(n.input());
                List<String> columns = new ArrayList<>();
                n.groupKeys().forEach(key -> columns.add(input.get(key)));
                n.calls()
                        .forEach(call -> columns.add(
                                n.step() == AggregateNode.Step.FINAL ? input.get(call.argument()) : call(call, input)));
                yield columns;
            }
            case WindowNode n -> {
                List<String> columns = new ArrayList<>(names(n.input()));
                n.calls().forEach(call -> columns.add(call.function().name()));
                yield n.outputs().stream().map(columns::get).toList();
            }
            case SortNode n -> names(n.input());
            case GroupTopNode n -> names(n.input());
            case TopNNode n -> names(n.input());
            case LimitNode n -> names(n.input());
            case UnionAllNode n ->
                n.inputs().isEmpty()
                        ? numbered(n.outputTypes().size())
                        : names(n.inputs().getFirst());
            case DeleteNode n -> {
                List<String> input = names(n.input());
                yield n.outputs().stream().map(input::get).toList();
            }
            case IdentityNode n -> names(n.input()).subList(0, n.outputTypes().size());
            case GroupingSetsNode n -> {
                List<String> columns = new ArrayList<>(names(n.input()));
                n.keys().forEach(key -> columns.add(columns.get(key)));
                columns.add("grouping set");
                columns.add("*");
                yield columns;
            }
            case TableWriteNode n -> List.of();
            case KeepNode n -> {
                List<String> input = names(n.input());
                keptNames.put(n.kept(), input);
                yield input;
            }
        };
    }

    private static List<String> numbered(int count) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(String.format(Locale.ROOT, "column%d", i + 1));
        }
        return columns;
    }
}
