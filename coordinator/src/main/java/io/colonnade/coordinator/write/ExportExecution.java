package io.colonnade.coordinator.write;

import io.colonnade.coordinator.copy.Export;
import io.colonnade.coordinator.copy.ExportFile;
import io.colonnade.coordinator.result.CountResult;
import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.statement.StatementTasks;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import java.util.List;

/// A COPY TO: a query whose rows the client's thread writes to a file.
///
/// ```text
/// pool threads: pages to pieces of the file -> a few of them wait -> this thread: file, then sync and rename
/// ```
public final class ExportExecution {
    private final Engine engine;
    private final StatementTasks tasks;
    private final StatementControl control;

    public ExportExecution(Engine engine, StatementTasks tasks, StatementControl control) {
        this.engine = engine;
        this.tasks = tasks;
        this.control = control;
    }

    /// Runs to the end: the file is there as a whole, or nothing is.
    public CountResult run(Statement.CopyTo copy, PlannedStatement planned, TaskRounds placed)
            throws InterruptedException {
        return run(Export.of(copy.options(), planned.columns()), copy, planned, placed);
    }

    private <F> CountResult run(Export<F> export, Statement.CopyTo copy, PlannedStatement planned, TaskRounds placed)
            throws InterruptedException {
        try (ExportFile file = ExportFile.create(
                engine.files(),
                engine.workingDirectory(),
                copy.path(),
                copy.options().format(),
                copy.overwrite())) {
            ResultStream<F> stream = new ResultStream<>(0, engine.waiting());
            RunningQuery query = tasks.start(placed, export.output(stream));
            query.completion()
                    .whenComplete((reports, error) ->
                            stream.end(error == null ? null : control.explain(RunningQuery.asEngineException(error))));
            control.tellProgressBy(() -> new StatementProgress(export.rows(), 0, 0));
            boolean done = false;
            try {
                export.begin(file);
                for (F piece = stream.next(); piece != null; piece = stream.next()) {
                    export.write(file, piece);
                }
                export.end(file);
                done = true;
            } finally {
                if (!done) {
                    stop(query, stream);
                }
            }
            control.check();
            file.finish();
            List<TaskReport> reports = query.reports();
            return new CountResult(export.rows(), Figures.sum(planned.fragments(), reports, control));
        }
    }

    /// What the query holds is to come back before its snapshot goes.
    private static void stop(RunningQuery query, ResultStream<?> stream) {
        stream.abandon();
        query.cancel(new EngineException(ErrorCode.CANCELLED, "the file of the rows cannot be written"));
        boolean interrupted = false;
        while (true) {
            try {
                stream.awaitEnd();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
