package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.coordinator.session.Session;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.storage.meta.PinnedSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A foreign key that is taken for valid has no row that refers to none.
class ForeignKeyTest {
    private static final int STEPS = Integer.getInteger("colonnade.references.steps", 400);
    private static final Set<String> EXPECTED = Set.of("23503", "23505", "40001", "25P02");

    @TempDir
    private Path directory;

    private static EmbeddedEngine open(int nodes) {
        RunSettings run = new RunSettings(100, 2, Long.MAX_VALUE, false);
        return new EmbeddedEngine(
                "test", null, new EngineSettings(nodes, 256L << 20, true, run), SharedParts.surroundings());
    }

    private static Session session(EmbeddedEngine engine) {
        return new Session(engine.engine(), new RunSettings(100, 2, Long.MAX_VALUE, false), List.of(), () -> {});
    }

    private static void execute(EngineSession session, String... statements) throws Exception {
        for (String sql : statements) {
            session.execute(StatementRequest.of(sql)).close();
        }
    }

    private static boolean isValidated(Engine engine) {
        try (PinnedSnapshot latest = engine.database().metaLog().pin()) {
            return latest.snapshot().tables().stream()
                    .map(TableDefinition::foreignKeys)
                    .flatMap(List::stream)
                    .allMatch(ForeignKey::validated);
        }
    }

    private static List<String> orphans(EngineSession session) throws Exception {
        try (StatementResult result = session.execute(StatementRequest.of(
                "SELECT f.id, f.d FROM f WHERE f.d IS NOT NULL AND NOT EXISTS (SELECT 1 FROM d WHERE d.id = f.d)"))) {
            return HostileEngine.rows(result);
        }
    }

    private static final String[] TABLES = {
        "CREATE TABLE d (id INTEGER PRIMARY KEY)",
        "CREATE TABLE f (id INTEGER, d INTEGER, CONSTRAINT in_d FOREIGN KEY (d) REFERENCES d)"
    };

