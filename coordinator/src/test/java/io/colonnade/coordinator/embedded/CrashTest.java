package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.coordinator.crash.CrashedFiles;
import io.colonnade.coordinator.crash.RecordingFiles;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Statements that write, with a crash at any moment that loses any part of what was not made to last, and with a
/// file call that fails: what was acknowledged is there, and a statement is done whole or not at all.
///
/// `-Dcolonnade.crash.points=5000` tries more moments, `-Dcolonnade.crash.seed=7` others.
@Timeout(1200)
class CrashTest {
    private static final int POINTS = Integer.getInteger("colonnade.crash.points", 120);
    private static final long SEED = Long.getLong("colonnade.crash.seed", 1);

    /// What the tables were after a statement, and how many file steps there had been when it was acknowledged.
    private record Moment(int steps, List<String> rows) {}

    private static HostileEngine engine(Path directory, int nodes, FileSystem files) {
        return new HostileEngine("crash-", directory, nodes, 2, 4096, ExchangeSettings.DEFAULT, bytes -> false, files);
    }

    private static List<String> rows(EngineSession session) throws Exception {
        List<String> all = new ArrayList<>();
        for (String table : WritingStatements.TABLES) {
            try (StatementResult result =
                    session.execute(StatementRequest.of("SELECT id, v, s FROM " + table + " ORDER BY id, v"))) {
                HostileEngine.rows(result).forEach(row -> all.add(table + " " + row));
            } catch (EngineFailure e) {
                if (!"42P01".equals(e.sqlState())) {
                    throw e;
                }
            }
        }
        return all;
    }

    /// Runs statements; the moments begin with that before the first.
    private static List<Moment> write(HostileEngine engine, RecordingFiles files, List<String> statements)
            throws Exception {
        List<Moment> moments = new ArrayList<>();
        try (EngineSession session = engine.session()) {
            moments.add(new Moment(files.count(), rows(session)));
            for (String sql : statements) {
                session.execute(StatementRequest.of(sql)).close();
                moments.add(new Moment(files.count(), rows(session)));
            }
        }
        return moments;
    }

    private static List<String> reopened(Path directory, int nodes) throws Exception {
        try (HostileEngine engine = engine(directory, nodes, FileSystem.LOCAL);
                EngineSession session = engine.session()) {
            assertThat(HostileEngine.faults(session)).isEmpty();
            return rows(session);
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesACrashAtAnyMoment(@TempDir Path folder) throws Exception {
        for (int nodes : List.of(1, 3)) {
            Path directory = Files.createDirectories(folder.resolve("origin-" + nodes));
            RecordingFiles files = new RecordingFiles(directory);
            List<String> statements = new WritingStatements(SEED + nodes, folder).next(40);
            List<Moment> moments;
            try (HostileEngine engine = engine(directory, nodes, files)) {
                moments = write(engine, files, statements);
            }
            Random random = new Random(SEED);
            for (int point = 0; point < POINTS / 2; point++) {
                int steps = moments.getFirst().steps()
                        + random.nextInt(files.count() - moments.getFirst().steps() + 1);
                CrashedFiles crashed = new CrashedFiles(files, steps);
                IntPredicate survivors = survivors(random, crashed.openSteps());
                Path copy = folder.resolve("copy");
                crashed.restore(copy, survivors);
                List<String> found;
                try {
                    found = reopened(copy, nodes);
                } catch (Throwable e) {
                    throw new AssertionError("seed " + SEED + ", crash after " + steps + " steps, point " + point, e);
                }
                int last = lastBefore(moments, steps);
                List<List<String>> possible = new ArrayList<>();
                possible.add(moments.get(last).rows());
                if (last + 1 < moments.size()) {
                    possible.add(moments.get(last + 1).rows());
                }
                assertThat(possible)
                        .as("seed %d, crash after %d steps, in statement %d", SEED, steps, last)
                        .contains(found);
                delete(copy);
            }
        }
    }

    /// None, all, the first, the last, or any of the open steps.
    private static IntPredicate survivors(Random random, int open) {
        int border = random.nextInt(open + 1);
        long seed = random.nextLong();
        return switch (random.nextInt(5)) {
            case 0 -> step -> false;
            case 1 -> step -> true;
            case 2 -> step -> step < border;
            case 3 -> step -> step >= border;
            default -> step -> new Random(seed + step * 7919L).nextBoolean();
        };
    }

    private static int lastBefore(List<Moment> moments, int steps) {
        int last = 0;
        for (int i = 0; i < moments.size(); i++) {
            last = moments.get(i).steps() <= steps ? i : last;
        }
        return last;
    }

    @Test
    void aCallThatFailsFailsItsStatementAlone(@TempDir Path folder) throws Exception {
        Random random = new Random(SEED);
        List<String> statements = new WritingStatements(SEED + 9, folder).next(12);
        int calls = 0;
        for (int point = -1; point < POINTS / 4; point++) {
            Path directory = Files.createDirectories(folder.resolve("database"));
            RecordingFiles files = new RecordingFiles(directory);
            int failing = point < 0 ? Integer.MAX_VALUE : random.nextInt(calls);
            boolean full = random.nextBoolean();
            List<List<String>> possible = new ArrayList<>();
            String told = "seed " + SEED + ", call " + failing + (full ? " finds the disk full" : " fails");
            try (HostileEngine engine = engine(directory, 1, files);
                    EngineSession session = engine.session()) {
                int first = files.calls();
                files.failWith(call -> fault(call, first + failing, full));
                List<String> before = rows(session);
                for (String sql : statements) {
                    if (!run(session, sql)) {
                        // Done or not: an error of the log leaves it open.
                        possible.add(before);
                    }
                    before = rows(session);
                }
                possible.add(before);
                calls = point < 0 ? files.calls() - first : calls;
            } catch (Throwable e) {
                throw new AssertionError(told, e);
            }
            List<String> found = reopened(directory, 1);
            if (possible.size() == 1) {
                assertThat(found).as(told).isEqualTo(possible.getFirst());
            }
            delete(directory);
        }
    }

    private static @Nullable IOException fault(RecordingFiles.Call call, int failing, boolean full) {
        boolean hit = full
                ? call.number() >= failing
                        && call.number() < failing + 3
                        && call.kind() == RecordingFiles.Call.Kind.WRITE
                : call.number() == failing;
        return hit ? new IOException(full ? "No space left on device" : "Input/output error") : null;
    }

    /// Whether it was carried out; if not, the error is one of files, or of a log that takes no more.
    private static boolean run(EngineSession session, String sql) throws Exception {
        try {
            session.execute(StatementRequest.of(sql)).close();
            return true;
        } catch (EngineFailure e) {
            assertThat(e.sqlState()).as(e.getMessage()).isIn("58030", "53100", "42P01", "42P07");
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            List<Path> all = new ArrayList<>(files.toList());
            Collections.reverse(all);
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
