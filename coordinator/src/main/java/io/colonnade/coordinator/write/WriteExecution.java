package io.colonnade.coordinator.write;

import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.statement.StatementTasks;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.type.Datum;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs tasks that write to their end, then hands what they wrote to the transaction; or takes it back.
public final class WriteExecution {
    /// Rows of a batch that go into one plan.
    private static final int BATCH_PART = 20_000;

    private final StatementTasks tasks;
    private final TableWrites writes;
    private final List<TaskReport> reports = new ArrayList<>();

    public WriteExecution(StatementTasks tasks, TableWrites writes) {
        this.tasks = tasks;
        this.writes = writes;
    }

    /// Answers the rows written.
    public long run(PlannedStatement planned, TaskRounds specs) throws InterruptedException {
        return run(planned, specs, null);
    }

    /// The same for a COPY, which looks at what its tasks rejected.
    public long run(PlannedStatement planned, TaskRounds specs, @Nullable CopyExecution copy)
            throws InterruptedException {
        List<SegmentEntry> written;
        try {
            finish(specs);
            written = copy == null ? TableWrites.written(reports) : copy.admit(planned, reports);
        } catch (Throwable e) {
            writes.discard(reports);
            throw e;
        }
        return copy == null
                ? writes.stage(planned, written, Set.of(), rows -> null)
                : writes.stage(planned, written, copy.checkedKeys(), rows -> copy.label(planned, rows));
    }

    /// The same for a statement that changes rows; answers how many.
    public long runChange(PlannedStatement planned, TaskRounds specs) throws InterruptedException {
        try {
            finish(specs);
        } catch (Throwable e) {
            writes.discard(reports);
            throw e;
        }
        return writes.change(planned, reports);
    }

    /// Writes the rows of an INSERT once for each list of parameters, a part of them at a time.
    public void runBatch(
            PlannedStatement planned, BatchInsert insert, List<List<Datum>> parameters, CatalogSnapshot snapshot)
            throws InterruptedException {
        try {
            for (int from = 0; from < parameters.size(); from += BATCH_PART) {
                int to = Math.min(parameters.size(), from + BATCH_PART);
                finish(tasks.scheduleBound(insert.with(parameters.subList(from, to)), snapshot));
            }
        } catch (Throwable e) {
            writes.discard(reports);
            throw e;
        }
        writes.stage(planned, TableWrites.written(reports), Set.of(), rows -> null);
    }

    private void finish(TaskRounds specs) throws InterruptedException {
        RunningQuery query = tasks.start(specs, ResultSink.discarding());
        tasks.tellProgress(query);
        try {
            reports.addAll(tasks.await(query));
        } catch (Throwable e) {
            reports.addAll(query.reports());
            throw e;
        }
    }

    /// What the tasks reported.
    public List<TaskReport> reports() {
        return reports;
    }
}