    private String file(String name, String... rows) throws IOException {
        return Files.write(directory.resolve(name), List.of(rows)).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aLoadThatIsCheckedLeavesItValid(int nodes) throws Exception {
        String good = file("good.csv", "1,1", "2,", "3,2");
        String bad = file("bad.csv", "4,1", "5,9");
        try (EmbeddedEngine engine = open(nodes);
                Session session = session(engine)) {
            execute(session, TABLES);
            execute(session, "INSERT INTO d VALUES (1), (2), (3)");
            execute(session, "COPY f FROM '" + good + "' (CHECK KEYS)");
            assertThat(isValidated(engine.engine())).isFalse();
            execute(session, "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            assertThat(isValidated(engine.engine())).isTrue();
            execute(session, "COPY f FROM '" + good + "' (CHECK KEYS)");
            execute(session, "COPY f FROM '" + bad + "' (CHECK KEYS, MAX_ERRORS 1)");
            assertThat(isValidated(engine.engine())).isTrue();
            assertThat(orphans(session)).isEmpty();
            execute(session, "COPY f FROM '" + good + "'");
            assertThat(isValidated(engine.engine())).isFalse();
        }
    }

    /// What a load is checked against may go while it runs, or in its own transaction.
    @Test
    void rowsThatAreReferredToMayGoMeanwhile() throws Exception {
        String two = file("two.csv", "1,2");
        try (EmbeddedEngine engine = open(1);
                Session session = session(engine);
                Session other = session(engine)) {
            execute(session, TABLES);
            execute(session, "INSERT INTO d VALUES (1), (2), (3)", "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            execute(session, "BEGIN", "COPY f FROM '" + two + "' (CHECK KEYS)");
            execute(other, "DELETE FROM d WHERE id = 2");
            execute(session, "COMMIT");
            assertThat(orphans(session)).hasSize(1);
            assertThat(isValidated(engine.engine())).isFalse();
        }
    }

    @Test
    void rowsOfATransactionThatGoAgainAreNoneToReferTo() throws Exception {
        String seven = file("seven.csv", "1,7");
        try (EmbeddedEngine engine = open(1);
                Session session = session(engine)) {
            execute(session, TABLES);
            execute(session, "INSERT INTO d VALUES (1)", "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            execute(session, "BEGIN", "INSERT INTO d VALUES (7), (8)", "COPY f FROM '" + seven + "' (CHECK KEYS)");
            execute(session, "DELETE FROM d WHERE id = 7", "COMMIT");
            assertThat(orphans(session)).hasSize(1);
            assertThat(isValidated(engine.engine())).isFalse();
            execute(session, "BEGIN", "INSERT INTO d VALUES (7)", "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            execute(session, "TRUNCATE d", "INSERT INTO d VALUES (1)", "COMMIT");
            assertThat(orphans(session)).hasSize(1);
            assertThat(isValidated(engine.engine())).isFalse();
            execute(session, "BEGIN", "INSERT INTO d VALUES (7)", "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            execute(session, "DELETE FROM d WHERE id = 7", "COMMIT");
            assertThat(orphans(session)).hasSize(1);
            assertThat(isValidated(engine.engine())).isFalse();
        }
    }

    /// Two sessions, one after the other at each step, so that their transactions overlap in any way.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 0})
    void aValidKeyHasNoOrphansWhateverComesAndGoes(long given) throws Exception {
        long seed = given == 0 ? new Random().nextLong() : given;
        Random random = new Random(seed);
        int valid = 0;
        try (EmbeddedEngine engine = open(1);
                Session left = session(engine);
                Session right = session(engine);
                Session reader = session(engine)) {
            execute(left, TABLES);
            execute(left, "ALTER TABLE f VALIDATE CONSTRAINT in_d");
            List<String> done = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                boolean isLeft = random.nextBoolean();
                String sql = statement(random);
                try {
                    execute(isLeft ? left : right, sql);
                    done.add((isLeft ? "left   " : "right  ") + sql);
                } catch (EngineFailure e) {
                    assertThat(EXPECTED).as("seed %s: %s", seed, sql).contains(e.sqlState());
                    done.add((isLeft ? "left   " : "right  ") + sql + " -- " + e.sqlState());
                }
                if (isValidated(engine.engine())) {
                    valid++;
                    assertThat(orphans(reader))
                            .as("seed %s:%n%s", seed, String.join("\n", done))
                            .isEmpty();
                }
            }
        }
        assertThat(valid).as("steps with a valid key, seed %s", seed).isGreaterThan(STEPS / 40);
    }

    private String statement(Random random) throws IOException {
        int id = random.nextInt(6);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> "BEGIN";
            case 3, 4, 5 -> "COMMIT";
            case 6 -> "ROLLBACK";
            case 7, 8 -> "INSERT INTO d VALUES (" + id + ")";
            case 9 -> "DELETE FROM d WHERE id = " + id;
            case 10 -> "UPDATE d SET id = " + random.nextInt(6) + " WHERE id = " + id;
            case 11, 12 -> "ALTER TABLE f VALIDATE CONSTRAINT in_d";
            case 13 -> random.nextInt(3) == 0 ? "TRUNCATE d" : "INSERT INTO d VALUES (" + id + ")";
            case 14 -> random.nextInt(3) == 0 ? "UPDATE f SET d = 3 WHERE d = " + id : "DELETE FROM f WHERE d = " + id;
            case 15 -> random.nextInt(3) == 0 ? "INSERT INTO f VALUES (1, " + id + ")" : "INSERT INTO d VALUES (5)";
            case 16 -> "DELETE FROM f WHERE d NOT IN (SELECT id FROM d)";
            default ->
                "COPY f FROM '" + file("rows.csv", "1," + id, "2," + random.nextInt(6)) + "' (CHECK KEYS"
                        + (random.nextBoolean() ? ", MAX_ERRORS 2)" : ")");
        };
    }
}
