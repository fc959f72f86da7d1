package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement and the plan made of it; of an Explain it is the plan of the statement to explain.
///
/// @param values those of the parameters, if the plan is shared and the statement gives them as literals
public record Plan(
        Statement statement,
        PlannedStatement planned,
        @Nullable List<Datum> values) {
    public Plan(Statement statement, PlannedStatement planned) {
        this(statement, planned, null);
    }

    /// The same plan for other literals.
    Plan with(List<Datum> literals) {
        return new Plan(statement, planned, List.copyOf(literals));
    }

    /// The plan of a text that is not run as one statement of its own: known already, or made now.
    public static Plan of(Engine engine, RunSettings settings, String sql, HeldSnapshot held) {
        return engine.plans().get(sql, settings, held, () -> {
            Statement statement = engine.planner().parse(sql);
            PlanSettings planSettings = new PlanSettings(engine.nodes().data().size(), 0);
            return new Plan(
                    statement,
                    engine.planner()
                            .plan(
                                    statement,
                                    engine.known(held.snapshot(), settings),
                                    planSettings,
                                    engine.evaluator().in(settings.timeZone())));
        });
    }

    /// Plans that create a table hold its id, so each run makes its own. The rows of an INSERT without
    /// parameters are in its text: it is hardly run twice, and many of them would drive other plans out.
    boolean holdsForMoreRuns() {
        boolean holdsRows = statement instanceof Statement.Insert
                && planned.parameterTypes().isEmpty();
        return !holdsRows
                && planned.fragments().stream().noneMatch(fragment -> readsFiles(fragment.root()))
                && !(statement instanceof Statement.Define)
                && !(statement instanceof Statement.CreateTableAs);
    }

    /// Whether it holds the columns and names of files, which may be others next time.
    private static boolean readsFiles(PlanNode node) {
        return node instanceof FileScanNode scan && !scan.files().isEmpty()
                || node.inputs().stream().anyMatch(Plan::readsFiles);
    }
}
