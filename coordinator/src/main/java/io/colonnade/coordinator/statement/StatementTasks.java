package io.colonnade.coordinator.statement;

import io.colonnade.coordinator.schedule.RunningQuery;
import io.colonnade.coordinator.schedule.TaskRounds;
import io.colonnade.coordinator.schedule.TaskScheduler;
import io.colonnade.coordinator.setting.ClientSettings;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.setting.SessionSettings;
import io.colonnade.coordinator.setting.SettingText;
import io.colonnade.coordinator.system.SystemTables;
import io.colonnade.coordinator.system.SystemView;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskProgress;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.exec.expression.StatementValues;
import io.colonnade.jdbc.service.StatementProgress;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Explain.Detail;
import io.colonnade.storage.ingest.FileGlob;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// The tasks of one statement: placed, started, and waited for if nobody reads their rows.
public final class StatementTasks {
    private static final long MICROS_PER_MILLI = 1000;

    private final Engine engine;
    private final RunSettings settings;
    private final StatementRequest request;
    private final StatementControl control;
    private final long transactionMillis;
    private final boolean readOnly;

    /// `transactionMillis` is when the transaction of the statement began; with `readOnly` that only reads.
    public StatementTasks(
            Engine engine,
            RunSettings settings,
            StatementRequest request,
            StatementControl control,
            long transactionMillis,
            boolean readOnly) {
        this.engine = engine;
        this.settings = settings;
        this.request = request;
        this.control = control;
        this.transactionMillis = transactionMillis;
        this.readOnly = readOnly;
    }

    private long seed() {
        byte[] bytes = new byte[Long.BYTES];
        engine.chance().fill(bytes);
        return ByteBuffer.wrap(bytes).getLong();
    }

    /// The tasks that carry the statement out; none if it only changes definitions or shows a plan.
    public TaskRounds schedule(Plan plan, CatalogSnapshot snapshot) {
        boolean profile = false;
        List<String> files = List.of();
        if (plan.statement() instanceof Statement.Explain explain) {
            profile = explain.detail() == Detail.ANALYZE;
            if (!profile) {
                return TaskRounds.none();
            }
        }
        if (plan.statement() instanceof Statement.Copy copy) {
            files = FileGlob.expand(copy.path(), engine.workingDirectory(), engine.files()).stream()
                    .map(Path::toString)
                    .toList();
        }
        return plan.values() == null
                ? schedule(plan.planned(), snapshot, files, profile)
                : schedule(plan.planned(), snapshot, files, plan.values(), profile);
    }

    /// The tasks of a plan without files.
    public TaskRounds schedule(PlannedStatement planned, CatalogSnapshot snapshot) {
        return schedule(planned, snapshot, List.of(), false);
    }

    /// The tasks of a plan that holds the values of its parameters.
    public TaskRounds scheduleBound(PlannedStatement planned, CatalogSnapshot snapshot) {
        return schedule(planned, snapshot, List.of(), List.of(), false);
    }

    private TaskRounds schedule(
            PlannedStatement planned, CatalogSnapshot snapshot, List<String> files, boolean profile) {
        if (planned.fragments().isEmpty()) {
            return TaskRounds.none();
        }
        List<Datum> parameters =
                ParameterValues.convert(request.parameters(), planned.parameterTypes(), settings.timeZone());
        return schedule(planned, snapshot, files, parameters, profile);
    }

    private TaskRounds schedule(
            PlannedStatement planned,
            CatalogSnapshot snapshot,
            List<String> files,
            List<Datum> parameters,
            boolean profile) {
        TaskSettings taskSettings = new TaskSettings(
                        settings.pageRows(),
                        settings.threads(),
                        Math.min(settings.memoryBytes(), engine.memoryBytes()),
                        settings.spill(),
                        control.nanosLeft(),
                        profile)
                .adapted();
        long now = engine.clock().wallMillis();
        QueryId queryId = engine.newQueryId();
        List<Datum> values = StatementValues.after(
                parameters,
                Math.multiplyExact(Math.min(transactionMillis, now), MICROS_PER_MILLI),
                Math.multiplyExact(now, MICROS_PER_MILLI),
                seed());
        TaskScheduler scheduler = new TaskScheduler(engine.nodes());
        return new TaskRounds(
                planned,
                fragments -> scheduler.schedule(
                        queryId,
                        SystemTables.filled(fragments, () -> systemView(snapshot)),
                        snapshot,
                        files,
                        values,
                        taskSettings));
    }

    /// What system tables show to this statement.
    public SystemView systemView(CatalogSnapshot snapshot) {
        List<SystemView.SettingValue> values = new ArrayList<>();
        for (SessionSettings.Setting setting : SessionSettings.ALL) {
            values.add(new SystemView.SettingValue(
                    setting.name(), setting.show(settings), "session", setting.description()));
        }
        RunSettings now = ClientSettings.within(settings, readOnly);
        for (SessionSettings.Setting setting : ClientSettings.ALL) {
            values.add(new SystemView.SettingValue(setting.name(), setting.show(now), "client", setting.description()));
        }
        values.add(new SystemView.SettingValue(
                "memory", SettingText.size(engine.memoryBytes()), "engine", "Off-heap memory of the engine"));
        values.add(new SystemView.SettingValue(
                "nodes", String.valueOf(engine.nodes().data().size()), "database", "Nodes that hold data"));
        return new SystemView(
                engine.known(snapshot, settings),
                engine.planner(),
                engine.queries(),
                values,
                List.of(
                        new SystemView.PlanHits("text", engine.plans().hits()),
                        new SystemView.PlanHits("shape", engine.sharedPlans().hits())),
                engine.transactions().open(),
                engine.nodes().data(),
                engine.nodes().coordinator());
    }

    /// Starts tasks; from now on a cancel of the statement reaches them.
    public RunningQuery start(TaskRounds tasks, ClientOutput client) {
        RunningQuery query = RunningQuery.start(tasks, engine.nodes(), client);
        control.running(query);
        return query;
    }

    /// From now on whoever asks is told how far the files of a query are read.
    public void tellProgress(RunningQuery query) {
        control.tellProgressBy(() -> {
            TaskProgress progress = query.progress();
            return new StatementProgress(progress.rows(), progress.bytesDone(), progress.bytesTotal());
        });
    }

    /// Waits for a query without rows; an interrupt cancels it.
    public List<TaskReport> await(RunningQuery query) throws InterruptedException {
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
}
