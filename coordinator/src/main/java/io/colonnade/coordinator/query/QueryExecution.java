package io.colonnade.coordinator.query;

import io.colonnade.coordinator.key.ReferenceCheck;
import io.colonnade.coordinator.key.StoredKeys;
import io.colonnade.coordinator.key.UniqueKeys;
import io.colonnade.coordinator.result.CountResult;
import io.colonnade.coordinator.result.ResultSink;
import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.coordinator.result.TextResult;
import io.colonnade.coordinator.result.TypeNames;
import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.coordinator.statement.ParameterValues;
import io.colonnade.coordinator.statement.Plan;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.statement.StatementTasks;
import io.colonnade.coordinator.system.KnownCatalog;
import io.colonnade.coordinator.transaction.HeldSnapshot;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.coordinator.write.BatchInsert;
import io.colonnade.coordinator.write.CopyExecution;
import io.colonnade.coordinator.write.ExportExecution;
import io.colonnade.coordinator.write.TableWrites;
import io.colonnade.coordinator.write.WriteExecution;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.type.Datum;
import io.colonnade.jdbc.service.StatementDescription;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.planner.LoweredStatement;
import io.colonnade.planner.PlanTrace;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.planner.ValidStatement;
import io.colonnade.planner.statement.LiteralInsert;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.storage.meta.LoadLabel;
import io.colonnade.storage.meta.MetaCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of one statement, on the thread of the client: {@link #run} is its life. It works in a transaction that
/// somebody else begins and ends, be it for this statement alone.
///
/// What comes after the tasks are placed depends on the statement: the rows of a query go to the client while its
/// tasks run ({@link QueryResult}); a statement that writes runs them to the end and hands what they wrote to the
/// transaction ({@link WriteExecution}, {@link TableWrites}); EXPLAIN shows the plan ({@link Explanation}).
public final class QueryExecution {
    private final Engine engine;
    private final RunSettings settings;
    private final StatementRequest request;
    private final StatementControl control;
    private final Transaction transaction;
    private final StatementTasks tasks;
    private final TableWrites writes;

    public QueryExecution(
            Engine engine,
            RunSettings settings,
            StatementRequest request,
            StatementControl control,
            Transaction transaction) {
        this.engine = engine;
        this.settings = settings;
        this.request = request;
        this.control = control;
        this.transaction = transaction;
        this.tasks = new StatementTasks(
                engine, settings, request, control, transaction.beganMillis(), transaction.isReadOnly());
        this.writes = new TableWrites(engine, transaction, new UniqueKeys(engine, settings, control));
    }

    /// Rows come from the result as the tasks make them; statements without rows are carried out when this returns.
    public StatementResult run() throws InterruptedException {
        QueryPlanner planner = engine.planner();
        try (HeldSnapshot held = transaction.hold()) {
            Plan plan = engine.plans().get(request.sql(), settings, held, () -> {
                Plan shared = request.parameters().isEmpty()
                        ? engine.sharedPlans().find(engine, settings, request.sql(), held)
                        : null;
                return shared != null ? shared : plan(planner.parse(request.sql()), held);
            });
            control.planned();
            admit(plan.statement());
            if (plan.statement() instanceof Statement.Copy copy) {
                return copy(copy, plan, held.snapshot());
            }
            if (plan.statement() instanceof Statement.Care care) {
                return new CareExecution(engine, control, transaction).run(care, held);
            }
            if (plan.statement() instanceof Statement.Description description) {
                return new DescriptionExecution(tasks.systemView(held.snapshot()), control)
                        .run(description, plan.planned());
            }
            if (plan.statement() instanceof Statement.Verify) {
                return verify(plan.planned(), held);
            }
            TaskRounds placed = tasks.schedule(plan, held.snapshot());
            return plan.statement() instanceof Statement.Query
                    ? stream(plan.planned(), placed, held)
                    : carryOut(plan, placed, held.snapshot());
        }
    }

    private Plan plan(Statement statement, HeldSnapshot held) {
        LiteralInsert literals = statement instanceof Statement.Insert insert
                ? engine.planner().literalInsert(insert, known(held))
                : null;
        if (literals != null) {
            Plan shared = engine.plans().get(literals.sql(), settings, held, () -> plan(literals.template(), held));
            BatchInsert insert = BatchInsert.of(shared.planned());
            if (insert != null) {
                return new Plan(statement, insert.with(literals.rows()));
            }
        }
        QueryPlanner planner = engine.planner();
        ValidStatement valid = planner.validate(statement, known(held), planSettings());
        boolean once = valid.countsByParameters();
        if (once) {
            valid = valid.counting(
                    ParameterValues.convert(request.parameters(), valid.parameterTypes(), settings.timeZone()));
        }
        ValidStatement improved = planner.optimize(valid, PlanTrace.NONE);
        LoweredStatement lowered = planner.lower(improved, engine.evaluator().in(settings.timeZone()));
        PlannedStatement fragments = planner.fragment(lowered);
        return once ? Plan.once(statement, fragments) : new Plan(statement, fragments);
    }

    private KnownCatalog known(HeldSnapshot held) {
        return engine.known(held.snapshot(), settings);
    }

    private void admit(Statement statement) {
        boolean reads = statement instanceof Statement.Query
                || statement instanceof Statement.Explain
                || statement instanceof Statement.CopyTo
                || statement instanceof Statement.Verify
                || statement instanceof Statement.Description
                || statement instanceof Statement.Care;
        if (!reads) {
            transaction.checkWritable();
        }
    }

    private StatementResult stream(PlannedStatement planned, TaskRounds placed, HeldSnapshot held) {
        ResultStream<byte[]> stream = new ResultStream<>(request.maxRows(), engine.waiting());
        RunningQuery query = tasks.start(placed, new ResultSink(stream));
        held.holdUntil(query.completion());
        return new QueryResult(
                TypeNames.of(planned.columns(), settings.timeZone()), planned.fragments(), stream, query, control);
    }

    private StatementResult carryOut(Plan plan, TaskRounds placed, CatalogSnapshot snapshot)
            throws InterruptedException {
        PlannedStatement planned = plan.planned();
        return switch (plan.statement()) {
            case Statement.Query query -> throw new IllegalArgumentException("queries are streamed");
            case Statement.Insert insert -> write(planned, placed);
            case Statement.Copy copy -> throw new IllegalArgumentException("a COPY looks at its label first");
            case Statement.CopyTo copy -> new ExportExecution(engine, tasks, control).run(copy, planned, placed);
            case Statement.Delete delete -> change(planned, placed);
            case Statement.Update update -> change(planned, placed);
            case Statement.Merge merge -> change(planned, placed);
            case Statement.Truncate truncate -> {
                writes.truncate(planned, snapshot);
                yield done(planned, 0, List.of());
            }
            case Statement.CreateTableAs create ->
                // Without changes there is nothing to do: the table is there, and IF NOT EXISTS.
                planned.changes().isEmpty() ? done(planned, 0, List.of()) : write(planned, placed);
            case Statement.Optimize optimize -> {
                optimize(planned);
                yield done(planned, 0, List.of());
            }
            case Statement.Verify verify -> throw new IllegalArgumentException("findings come as they are found");
            case Statement.Define define -> {
                writes.define(planned, new ReferenceCheck(new InternalQuery(engine, settings, control)));
                yield done(planned, 0, List.of());
            }
            case Statement.Care care -> throw new IllegalArgumentException("statements of care have no plan");
            case Statement.Description description -> throw new IllegalArgumentException("nothing to carry out");
            case Statement.SessionControl control ->
                throw EngineException.notSupported("BEGIN, SET, EXECUTE and their like in a batch");
            case Statement.Explain explain ->
                new Explanation(engine, settings, control).of(explain, plan, placed, tasks, snapshot);
        };
    }

    private StatementResult copy(Statement.Copy copy, Plan plan, CatalogSnapshot snapshot) throws InterruptedException {
        InternalQuery query = new InternalQuery(engine, settings, control);
        CopyExecution load = new CopyExecution(engine, copy, transaction, query, control);
        Optional<LoadLabel> earlier = load.earlier();
        PlannedStatement planned = plan.planned();
        if (earlier.isPresent()) {
            return new CountResult(
                    earlier.get().rows(),
                    Figures.sum(planned.fragments(), List.of(), control),
                    CopyExecution.warning(earlier.get()));
        }
        TaskRounds placed = tasks.schedule(plan, snapshot);
        load.prepare(placed.first());
        WriteExecution execution = new WriteExecution(tasks, writes);
        long rows = execution.run(planned, placed, load);
        return new CountResult(rows, Figures.sum(planned.fragments(), execution.reports(), control), load.warnings());
    }

    /// Stages nothing: the rows stay the same, and every transaction sees them where it saw them before.
    private void optimize(PlannedStatement planned) throws InterruptedException {
        if (planned.target() != null) {
            engine.compaction().optimize(planned.target().id());
        }
    }

    /// Tables are read as the client asks for their rows, and the snapshot is held until the last.
    private StatementResult verify(PlannedStatement planned, HeldSnapshot held) {
        CatalogSnapshot snapshot = held.snapshot();
        TableDefinition target = planned.target();
        VerifyResult result = new VerifyResult(
                engine.verification(),
                new StoredKeys(new InternalQuery(engine, settings, control), snapshot),
                snapshot,
                target == null ? snapshot.tables() : List.of(target),
                control);
        held.holdUntil(result.end());
        return result;
    }

    private StatementResult write(PlannedStatement planned, TaskRounds placed) throws InterruptedException {
        WriteExecution execution = new WriteExecution(tasks, writes);
        long rows = execution.run(planned, placed);
        return done(planned, rows, execution.reports());
    }

    private StatementResult change(PlannedStatement planned, TaskRounds placed) throws InterruptedException {
        WriteExecution execution = new WriteExecution(tasks, writes);
        long rows = execution.runChange(planned, placed);
        return done(planned, rows, execution.reports());
    }

    private StatementResult done(PlannedStatement planned, long rows, List<TaskReport> reports) {
        return new CountResult(rows, Figures.sum(planned.fragments(), reports, control));
    }

    /// Runs a batch of the same INSERT as one statement; answers the rows of each, or null if the batch is none of
    /// that kind.
    public @Nullable List<Long> runBatch(List<StatementRequest> batch) throws InterruptedException {
        if (!batch.stream().allMatch(other -> other.sql().equals(request.sql()))) {
            return null;
        }
        try (HeldSnapshot held = transaction.hold()) {
            Plan plan = Plan.of(engine, settings, request.sql(), held);
            BatchInsert insert = plan.statement() instanceof Statement.Insert ? BatchInsert.of(plan.planned()) : null;
            if (insert == null) {
                return null;
            }
            control.planned();
            List<List<Datum>> parameters = new ArrayList<>();
            for (StatementRequest one : batch) {
                parameters.add(ParameterValues.convert(
                        one.parameters(), plan.planned().parameterTypes(), settings.timeZone()));
            }
            transaction.checkWritable();
            new WriteExecution(tasks, writes).runBatch(plan.planned(), insert, parameters, held.snapshot());
            return Collections.nCopies(batch.size(), (long) insert.rowsEach());
        }
    }

    /// What a statement returns and wants, without running it.
    public static StatementDescription describe(
            Engine engine, RunSettings settings, String sql, Transaction transaction) {
        try (HeldSnapshot held = transaction.hold()) {
            Plan plan = Plan.of(engine, settings, sql, held);
            PlannedStatement planned = plan.planned();
            return new StatementDescription(
                    switch (plan.statement()) {
                        case Statement.Explain explain -> TextResult.COLUMNS;
                        case Statement.Verify verify -> VerifyResult.describe();
                        case Statement.CopyTo copy -> List.of();
                        case Statement.Care care -> CareExecution.columns(care);
                        case Statement.Description description -> DescriptionExecution.columns(description);
                        case Statement other -> TypeNames.of(planned.columns(), settings.timeZone());
                    },
                    planned.parameterTypes().stream().map(TypeNames::of).toList());
        }
    }

    private PlanSettings planSettings() {
        return new PlanSettings(
                engine.nodes().data().size(),
                () -> engine.database()
                        .metaLog()
                        .submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TABLE, 1))
                        .firstId());
    }
}
