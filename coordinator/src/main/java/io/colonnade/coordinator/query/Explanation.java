package io.colonnade.coordinator.query;

import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.result.TextResult;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.Plan;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.statement.StatementTasks;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.Statement;
import java.util.List;

/// The answers of EXPLAIN.
final class Explanation {
    private final Engine engine;
    private final RunSettings session;
    private final StatementControl control;

    Explanation(Engine engine, RunSettings session, StatementControl control) {
        this.engine = engine;
        this.session = session;
        this.control = control;
    }

    /// `specs` are there for ANALYZE only, and run here.
    TextResult of(
            Statement.Explain explain, Plan plan, TaskRounds specs, StatementTasks tasks, CatalogSnapshot snapshot)
            throws InterruptedException {
        QueryPlanner planner = engine.planner();
        return switch (explain.detail()) {
            case PLAN -> text(explained(explain, plan, List.of()), plan, List.of());
            case STEPS -> {
                PlanSettings settings = new PlanSettings(engine.nodes().data().size(), 0);
                yield text(
                        planner.explainSteps(
                                explain.inner(), engine.known(snapshot, session), settings, engine.evaluator()),
                        plan,
                        List.of());
            }
            case ANALYZE -> {
                if (!(explain.inner() instanceof Statement.Query)) {
                    throw EngineException.notSupported("EXPLAIN ANALYZE of a statement that writes");
                }
                List<TaskReport> reports = tasks.await(tasks.start(specs, ResultSink.discarding()));
                yield text(explained(explain, plan, reports), plan, reports);
            }
        };
    }

    private String explained(Statement.Explain explain, Plan plan, List<TaskReport> reports) {
        return switch (explain.format()) {
            case TEXT ->
                reports.isEmpty()
                        ? engine.planner().explain(plan.planned())
                        : engine.planner().explain(plan.planned(), reports);
            case JSON -> engine.planner().explainJson(plan.planned(), reports);
        };
    }

    private TextResult text(String text, Plan plan, List<TaskReport> reports) {
        return new TextResult(text, Figures.sum(plan.planned().fragments(), reports, control));
    }
}
