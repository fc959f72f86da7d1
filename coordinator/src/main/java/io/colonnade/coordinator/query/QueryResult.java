package io.colonnade.coordinator.query;

import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.statement.Failures;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a query while it runs.
///
/// *End*: the last frame is followed by null only when the query has left all nodes, so whoever has read a result
/// knows that nothing of it is held any more.
final class QueryResult implements StatementResult {
    private final List<ColumnDescription> columns;
    private final List<PlanFragment> fragments;
    private final ResultStream<byte[]> stream;
    private final RunningQuery query;
    private final StatementControl control;
    private volatile @Nullable QueryStatistics last;

    QueryResult(
            List<ColumnDescription> columns,
            List<PlanFragment> fragments,
            ResultStream<byte[]> stream,
            RunningQuery query,
            StatementControl control) {
        this.columns = columns;
        this.fragments = fragments;
        this.stream = stream;
        this.query = query;
        this.control = control;
        query.completion().whenComplete((reports, error) -> {
            List<TaskReport> known = error == null ? reports : query.reports();
            control.tellResultRows(Figures.resultRows(fragments, known));
            last = figures(known);
            stream.end(error == null ? null : control.explain(RunningQuery.asEngineException(error)));
        });
    }

    private QueryStatistics figures(List<TaskReport> reports) {
        return Figures.sum(fragments, reports, control);
    }

    @Override
    public List<ColumnDescription> columns() {
        return columns;
    }

    @Override
    public long updateCount() {
        return -1;
    }

    @Override
    public @Nullable ByteBuffer nextFrame() throws EngineFailure {
        return Failures.guard(() -> {
            try {
                byte[] frame = stream.next();
                return frame == null ? null : ByteBuffer.wrap(frame);
            } catch (InterruptedException e) {
                control.cancel();
                throw e;
            }
        });
    }

    @Override
    public QueryStatistics statistics() {
        QueryStatistics known = last;
        return known == null ? figures(query.reports()) : known;
    }

    @Override
    public void close() {
        stream.abandon();
        control.cancel();
        boolean interrupted = false;
        while (true) {
            try {
                stream.awaitEnd();
                break;
            } catch (InterruptedException e) {
                // What the query holds comes back soon, and whoever closes counts on it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
