package io.colonnade.coordinator.query;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.type.Datum;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.List;

/// A query that a statement asks on its own behalf, whose few rows are wanted here.
final class InternalQuery {
    private final Engine engine;
    private final RunSettings settings;
    private final StatementControl control;

    InternalQuery(Engine engine, RunSettings settings, StatementControl control) {
        this.engine = engine;
        this.settings = settings;
        this.control = control;
    }

    PlannedStatement plan(String sql, CatalogSnapshot snapshot) {
        PlanSettings planSettings = new PlanSettings(engine.nodes().data().size(), 0);
        return engine.planner().plan(engine.planner().parse(sql), snapshot, planSettings, engine.evaluator());
    }

    /// Runs a plan to its end. A cancel of the statement reaches it.
    List<List<Datum>> run(PlannedStatement planned, CatalogSnapshot snapshot) throws InterruptedException {
        List<List<Datum>> rows = new ArrayList<>();
        StatementTasks tasks = new StatementTasks(engine, settings, StatementRequest.of(""), control);
        tasks.await(tasks.start(
                tasks.schedule(planned, snapshot),
                (types, task) -> driver -> page -> {
                    synchronized (rows) {
                        for (int row = 0; row < page.rows(); row++) {
                            List<Datum> values = new ArrayList<>();
                            for (int column = 0; column < page.columnCount(); column++) {
                                values.add(page.column(column).datum(page.position(row)));
                            }
                            rows.add(values);
                        }
                    }
                }));
        synchronized (rows) {
            return List.copyOf(rows);
        }
    }

    /// A name as SQL text.
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
