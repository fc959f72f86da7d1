package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every reservation of memory that a query makes is refused once, one after the other: each run ends in the right
/// answer, since the query went to disk, or in SQLSTATE 53200; nothing of it is left in memory or on disk.
class RefusedMemoryTest {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE f (id INTEGER, k INTEGER, g VARCHAR(30), v BIGINT) DISTRIBUTE BY HASH(id)",
            "CREATE TABLE d (k INTEGER, n VARCHAR(30)) DISTRIBUTE BY HASH(n)");

    private static final List<String> QUERIES = List.of(
            "SELECT g, count(*), sum(v), min(n) FROM f JOIN d ON f.k = d.k GROUP BY g ORDER BY 3 DESC, 1",
            "SELECT k, count(DISTINCT g), sum(v) FROM f GROUP BY k ORDER BY 1",
            "SELECT id, g, v FROM f ORDER BY v DESC, id",
            "SELECT a.id, b.n FROM f a LEFT JOIN d b ON a.k = b.k AND b.n <> a.g ORDER BY 1, 2 LIMIT 300",
            "SELECT count(*) FROM f WHERE k NOT IN (SELECT k FROM d WHERE n > 'n5')");

    /// Refuses one reservation, counted from the moment it is armed.
    private static final class Refusal implements LongPredicate {
        private static final long NEVER = Long.MIN_VALUE;
        private final AtomicLong left = new AtomicLong(NEVER);

        void arm(long reservation) {
            left.set(reservation);
        }

        /// How many more reservations would have come before the refused one; -1 or less if it was refused.
        long disarm() {
            return left.getAndSet(NEVER);
        }

        @Override
        public boolean test(long bytes) {
            return left.get() != NEVER && left.getAndDecrement() == 0;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyReservationMayBeRefused(int nodes, @TempDir Path directory) throws Exception {
        Refusal refusal = new Refusal();
        int answers = 0;
        int refused = 0;
        try (HostileEngine engine =
                new HostileEngine("refused memory", directory, nodes, 2, 128, ExchangeSettings.DEFAULT, refusal)) {
            engine.execute(TABLES);
            engine.execute(List.of(rows(
                    "f",
                    1500,
                    i -> "(%d, %d, 'group %d', %d)".formatted(i, i * 7 % 400, i * 31 % 211, i * 1_000_003L % 9973))));
            engine.execute(List.of(rows("d", 380, i -> "(%d, 'n%d of a longer name')".formatted(i, i * 17 % 380))));
            for (String sql : QUERIES) {
                List<String> expected = run(engine, sql);
                assertThat(expected).isNotEmpty();
                long reservation = 0;
                boolean reached = true;
                while (reached) {
                    refusal.arm(reservation);
                    try {
                        assertThat(run(engine, sql))
                                .as("reservation " + reservation + " of " + sql)
                                .isEqualTo(expected);
                        answers++;
                    } catch (EngineFailure e) {
                        assertThat(e.sqlState())
                                .as("reservation " + reservation + " of " + sql + ": " + e.getMessage())
                                .isEqualTo("53200");
                        refused++;
                    } catch (SQLException e) {
                        assertThat(e.getSQLState())
                                .as("reservation " + reservation + " of " + sql + ": " + e.getMessage())
                                .isEqualTo("53200");
                        refused++;
                    }
                    awaitIdle(engine);
                    reached = refusal.disarm() < 0;
                    assertThat(filesLeft(directory)).isEmpty();
                    // Each of the first ones, and then further and further apart: pages repeat themselves.
                    reservation += 1 + reservation / 50;
                }
            }
        }
        System.out.printf("refused memory, %d node(s): %d answers, %d times 53200%n", nodes, answers, refused);
        assertThat(answers).isGreaterThan(20);
        assertThat(refused).isGreaterThan(100);
    }

    private interface Row {
        String of(int number);
    }

    private static String rows(String table, int count, Row row) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row.of(i));
        }
        return "INSERT INTO " + table + " VALUES " + String.join(", ", rows);
    }

    private static List<String> run(HostileEngine engine, String sql) throws Exception {
        try (EngineSession session = engine.session();
                StatementResult result = session.execute(StatementRequest.of(sql))) {
            return HostileEngine.rows(result);
        }
    }

    private static void awaitIdle(HostileEngine engine) throws InterruptedException {
        for (int i = 0; i < 5000 && !engine.isIdle(); i++) {
            Thread.sleep(1);
        }
        assertThat(engine.isIdle()).as(engine.describe()).isTrue();
    }

    private static List<Path> filesLeft(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("temporary"))
                    .toList();
        }
    }
}
