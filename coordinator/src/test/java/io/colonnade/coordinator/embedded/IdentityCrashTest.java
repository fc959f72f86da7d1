package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.coordinator.crash.CrashedFiles;
import io.colonnade.coordinator.crash.RecordingFiles;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Identity numbers after a crash at any moment, of which any part may last: no number twice among the rows
/// that are there and those that come.
@Timeout(600)
class IdentityCrashTest {
    private static final int POINTS = Integer.getInteger("colonnade.crash.points", 120) / 6;
    private static final long SEED = Long.getLong("colonnade.crash.seed", 1);

    private static final String INSERT = "INSERT INTO t (x) VALUES (1), (2)";
    private static final String DOUBLE = "INSERT INTO t (x) SELECT x FROM t WHERE id < 900";

    @TempDir
    private Path folder;

    private static HostileEngine engine(Path directory, int nodes, FileSystem files) {
        return new HostileEngine(
                "numbers-", directory, nodes, 2, 4096, ExchangeSettings.DEFAULT, bytes -> false, files);
    }

    private static List<String> numbers(EngineSession session) throws Exception {
        try (StatementResult result = session.execute(StatementRequest.of("SELECT id FROM t ORDER BY id"))) {
            return HostileEngine.rows(result);
        }
    }

    private static void execute(EngineSession session, String... statements) throws Exception {
        for (String sql : statements) {
            session.execute(StatementRequest.of(sql)).close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noNumberComesTwice(int nodes) throws Exception {
        Path directory = Files.createDirectories(folder.resolve("origin"));
        RecordingFiles files = new RecordingFiles(directory);
        int first;
        try (HostileEngine engine = engine(directory, nodes, files);
                EngineSession session = engine.session()) {
            execute(session, "CREATE TABLE u (x INTEGER)");
            first = files.count();
            execute(
                    session,
                    "BEGIN",
                    "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, x INTEGER)",
                    INSERT,
                    "INSERT INTO u SELECT x FROM t",
                    "COMMIT",
                    INSERT);
            for (int i = 0; i < 9; i++) {
                execute(session, INSERT, DOUBLE);
            }
            execute(session, INSERT, "UPDATE t SET id = DEFAULT WHERE x = 1", INSERT);
            assertThat(numbers(session)).hasSizeGreaterThan(1500).doesNotHaveDuplicates();
        }
        Random random = new Random(SEED + nodes);
        for (int point = 0; point < POINTS; point++) {
            int steps = first + random.nextInt(files.count() - first + 1);
            CrashedFiles crashed = new CrashedFiles(files, steps);
            int lasting = random.nextInt(crashed.openSteps() + 1);
            Path copy = folder.resolve("copy");
            crashed.restore(copy, step -> step < lasting);
            try (HostileEngine engine = engine(copy, nodes, FileSystem.LOCAL);
                    EngineSession session = engine.session()) {
                execute(session, "CREATE TABLE IF NOT EXISTS t (id BIGINT GENERATED ALWAYS AS IDENTITY, x INTEGER)");
                int before = numbers(session).size();
                execute(session, INSERT, INSERT);
                assertThat(numbers(session))
                        .as("seed %d, crash after %d steps", SEED, steps)
                        .hasSize(before + 4)
                        .doesNotHaveDuplicates();
            }
            delete(copy);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
