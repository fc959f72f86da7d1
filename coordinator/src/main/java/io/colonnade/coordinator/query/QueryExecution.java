package io.colonnade.coordinator.query;

import io.colonnade.coordinator.query.PlanCache.Plan;
import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskScheduler;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.TableName;
import io.colonnade.storage.ingest.FileGlob;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.PinnedSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One run of one statement, on the thread of the client.
///
/// *Life of a query*: {@link #run} pins a snapshot and finds or makes the plan (parse, validate, optimize, lower,
/// fragment: {@link io.colonnade.planner.QueryPlanner}); {@link #start} places its fragments as tasks on nodes
/// ({@link TaskScheduler}, {@link RunningQuery}); {@link #stream} hands their rows to the client while they run
/// ({@link QueryResult}). A statement that writes runs its tasks to the end and then makes one commit
/// ({@link TableWrites}).
public final class QueryExecution {
    /// Rows of a batch that go into one plan.
    private static final int BATCH_PART = 20_000;

    private final Engine engine;
    private final RunSettings settings;
    private final StatementRequest request;
    private final StatementControl control;
    private long planningNanos;

    public QueryExecution(Engine engine, RunSettings settings, StatementRequest request, StatementControl control) {
        this.engine = engine;
        this.settings = settings;
        this.request = request;
        this.control = control;
    }

    /// Rows come from the result as the tasks make them; statements without rows are carried out when this returns.
    public StatementResult run() throws InterruptedException {
        PinnedSnapshot pin = engine.database().metaLog().pin();
        boolean kept = false;
        try {
            Plan plan = plan(engine, request.sql(), pin.snapshot());
            planningNanos = control.elapsedNanos();
            control.check();
            kept = plan.statement() instanceof Statement.Query;
            return answer(plan, pin);
        } finally {
            if (!kept) {
                pin.close();
            }
        }
    }

    private StatementResult answer(Plan plan, PinnedSnapshot pin) throws InterruptedException {
        PlannedStatement planned = plan.planned();
        CatalogSnapshot snapshot = pin.snapshot();
        return switch (plan.statement()) {
            case Statement.Query query -> stream(planned, pin);
            case Statement.Insert insert -> write(planned, snapshot, List.of(), false);
            case Statement.Copy copy -> write(planned, snapshot, files(copy), false);
            case Statement.CreateTableAs create ->
                exists(create.ifNotExists(), create.table(), snapshot)
                        ? done(0)
                        : write(withNewId(create, snapshot), snapshot, List.of(), true);
            case Statement.CreateTable create -> {
                if (!exists(create.ifNotExists(), create.table(), snapshot)) {
                    new TableWrites(engine).create(withNewId(create, snapshot), snapshot);
                }
                yield done(0);
            }
            case Statement.DropTable drop -> {
                new TableWrites(engine).drop(drop, snapshot);
                yield done(0);
            }
            case Statement.Explain explain -> explain(explain, planned, snapshot);
        };
    }

    /// Runs a batch of the same INSERT as one statement with one commit, so that all or none of its rows become
    /// visible; answers the rows of each, or null if the batch is none of that kind.
    public @Nullable List<Long> runBatch(List<StatementRequest> batch) throws InterruptedException {
        if (!batch.stream().allMatch(other -> other.sql().equals(request.sql()))) {
            return null;
        }
        try (PinnedSnapshot pin = engine.database().metaLog().pin()) {
            Plan plan = plan(engine, request.sql(), pin.snapshot());
            BatchInsert insert = plan.statement() instanceof Statement.Insert ? BatchInsert.of(plan.planned()) : null;
            if (insert == null) {
                return null;
            }
            control.check();
            List<List<Datum>> parameters = new ArrayList<>();
            for (StatementRequest one : batch) {
                parameters.add(
                        ParameterValues.convert(one.parameters(), plan.planned().parameterTypes()));
            }
            TableWrites writes = new TableWrites(engine);
            List<TaskReport> reports = new ArrayList<>();
            try {
                for (int from = 0; from < parameters.size(); from += BATCH_PART) {
                    int to = Math.min(parameters.size(), from + BATCH_PART);
                    RunningQuery query = start(
                            insert.with(parameters.subList(from, to)),
                            pin.snapshot(),
                            List.of(),
                            ResultSink.discarding(),
                            false);
                    try {
                        reports.addAll(await(query));
                    } catch (Throwable e) {
                        reports.addAll(query.reports());
                        throw e;
                    }
                }
            } catch (Throwable e) {
                writes.discard(reports);
                throw e;
            }
            writes.commit(plan.planned(), pin.snapshot(), reports, false);
            return Collections.nCopies(batch.size(), (long) insert.rowsEach());
        }
    }

    /// What a statement returns and wants, without running it.
    public static StatementDescription describe(Engine engine, String sql) {
        try (PinnedSnapshot pin = engine.database().metaLog().pin()) {
            Plan plan = plan(engine, sql, pin.snapshot());
            PlannedStatement planned = plan.planned();
            return new StatementDescription(
                    plan.statement() instanceof Statement.Explain
                            ? TextResult.COLUMNS
                            : TypeNames.of(planned.columns()),
                    planned.parameterTypes().stream().map(TypeNames::of).toList());
        }
    }

    // --- planning ---

    private static final PlannedStatement NOTHING =
            new PlannedStatement(List.of(), List.of(), List.of(), Map.of(), null);

