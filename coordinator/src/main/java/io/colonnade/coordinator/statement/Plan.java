package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.PlanTrace;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.planner.ValidStatement;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement and the plan made of it; of an Explain it is the plan of the statement to explain.
///
/// @param once whether it holds for the values of the parameters of one run, or is none as long as they are unknown
/// @param values those of the parameters, if the plan is shared and the statement gives them as literals
public record Plan(
        Statement statement,
        PlannedStatement planned,
        boolean once,
        @Nullable List<Datum> values) {
    public Plan(Statement statement, PlannedStatement planned) {
        this(statement, planned, false, null);
    }

    /// A plan for one run.
    public static Plan once(Statement statement, PlannedStatement planned) {
        return new Plan(statement, planned, true, null);
    }

    /// The same plan for other literals.
    Plan with(List<Datum> literals) {
        return new Plan(statement, planned, once, List.copyOf(literals));
    }

    /// The plan of a text that is not run as one statement of its own: known already, or made now.
    public static Plan of(Engine engine, RunSettings settings, String sql, HeldSnapshot held) {
        return engine.plans().get(sql, settings, held, () -> {
            Statement statement = engine.planner().parse(sql);
            PlanSettings planSettings = new PlanSettings(engine.nodes().data().size(), 0);
            QueryPlanner planner = engine.planner();
            ValidStatement valid = planner.validate(statement, engine.known(held.snapshot(), settings), planSettings);
            if (valid.countsByParameters()) {
                return once(statement, valid.described());
            }
            ValidStatement improved = planner.optimize(valid, PlanTrace.NONE);
            ConstantEvaluator evaluator = engine.evaluator().in(settings.timeZone());
            return new Plan(statement, planner.fragment(planner.lower(improved, evaluator)));
        });
    }

    /// Plans that create a table hold its id, so each run makes its own. The rows of an INSERT without
    /// parameters are in its text: it is hardly run twice, and many of them would drive other plans out.
    boolean holdsForMoreRuns() {
        boolean holdsRows = statement instanceof Statement.Insert
                && planned.parameterTypes().isEmpty();
        return !once
                && !holdsRows
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
