package io.colonnade.coordinator.schedule;

import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.plan.KeptRowsNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.planner.lower.PlanRewrite;
import io.colonnade.planner.statement.KeptPlan;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The tasks of a query, round by round: those of the next are known when all of one have ended.
///
/// ```text
/// round 0   Keep 0, generation 0        a recursive query begins
/// round 1   Keep 0, generation 1        made of generation 0; had 5 rows
/// round 2   Keep 0, generation 2        made of generation 1; had none
/// round 3   Keep 1                      something that is used twice
/// round 4   the query itself
/// ```
///
/// A query without {@link KeptPlan}s has one round. Fragments have other numbers in each round.
/// *Thread safety*: one thread at a time.
public final class TaskRounds {
    private final Function<List<PlanFragment>, List<TaskSpec>> placing;
    private final PlannedStatement planned;
    private final List<TaskSpec> first;
    private int kept;
    private int generation;
    private long rowsSoFar;
    private int numbersGiven;
    private int keepNode = -1;
    private boolean last;

    /// `placing` gives fragments their nodes.
    public TaskRounds(PlannedStatement planned, Function<List<PlanFragment>, List<TaskSpec>> placing) {
        this.placing = placing;
        this.planned = planned;
        this.first = place();
    }

    private TaskRounds(List<TaskSpec> tasks) {
        this.placing = fragments -> tasks;
        this.planned = PlannedStatement.NOTHING;
        this.first = place();
    }

    /// Nothing to do.
    public static TaskRounds none() {
        return new TaskRounds(List.of());
    }

    /// These tasks and no others.
    public static TaskRounds of(List<TaskSpec> tasks) {
        return new TaskRounds(tasks);
    }

    public List<TaskSpec> first() {
        return first;
    }

    /// The tasks to start when those of a round have ended well, with these reports; none if the query is at
    /// its end.
    List<TaskSpec> next(List<TaskReport> ended) {
        if (last) {
            return List.of();
        }
        KeptPlan plan = planned.kept().get(kept);
        long rows = keptRows(ended);
        rowsSoFar += rows;
        if (plan.isRecursive() && rows > 0 && rowsSoFar < plan.rowsWanted()) {
            generation++;
        } else {
            kept++;
            generation = 0;
            rowsSoFar = 0;
        }
        return place();
    }

    private long keptRows(List<TaskReport> reports) {
        return reports.stream()
                .flatMap(report -> report.figures().stream())
                .filter(figures -> figures.nodeId() == keepNode)
                .mapToLong(figures -> figures.rowsIn())
                .sum();
    }

    private List<TaskSpec> place() {
        last = kept == planned.kept().size();
        if (last) {
            return placing.apply(numbered(planned.fragments()));
        }
        KeptPlan plan = planned.kept().get(kept);
        List<PlanFragment> fragments = (generation == 0 ? plan.first() : plan.next())
                .stream()
                        .map(fragment -> new PlanFragment(
                                fragment.id(),
                                ofGeneration(fragment.root(), plan.kept()),
                                fragment.placement(),
                                fragment.output()))
                        .toList();
        keepNode = fragments.getFirst().root().id();
        return placing.apply(numbered(fragments));
    }

    private PlanNode ofGeneration(PlanNode root, int own) {
        return PlanRewrite.bottomUp(root, node -> switch (node) {
            case KeepNode keep -> new KeepNode(keep.id(), keep.input(), keep.kept(), generation);
            case KeptRowsNode rows
            when rows.kept() == own && rows.generation() == 0 ->
                new KeptRowsNode(rows.id(), own, generation - 1, rows.outputTypes());
            default -> node;
        });
    }

    /// No number stands for two fragments of a query: streams between nodes are told apart by them.
    private List<PlanFragment> numbered(List<PlanFragment> fragments) {
        int added = numbersGiven;
        // One more for whoever passes rows on to the client.
        numbersGiven += 2 + fragments.stream().mapToInt(PlanFragment::id).max().orElse(0);
        if (added == 0) {
            return fragments;
        }
        List<PlanFragment> numbered = new ArrayList<>();
        for (PlanFragment fragment : fragments) {
            PlanNode root = PlanRewrite.bottomUp(
                    fragment.root(),
                    node -> node instanceof RemoteSourceNode remote
                            ? new RemoteSourceNode(
                                    remote.id(), remote.fragmentId() + added, remote.outputTypes(), remote.mergeKeys())
                            : node);
            numbered.add(new PlanFragment(fragment.id() + added, root, fragment.placement(), fragment.output()));
        }
        return numbered;
    }
}
