package io.colonnade.coordinator.query;

import io.colonnade.coordinator.schedule.Nodes;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.storage.directory.Database;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// What all statements on one database share.
///
/// `memoryBytes` is the most that a query may take on a node; relative paths of COPY are resolved against
/// `workingDirectory`. *Thread safety*: any thread.
public record Engine(
        Database database,
        Nodes nodes,
        QueryPlanner planner,
        ConstantEvaluator evaluator,
        PlanCache plans,
        TransactionIds transactions,
        long memoryBytes,
        Clock clock,
        FileSystem files,
        Path workingDirectory) {
    // The task pool of the process tells queries apart by their ids, whatever engine they belong to.
    private static final AtomicLong NEXT_QUERY = new AtomicLong(1);

    QueryId newQueryId() {
        return new QueryId(NEXT_QUERY.getAndIncrement());
    }
}
