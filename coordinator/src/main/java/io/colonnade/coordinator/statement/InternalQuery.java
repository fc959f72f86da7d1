package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.type.Datum;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.storage.meta.MetaCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A query that a statement asks on its own behalf, whose few rows are wanted here.
public final class InternalQuery {
    private final Engine engine;
    private final RunSettings settings;
    private final StatementControl control;

    public InternalQuery(Engine engine, RunSettings settings, StatementControl control) {
        this.engine = engine;
        this.settings = settings;
        this.control = control;
    }

    public PlannedStatement plan(String sql, CatalogSnapshot snapshot) {
        PlanSettings planSettings = new PlanSettings(engine.nodes().data().size(), 0);
        return engine.planner().plan(engine.planner().parse(sql), snapshot, planSettings, engine.evaluator());
    }

    /// Runs a plan to its end. A cancel of the statement reaches it.
    public List<List<Datum>> run(PlannedStatement planned, CatalogSnapshot snapshot) throws InterruptedException {
        List<List<Datum>> rows = new ArrayList<>();
        StatementTasks tasks = new StatementTasks(
                engine,
                settings,
                StatementRequest.of(""),
                control,
                engine.clock().wallMillis(),
                true);
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

    /// Runs the plan of a DELETE and answers the rows to delete; nothing is staged.
    public List<MetaCommand.Deletion> deletions(PlannedStatement planned, CatalogSnapshot snapshot)
            throws InterruptedException {
        StatementTasks tasks = new StatementTasks(
                engine,
                settings,
                StatementRequest.of(""),
                control,
                engine.clock().wallMillis(),
                false);
        List<TaskReport> reports = tasks.await(tasks.start(tasks.schedule(planned, snapshot), ResultSink.discarding()));
        return ChangedRows.deletions(reports, Objects.requireNonNull(planned.target()));
    }

    /// Values, which the query made texts, as a message has them.
    public static String text(List<Datum> values) {
        return values.stream()
                .map(value -> value instanceof Datum.Text text ? text.value() : value.toString())
                .collect(Collectors.joining(", "));
    }

    /// A name as SQL text.
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
