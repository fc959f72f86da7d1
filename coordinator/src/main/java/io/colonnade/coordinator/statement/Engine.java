package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.care.Verification;
import io.colonnade.coordinator.compaction.Compaction;
import io.colonnade.coordinator.schedule.Nodes;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.system.KnownCatalog;
import io.colonnade.coordinator.system.QueryLog;
import io.colonnade.coordinator.transaction.Transactions;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.system.Waiting;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.ingest.sniff.FileTables;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// What all statements on one database share.
///
/// `memory` is for what statements keep here, `memoryBytes` the most that a query may take on a node; relative
/// paths of COPY are resolved against `workingDirectory`. Whoever shares a task pool shares `queryIds`, since
/// the pool tells queries apart by them. *Thread safety*: any thread.
public record Engine(
        Database database,
        Nodes nodes,
        QueryPlanner planner,
        ConstantEvaluator evaluator,
        PlanCache plans,
        SharedPlans sharedPlans,
        Transactions transactions,
        Compaction compaction,
        Verification verification,
        QueryLog queries,
        MemoryPool memory,
        long memoryBytes,
        Clock clock,
        Chance chance,
        Waiting waiting,
        LongSupplier queryIds,
        FileSystem files,
        Path workingDirectory) {
    public QueryId newQueryId() {
        return new QueryId(queryIds.getAsLong());
    }

    /// A snapshot as a session plans its statements with it.
    public KnownCatalog known(CatalogSnapshot snapshot, RunSettings settings) {
        return new KnownCatalog(snapshot, settings.schema(), new FileTables(workingDirectory, files));
    }
}
