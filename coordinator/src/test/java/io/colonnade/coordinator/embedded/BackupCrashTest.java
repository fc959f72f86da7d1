package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// BACKUP and RESTORE with a crash at any moment that loses any part of what was not made to last, and with a
/// file call that fails: a backup is whole or known to be none, and a database is restored whole or not at all.
///
/// `-Dcolonnade.crash.points=5000` tries more moments, `-Dcolonnade.crash.seed=7` others.
@Timeout(1200)
class BackupCrashTest {
    private static final int POINTS = Integer.getInteger("colonnade.crash.points", 120);
    private static final long SEED = Long.getLong("colonnade.crash.seed", 1);
    private static final List<String> NOTHING = List.of();

    @TempDir
    private Path folder;

    private Path root;
    private RecordingFiles files;

    @BeforeEach
    void record() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        files = new RecordingFiles(root);
    }

    private static HostileEngine engine(Path directory, int nodes, FileSystem files) {
        return new HostileEngine("backup-", directory, nodes, 2, 4096, ExchangeSettings.DEFAULT, bytes -> false, files);
    }

    private static void run(EngineSession session, String sql) throws EngineFailure {
        session.execute(StatementRequest.of(sql)).close();
    }

    private void fill(EngineSession session) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            text.append(i).append(",the name of ").append(i).append('\n');
        }
        Path csv = Files.writeString(folder.resolve("rows.csv"), text);
        run(session, "CREATE TABLE big (id INTEGER NOT NULL, name VARCHAR) ORDER BY (id)");
        run(session, "CREATE TABLE small (id INTEGER NOT NULL, name VARCHAR) REPLICATED");
        run(session, "COPY big FROM '" + csv + "'");
        run(session, "INSERT INTO small VALUES (1, 'one'), (2, NULL)");
        run(session, "DELETE FROM big WHERE id % 5 = 2");
    }

    private static List<String> rows(EngineSession session) throws Exception {
        List<String> all = new ArrayList<>();
        for (String table : List.of("big", "small")) {
            try (StatementResult result =
                    session.execute(StatementRequest.of("SELECT id, name FROM " + table + " ORDER BY id"))) {
                HostileEngine.rows(result).forEach(row -> all.add(table + " " + row));
            } catch (EngineFailure e) {
                if (!"42P01".equals(e.sqlState())) {
                    throw e;
                }
            }
        }
        return all;
    }

    private static List<String> reopened(Path directory, int nodes) throws Exception {
        try (HostileEngine engine = engine(directory, nodes, FileSystem.LOCAL);
                EngineSession session = engine.session()) {
            return rows(session);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "3,true", "1,false"})
    void aCrashLeavesAllOrNothing(int nodes, boolean links) throws Exception {
        if (!links) {
            files.refuseLinks();
        }
        List<String> saved;
        int begun;
        int done;
        try (HostileEngine engine = engine(root.resolve("original"), nodes, files);
                EngineSession session = engine.session()) {
            fill(session);
            saved = rows(session);
            begun = files.count();
            run(session, "BACKUP TO '" + root.resolve("backup") + "'");
            done = files.count();
            run(session, "DROP TABLE big");
        }
        int restored;
        try (HostileEngine engine = engine(root.resolve("restored"), nodes, files);
                EngineSession session = engine.session()) {
            run(session, "RESTORE FROM '" + root.resolve("backup") + "'");
            restored = files.count();
            assertThat(rows(session)).isEqualTo(saved);
        }
        Random random = new Random(SEED);
        for (int point = 0; point < POINTS / 6; point++) {
            int steps = begun + random.nextInt(files.count() - begun + 1);
            CrashedFiles crashed = new CrashedFiles(files, steps);
            Path copy = folder.resolve("copy");
            int kind = random.nextInt(3);
            long seed = random.nextLong();
            crashed.restore(copy, step -> kind == 2 ? new Random(seed + step * 7919L).nextBoolean() : kind == 1);
            try {
                backup(copy.resolve("backup"), nodes, steps >= done, saved);
                restored(copy.resolve("restored"), nodes, steps >= restored, saved);
                if (steps <= done) {
                    assertThat(reopened(copy.resolve("original"), nodes)).isEqualTo(saved);
                }
            } catch (Throwable e) {
                throw new AssertionError("seed " + SEED + ", crash after " + steps + " steps, point " + point, e);
            }
            delete(copy);
        }
    }

    private static void backup(Path directory, int nodes, boolean isDone, List<String> saved) throws Exception {
        if (!isDone && (!Files.exists(directory) || isEmpty(directory))) {
            return;
        }
        boolean hasManifest = Files.exists(directory.resolve("colonnade.database"));
        try {
            assertThat(reopened(directory, nodes)).isEqualTo(saved);
            assertThat(hasManifest).isTrue();
        } catch (Exception e) {
            assertThat(isDone || hasManifest).as(e.toString()).isFalse();
            assertThat(e).hasMessageContaining("interrupted before it was complete");
        }
    }

    private static void restored(Path directory, int nodes, boolean isDone, List<String> saved) throws Exception {
        if (!Files.exists(directory)) {
            assertThat(isDone).isFalse();
            return;
        }
        List<String> found = reopened(directory, nodes);
        assertThat(found).isIn(isDone ? List.of(saved) : List.of(NOTHING, saved));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return names.findAny().isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupThatFailsLeavesNothing(boolean links) throws Exception {
        if (!links) {
            files.refuseLinks();
        }
        Path backup = root.resolve("new/backup");
        try (HostileEngine engine = engine(root.resolve("original"), 1, files);
                EngineSession session = engine.session()) {
            fill(session);
            List<String> saved = rows(session);
            int failed = 0;
            for (boolean full : List.of(true, false)) {
                boolean through = false;
                for (int at = 0; !through; at++) {
                    int failing = files.calls() + at;
                    files.failWith(call -> fault(call, failing, full));
                    try {
                        run(session, "BACKUP TO '" + backup + "'");
                        through = files.calls() <= failing;
                    } catch (EngineFailure e) {
                        failed++;
                        assertThat(e.sqlState()).as(e.getMessage()).isEqualTo(full ? "53100" : "58030");
                        assertThat(backup.getParent()).as("call %d", at).doesNotExist();
                    }
                    files.failWith(call -> null);
                    if (through) {
                        assertThat(reopened(backup, 1)).isEqualTo(saved);
                    }
                    if (Files.exists(backup)) {
                        delete(backup.getParent());
                    }
                }
            }
            assertThat(failed).isGreaterThan(20);
            assertThat(rows(session)).isEqualTo(saved);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupThatIsCancelledLeavesNothing(boolean links) throws Exception {
        if (!links) {
            files.refuseLinks();
        }
        Path backup = root.resolve("backup");
        try (HostileEngine engine = engine(root.resolve("original"), 1, files);
                EngineSession session = engine.session()) {
            fill(session);
            StatementRequest request = StatementRequest.of("BACKUP TO '" + backup + "'");
            files.failWith(call -> {
                if (call.kind() == RecordingFiles.Call.Kind.LINK) {
                    session.cancel(request.queryId());
                }
                return null;
            });
            assertThatThrownBy(() -> session.execute(request))
                    .isInstanceOfSatisfying(
                            EngineFailure.class, e -> assertThat(e.sqlState()).isEqualTo("57014"));
            assertThat(backup).doesNotExist();
        }
    }

    /// A write that finds the disk full, or any call that fails.
    private static @Nullable IOException fault(RecordingFiles.Call call, int failing, boolean full) {
        if (call.number() != failing || full && call.kind() != RecordingFiles.Call.Kind.WRITE) {
            return null;
        }
        return new IOException(full ? "No space left on device" : "Input/output error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoreThatFailsLeavesTheDatabaseEmpty(boolean links) throws Exception {
        Path backup = root.resolve("backup");
        List<String> saved;
        try (HostileEngine engine = engine(root.resolve("original"), 1, files);
                EngineSession session = engine.session()) {
            fill(session);
            saved = rows(session);
            run(session, "BACKUP TO '" + backup + "'");
        }
        if (!links) {
            files.refuseLinks();
        }
        int failed = 0;
        boolean through = false;
        for (int at = 0; !through; at++) {
            Path target = root.resolve("restored-" + at);
            List<List<String>> possible = List.of(saved);
            try (HostileEngine engine = engine(target, 1, files);
                    EngineSession session = engine.session()) {
                int failing = files.calls() + at;
                files.failWith(call -> fault(call, failing, false));
                try {
                    run(session, "RESTORE FROM '" + backup + "'");
                    through = files.calls() <= failing;
                } catch (EngineFailure e) {
                    failed++;
                    assertThat(e.sqlState()).as(e.getMessage()).isEqualTo("58030");
                    files.failWith(call -> null);
                    assertThat(rows(session)).isEqualTo(NOTHING);
                    possible = restoredAgain(session, backup) ? List.of(saved) : List.of(NOTHING, saved);
                }
                files.failWith(call -> null);
            }
            assertThat(reopened(target, 1)).as("call %d", at).isIn(possible);
        }
        assertThat(failed).isGreaterThan(5);
        assertThat(reopened(backup, 1)).isEqualTo(saved);
    }

    /// False if the log takes no more commands.
    private static boolean restoredAgain(EngineSession session, Path backup) {
        try {
            run(session, "RESTORE FROM '" + backup + "'");
            return true;
        } catch (EngineFailure e) {
            assertThat(e.sqlState()).isEqualTo("58030");
            assertThat(e.getMessage()).contains("log");
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