    private static Plan plan(Engine engine, String sql, CatalogSnapshot snapshot) {
        Plan known = engine.plans().find(sql, snapshot);
        if (known != null) {
            return known;
        }
        Statement statement = engine.planner().parse(sql);
        Plan plan = switch (statement) {
            case Statement.DropTable drop -> new Plan(statement, NOTHING);
            // Their plans hold the id of the new table, so each run makes its own.
            case Statement.CreateTable create -> new Plan(statement, NOTHING);
            case Statement.CreateTableAs create ->
                new Plan(
                        statement,
                        exists(create.ifNotExists(), create.table(), snapshot)
                                ? NOTHING
                                : plan(engine, statement, snapshot, 0));
            case Statement.Explain explain -> new Plan(statement, plan(engine, explain.inner(), snapshot, 0));
            case Statement.Query query -> new Plan(statement, plan(engine, statement, snapshot, 0));
            case Statement.Insert insert -> new Plan(statement, plan(engine, statement, snapshot, 0));
            case Statement.Copy copy -> new Plan(statement, plan(engine, statement, snapshot, 0));
        };
        if (!(statement instanceof Statement.CreateTableAs)) {
            engine.plans().keep(sql, snapshot, plan);
        }
        return plan;
    }

    private static PlannedStatement plan(
            Engine engine, Statement statement, CatalogSnapshot snapshot, long newTableId) {
        if (statement instanceof Statement.Explain || statement instanceof Statement.DropTable) {
            throw EngineException.notSupported("EXPLAIN of this statement");
        }
        PlanSettings planSettings = new PlanSettings(engine.nodes().data().size(), newTableId);
        return engine.planner().plan(statement, snapshot, planSettings, engine.evaluator());
    }

    private PlannedStatement withNewId(Statement create, CatalogSnapshot snapshot) {
        long id = engine.database()
                .metaLog()
                .submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TABLE, 1))
                .firstId();
        return plan(engine, create, snapshot, id);
    }

    private static boolean exists(boolean ifNotExists, TableName table, CatalogSnapshot snapshot) {
        return ifNotExists && snapshot.table(table.schemaName(), table.name()).isPresent();
    }

    // --- running ---

    private RunningQuery start(
            PlannedStatement planned,
            CatalogSnapshot snapshot,
            List<String> files,
            ClientOutput client,
            boolean profile) {
        List<Datum> parameters = ParameterValues.convert(request.parameters(), planned.parameterTypes());
        TaskSettings taskSettings = new TaskSettings(
                settings.pageRows(),
                settings.threads(),
                Math.min(settings.memoryBytes(), engine.memoryBytes()),
                control.nanosLeft(),
                profile);
        List<TaskSpec> tasks = new TaskScheduler(engine.nodes())
                .schedule(engine.newQueryId(), planned.fragments(), snapshot, files, parameters, taskSettings);
        RunningQuery query = RunningQuery.start(tasks, engine.nodes(), client);
        control.running(query);
        return query;
    }

    private StatementResult stream(PlannedStatement planned, PinnedSnapshot pin) {
        ResultStream stream = new ResultStream(request.maxRows(), engine.waiting());
        RunningQuery query;
        try {
            query = start(planned, pin.snapshot(), List.of(), new ResultSink(stream), false);
        } catch (Throwable e) {
            pin.close();
            throw e;
        }
        query.completion().whenComplete((reports, error) -> pin.close());
        return new QueryResult(
                TypeNames.of(planned.columns()), planned.fragments(), stream, query, control, planningNanos);
    }

    private StatementResult write(
            PlannedStatement planned, CatalogSnapshot snapshot, List<String> files, boolean creates)
            throws InterruptedException {
        RunningQuery query = start(planned, snapshot, files, ResultSink.discarding(), false);
        TableWrites writes = new TableWrites(engine);
        List<TaskReport> reports;
        try {
            reports = await(query);
        } catch (Throwable e) {
            writes.discard(query.reports());
            throw e;
        }
        long rows = writes.commit(planned, snapshot, reports, creates);
        return new CountResult(rows, statistics(planned, reports));
    }

    /// Waits for a query without rows; an interrupt cancels it.
    private List<TaskReport> await(RunningQuery query) throws InterruptedException {
        InterruptedException interrupt = null;
        while (true) {
            try {
                engine.waiting().await(query.completion());
                List<TaskReport> reports = query.completion().join();
                if (interrupt != null) {
                    throw interrupt;
                }
                return reports;
            } catch (InterruptedException e) {
                if (e == interrupt) {
                    throw e;
                }
                // All tasks must have ended before their files can be removed.
                interrupt = e;
                control.cancel();
            } catch (CompletionException e) {
                throw control.explain(RunningQuery.asEngineException(e));
            }
        }
    }

    private StatementResult explain(Statement.Explain explain, PlannedStatement planned, CatalogSnapshot snapshot)
            throws InterruptedException {
        if (!explain.analyze()) {
            return new TextResult(engine.planner().explain(planned), statistics(planned, List.of()));
        }
        if (!(explain.inner() instanceof Statement.Query)) {
            throw EngineException.notSupported("EXPLAIN ANALYZE of a statement that writes");
        }
        List<TaskReport> reports = await(start(planned, snapshot, List.of(), ResultSink.discarding(), true));
        return new TextResult(engine.planner().explain(planned, reports), statistics(planned, reports));
    }

    private List<String> files(Statement.Copy copy) {
        return FileGlob.expand(copy.path(), engine.workingDirectory(), engine.files()).stream()
                .map(Path::toString)
                .toList();
    }

    private CountResult done(long rows) {
        return new CountResult(rows, statistics(NOTHING, List.of()));
    }

    private QueryStatistics statistics(PlannedStatement planned, List<TaskReport> reports) {
        return Figures.sum(planned.fragments(), reports, control.elapsedNanos(), planningNanos);
    }

    static EngineException unknownTable(TableName table, @Nullable String hint) {
        return new EngineException(
                ErrorCode.UNKNOWN_TABLE, "table '" + table + "' does not exist", table.position(), hint, null);
    }
}
