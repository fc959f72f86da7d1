package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Queries on five nodes and two threads whose pages and credits are tiny, with clients that dawdle, give up, cancel
/// or run out of time: none gets stuck, what ends is right, nothing is left, and no thread of the pool ever waits.
///
/// `-Dcolonnade.waiting.queries=20000 -Dcolonnade.waiting.seed=7` runs more of them, or others.
@Timeout(600)
class NothingWaitsTest {
    private static final int QUERIES = Integer.getInteger("colonnade.waiting.queries", 1000);
    private static final long SEED = Long.getLong("colonnade.waiting.seed", 3);
    private static final int CLIENTS = 12;
    /// Without any query coming to its end in this time the engine is taken to be stuck.
    private static final long STUCK_MILLIS = 30_000;

    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger empty = new AtomicInteger();
    private final AtomicLong lastEnd = new AtomicLong(System.nanoTime());

    /// What a client does with a query.
    private enum Manner {
        READS,
        DAWDLES,
        GIVES_UP_HALFWAY,
        NEVER_READS,
        CANCELS,
        HAS_NO_TIME;

        static Manner of(Random random) {
            int number = random.nextInt(20);
            return number < 9 ? READS : number < 11 ? DAWDLES : values()[2 + (number - 11) % 4];
        }
    }

    @Test
    void nothingGetsStuckWhateverClientsDo(@TempDir Path directory) throws Exception {
        System.out.println("seed " + SEED + ", " + QUERIES + " queries");
        try (HostileEngine reference = new HostileEngine("reference-", null, 1, 2, 4096, ExchangeSettings.DEFAULT);
                HostileEngine hostile =
                        new HostileEngine("hostile-", directory, 5, 2, 16, ExchangeSettings.oneFrame(1024))) {
            reference.execute(RandomQueries.tables(SEED));
            hostile.execute(RandomQueries.tables(SEED));
            RandomQueries generator = new RandomQueries(SEED);
            List<RandomQueries.Query> queries = new ArrayList<>();
            for (int i = 0; i < QUERIES; i++) {
                queries.add(generator.next());
            }
            long exchanges = countExchanges(hostile, queries);
            PoolParks.Findings waits;
            try (PoolParks parks = new PoolParks("hostile-")) {
                runAll(hostile, reference, queries);
                waits = parks.stop();
            }
            System.out.printf(
                    "%d finished (%d empty), %d given up, %d stopped; %.1f exchanges for a query; %d times without work%n",
                    finished.get(), empty.get(), givenUp.get(), stopped.get(), exchanges / 50.0, waits.idle());
            assertThat(waits.inTasks()).as("waiting inside a task").isEmpty();
            assertThat(finished.get()).isGreaterThan(QUERIES / 3);
            assertThat(empty.get()).isLessThan(QUERIES / 5);
            awaitIdle(hostile);
            hostile.execute(List.of("DROP TABLE fact", "DROP TABLE middle", "DROP TABLE small", "DROP TABLE same"));
            assertThat(filesLeft(directory))
                    .as("segments that a pin holds, and temporary files")
                    .isEmpty();
        }
    }

    /// A merge waits for the first row of each sender. If one of them was still blocked by a join input that nobody
    /// reads any more, and another full, neither would ever go on.
    @Test
    void aMergeDoesNotWaitForWhatAnEmptyJoinHoldsBack() throws Exception {
        try (HostileEngine hostile = new HostileEngine("merging-", null, 5, 2, 16, ExchangeSettings.oneFrame(1024))) {
            hostile.execute(RandomQueries.tables(SEED));
            try (EngineSession session = hostile.session();
                    StatementResult result = session.execute(new StatementRequest(
                            "SELECT * FROM (SELECT f.id AS a, o.s AS c FROM fact f JOIN (SELECT k, s, id FROM same"
                                    + " WHERE k = 3) o ON f.k = o.k UNION ALL SELECT id AS a, s AS c FROM fact) t"
                                    + " ORDER BY a, c",
                            List.of(),
                            0,
                            30_000,
                            "merge"))) {
                assertThat(HostileEngine.rows(result)).hasSizeGreaterThan(RandomQueries.FACT_ROWS);
            } catch (Exception e) {
                throw new AssertionError(hostile.describe(), e);
            }
        }
    }

    private static long countExchanges(HostileEngine engine, List<RandomQueries.Query> queries) throws Exception {
        long exchanges = 0;
        try (EngineSession session = engine.session()) {
            for (RandomQueries.Query query : queries.subList(0, Math.min(50, queries.size()))) {
                try (StatementResult plan = session.execute(StatementRequest.of("EXPLAIN " + query.sql()))) {
                    exchanges += HostileEngine.rows(plan).stream()
                            .filter(line -> line.contains("Remote"))
                            .count();
                }
            }
        }
        return exchanges;
    }

