package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.session.Session;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.jdbc.frame.FrameCursor;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.function.LongPredicate;
import org.apache.calcite.avatica.util.ArrayFactoryImpl;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/// An engine with a task pool of its own, whose threads, pages and credits are as few and small as a test
/// wants them.
final class HostileEngine implements AutoCloseable {
    private final TaskPool pool;
    private final EmbeddedEngine engine;
    private final RunSettings run;

    /// The pool's threads have names that begin with `name`.
    HostileEngine(
            String name, @Nullable Path directory, int nodes, int threads, int pageRows, ExchangeSettings exchange) {
        this(name, directory, nodes, threads, pageRows, exchange, bytes -> false);
    }

    /// `refusal` says which memory is refused, by the bytes wanted.
    HostileEngine(
            String name,
            @Nullable Path directory,
            int nodes,
            int threads,
            int pageRows,
            ExchangeSettings exchange,
            LongPredicate refusal) {
        this(name, directory, nodes, threads, pageRows, exchange, refusal, FileSystem.LOCAL);
    }

    /// The database lies in `files`.
    HostileEngine(
            String name,
            @Nullable Path directory,
            int nodes,
            int threads,
            int pageRows,
            ExchangeSettings exchange,
            LongPredicate refusal,
            FileSystem files) {
        pool = new TaskPool(
                threads, work -> Thread.ofPlatform().daemon().name(name, 0).unstarted(work), Clock.SYSTEM);
        run = new RunSettings(pageRows, threads, Long.MAX_VALUE, false);
        Surroundings machine = SharedParts.surroundings();
        engine = new EmbeddedEngine(
                name,
                directory,
                new EngineSettings(nodes, 1L << 30, false, run),
                new Surroundings(
                        machine.clock(),
                        machine.chance(),
                        files,
                        machine.workingDirectory(),
                        machine.waiting(),
                        pool,
                        machine.queryIds(),
                        machine.starts(),
                        machine.network(),
                        exchange,
                        refusal,
                        machine.planner()));
    }

    EngineSession session() {
        return new Session(engine.engine(), run, List.of(), () -> {});
    }

    void execute(List<String> statements) throws Exception {
        try (EngineSession session = session()) {
            for (String sql : statements) {
                session.execute(StatementRequest.of(sql)).close();
            }
        }
    }

    /// All rows of an answer, in the order in which they come.
    static List<String> rows(StatementResult result) throws Exception {
        List<String> rows = new ArrayList<>();
        try (FrameCursor cursor = new FrameCursor(result)) {
            List<Cursor.Accessor> columns = cursor.createAccessors(
                    List.of(), Calendar.getInstance(), new ArrayFactoryImpl(TimeZone.getDefault()));
            while (cursor.next()) {
                StringBuilder row = new StringBuilder();
                for (Cursor.Accessor column : columns) {
                    row.append(column.getString()).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /// What VERIFY DATABASE finds wrong.
    static List<String> faults(EngineSession session) throws Exception {
        try (StatementResult result = session.execute(StatementRequest.of("VERIFY DATABASE"))) {
            return rows(result).stream().filter(row -> row.contains("|bad|")).toList();
        }
    }

    /// What is queued, blocked, received and sent.
    String describe() {
        return pool.describe() + engine.describe();
    }

    /// Whether no query has a task, stream, inbox or any memory.
    boolean isIdle() {
        return pool.isIdle() && engine.describe().isEmpty();
    }

    /// Fails if a query has left memory behind.
    @Override
    public void close() {
        engine.close();
        pool.close();
    }
}