    private void runAll(HostileEngine hostile, HostileEngine reference, List<RandomQueries.Query> queries)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                ScheduledExecutorService cancels = Executors.newScheduledThreadPool(1)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(SEED * 1000 + client);
                Callable<Object> work = () -> {
                    try (EngineSession session = hostile.session();
                            EngineSession other = reference.session()) {
                        for (int i = next.getAndIncrement(); i < queries.size(); i = next.getAndIncrement()) {
                            RandomQueries.Query query = queries.get(i);
                            try {
                                run(session, other, query, Manner.of(random), random, cancels);
                            } catch (Throwable e) {
                                throw new AssertionError("query " + i + ": " + query.sql(), e);
                            }
                            lastEnd.set(System.nanoTime());
                        }
                    }
                    return "";
                };
                ends.add(clients.submit(work));
            }
            for (Future<?> end : ends) {
                await(end, hostile);
            }
            cancels.shutdownNow();
        }
    }

    /// Waits for a client; if the engine is stuck, tells what it waits for and ends the test.
    private void await(Future<?> end, HostileEngine hostile) throws Exception {
        while (!end.isDone()) {
            Thread.sleep(20);
            if (System.nanoTime() - lastEnd.get() > STUCK_MILLIS * 1_000_000) {
                StringBuilder text = new StringBuilder("stuck\n" + hostile.describe());
                Thread.getAllStackTraces().forEach((thread, frames) -> {
                    text.append(thread).append('\n');
                    for (StackTraceElement frame : frames) {
                        text.append("    ").append(frame).append('\n');
                    }
                });
                // What is printed now would not reach the report any more.
                Path report = Files.writeString(Path.of("target", "stuck.txt"), text);
                System.err.println("stuck, see " + report.toAbsolutePath());
                // Closing what is stuck would wait for ever, and this process belongs to this test class alone.
                Runtime.getRuntime().halt(1);
            }
        }
        end.get();
    }

    private void run(
            EngineSession session,
            EngineSession reference,
            RandomQueries.Query query,
            Manner manner,
            Random random,
            ScheduledExecutorService cancels)
            throws Exception {
        long timeout = manner == Manner.HAS_NO_TIME ? 1 + random.nextInt(30) : 0;
        StatementRequest request = new StatementRequest(query.sql(), List.of(), 0, timeout, EngineSession.newQueryId());
        try (StatementResult result = session.execute(request)) {
            switch (manner) {
                case READS, HAS_NO_TIME -> check(HostileEngine.rows(result), reference, query);
                case DAWDLES -> {
                    Thread.sleep(random.nextInt(30));
                    check(HostileEngine.rows(new Dawdling(result, random)), reference, query);
                }
                case GIVES_UP_HALFWAY -> {
                    for (int i = random.nextInt(10); i > 0 && result.nextFrame() != null; i--) {
                        Thread.sleep(random.nextInt(3));
                    }
                    givenUp.incrementAndGet();
                }
                case NEVER_READS -> {
                    Thread.sleep(random.nextInt(40));
                    givenUp.incrementAndGet();
                }
                case CANCELS -> {
                    cancels.schedule(
                            () -> session.cancel(request.queryId()), random.nextInt(30_000), TimeUnit.MICROSECONDS);
                    check(HostileEngine.rows(result), reference, query);
                }
            }
        } catch (EngineFailure e) {
            stopped(e, manner);
        } catch (java.sql.SQLException e) {
            if (!"57014".equals(e.getSQLState()) || timeout == 0 && manner != Manner.CANCELS) {
                throw e;
            }
            stopped.incrementAndGet();
        }
    }

    private void stopped(EngineFailure e, Manner manner) throws EngineFailure {
        if (!"57014".equals(e.sqlState()) || (manner != Manner.CANCELS && manner != Manner.HAS_NO_TIME)) {
            throw e;
        }
        stopped.incrementAndGet();
    }

    private void check(List<String> rows, EngineSession reference, RandomQueries.Query query) throws Exception {
        String all = query.all() == null ? query.sql() : query.all();
        List<String> expected;
        try (StatementResult result = reference.execute(StatementRequest.of(all))) {
            expected = HostileEngine.rows(result);
        }
        if (query.limit() >= 0) {
            assertThat(rows).hasSize(Math.min(query.limit(), expected.size()));
            Map<String, Integer> left = new HashMap<>();
            expected.forEach(row -> left.merge(row, 1, Integer::sum));
            rows.forEach(row -> assertThat(left.merge(row, -1, Integer::sum)).isNotNegative());
        } else {
            List<String> actual = new ArrayList<>(rows);
            if (!query.ordered()) {
                Collections.sort(actual);
                Collections.sort(expected);
            }
            assertThat(actual).isEqualTo(expected);
        }
        finished.incrementAndGet();
        empty.addAndGet(rows.isEmpty() ? 1 : 0);
    }

    private static void awaitIdle(HostileEngine engine) throws InterruptedException {
        // The last frames of queries that have ended may still be on their way.
        for (int i = 0; i < 100 && !engine.isIdle(); i++) {
            Thread.sleep(10);
        }
        assertThat(engine.isIdle()).as(engine.describe()).isTrue();
    }

    private static List<Path> filesLeft(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("segments")
                            || file.toString().contains("temporary"))
                    .toList();
        }
    }
}
