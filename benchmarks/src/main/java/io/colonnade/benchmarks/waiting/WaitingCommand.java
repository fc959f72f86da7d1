package io.colonnade.benchmarks.waiting;

import io.colonnade.benchmarks.DuckDbEngine;
import io.colonnade.benchmarks.Machine;
import io.colonnade.benchmarks.figures.Figure;
import io.colonnade.benchmarks.figures.Findings;
import io.colonnade.benchmarks.figures.Metric;
import io.colonnade.benchmarks.figures.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench waiting`: how long a query of about a millisecond takes while others work for seconds.
///
/// ```text
/// long work      [ statement ][ statement ][ sta..      again and again, each on its connection; cancelled at the end
/// short queries    |  |   |  |  |   |  |   |            one after the other, a few milliseconds apart
/// ```
///
/// Everything is in one database on disk and one JVM, also with several nodes.
@Command(
        name = "waiting",
        mixinStandardHelpOptions = true,
        description = "Times short queries beside long ones; at most 50 ms at the 95th percentile is the bar.")
public final class WaitingCommand implements Callable<Integer> {
    private static final double BAR_MILLIS = 50;
    private static final String SHORT = "SELECT g, count(*), sum(v) FROM small WHERE id < ? GROUP BY g";

    @Option(names = "--rows", defaultValue = "2000000", description = "rows of the big table (default: 2000000)")
    private int rows = 2_000_000;

    @Option(names = "--seconds", defaultValue = "10", description = "for each case (default: 10)")
    private int seconds = 10;

    @Option(names = "--nodes", split = ",", defaultValue = "1,3", description = "such as 1,3,5 (default: 1,3)")
    private List<Integer> nodes = List.of(1, 3);

    @Option(names = "--cases", split = ",", description = "only those whose names contain one of these")
    private List<String> cases = List.of();

    @Option(names = "--vs", description = "the other engine: duckdb")
    private String other = "";

    @Option(names = "--output", description = "a file for the figures, .json or .csv")
    private @Nullable Path output;

    @Option(names = "--stretches", description = "tell which work kept its thread for more than 5 ms")
    private boolean stretches;

    private final List<Figure> figures = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Path root = Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
        Path scratch = root.resolve("waiting");
        Stretches heard = Stretches.listen();
        boolean good = true;
        System.out.printf(
                Locale.ROOT,
                "%d processor(s), %,d rows, %d s for each case; milliseconds of a short query, bar %.0f at p95%n",
                Runtime.getRuntime().availableProcessors(),
                rows,
                seconds,
                BAR_MILLIS);
        for (int count : nodes) {
            delete(scratch);
            Files.createDirectories(scratch);
            String url = "jdbc:colonnade:file:" + scratch + "?nodes=" + count;
            String label = count + " node(s)";
            good &= measureAll(new Waiting(() -> DriverManager.getConnection(url), sql -> sql), label, heard);
        }
        if (other.equals("duckdb")) {
            delete(scratch);
            Files.createDirectories(scratch);
            int threads = Runtime.getRuntime().availableProcessors();
            try (DuckDbEngine duck = DuckDbEngine.onFile(scratch.resolve("duckdb.db"), threads, "")) {
                measureAll(new Waiting(duck::newConnection, LongWork::withoutLayout), other, heard);
            }
        } else if (!other.isEmpty()) {
            throw new IllegalArgumentException("there is no engine '" + other + "' to compare with; take duckdb");
        }
        delete(scratch);
        if (output != null) {
            new Findings("waiting", Machine.facts(), figures).write(output);
        }
        return good ? 0 : 1;
    }

    /// An engine: how to connect to it, and its dialect.
    private record Waiting(Connector connector, UnaryOperator<String> dialect) {
        /// Opens connections.
        interface Connector {
            Connection open() throws SQLException;
        }
    }

    /// Whether the short queries met the bar in all cases.
    private boolean measureAll(Waiting engine, String label, Stretches heard) throws Exception {
        boolean good = true;
        try (Connection connection = engine.connector().open()) {
            load(connection, engine.dialect());
            System.out.printf(
                    Locale.ROOT,
                    "%n%-32s %8s %8s %8s %8s %8s %8s %10s%n",
                    label + ", beside",
                    "queries",
                    "p50",
                    "p95",
                    "p99",
                    "max",
                    "long",
                    "stretch");
            heard.take();
            for (LongWork work : LongWork.ALL) {
                if (cases.isEmpty() || cases.stream().anyMatch(work.name()::contains)) {
                    good &= measure(connection, engine, work, label, heard);
                }
            }
        }
        return good;
    }

    private void load(Connection connection, UnaryOperator<String> dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.apply("CREATE TABLE digit (x INTEGER) REPLICATED"));
            statement.execute("INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            String number = "a.x + 10 * b.x + 100 * c.x + 1000 * d.x + 10000 * e.x + 100000 * f.x + 1000000 * g.x";
            statement.execute(dialect.apply(
                    "CREATE TABLE big DISTRIBUTE BY HASH(id) AS SELECT n AS id, n % 64 AS g, n % 1000 AS v,"
                            + " (n::BIGINT * 2654435761) % 4294967296 AS u,"
                            + " 'text ' || ((n::BIGINT * 40503) % 1000003)::VARCHAR AS s FROM (SELECT " + number
                            + " AS n FROM digit a, digit b, digit c, digit d, digit e, digit f, digit g) x WHERE n < "
                            + rows));
            statement.execute(dialect.apply(
                    "CREATE TABLE small DISTRIBUTE BY HASH(id) AS SELECT id, g, v FROM big WHERE id < 1000"));
        }
    }

    private boolean measure(Connection connection, Waiting engine, LongWork work, String label, Stretches heard)
            throws Exception {
        AtomicBoolean ending = new AtomicBoolean();
        ConcurrentHashMap<String, Statement> running = new ConcurrentHashMap<>();
        Repeats repeats = new Repeats();
        List<Thread> threads = new ArrayList<>();
        for (String statements : work.statements()) {
            threads.add(Thread.ofPlatform()
                    .start(() -> repeat(engine, engine.dialect().apply(statements), ending, running, repeats)));
        }
        List<Double> latencies = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SHORT)) {
            // The first ones come too early, and bring the code up to speed.
            long begin = System.nanoTime() + 1_000_000_000L;
            long end = begin + seconds * 1_000_000_000L;
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                query.setInt(1, 900);
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        result.getLong(3);
                    }
                }
                long now = System.nanoTime();
                if (start > begin) {
                    latencies.add((now - start) / 1e6);
                }
                Thread.sleep(3);
            }
        } finally {
            ending.set(true);
            for (Statement statement : running.values()) {
                statement.cancel();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        SQLException failure = repeats.failure;
        if (failure != null) {
            throw failure;
        }
        Spread spread = Spread.of(latencies);
        double p95 = spread.quantile(0.95);
        figures.add(new Figure(work.name(), "short query", label, Metric.P50, spread.quantile(0.5)));
        figures.add(new Figure(work.name(), "short query", label, Metric.P95, p95));
        figures.add(new Figure(work.name(), "short query", label, Metric.P99, spread.quantile(0.99)));
        var records = heard.take();
        double longest = records.stream().mapToDouble(Stretches::millis).max().orElse(0);
        System.out.printf(
                Locale.ROOT,
                "%-32s %8d %8.2f %8.2f %8.2f %8.2f %8s %10s  %s%n",
                work.name(),
                spread.count(),
                spread.quantile(0.5),
                p95,
                spread.quantile(0.99),
                spread.quantile(1),
                repeats.describe(),
                longest == 0 ? "-" : String.format(Locale.ROOT, "%.0f", longest),
                p95 < BAR_MILLIS ? "" : "over the bar");
        if (stretches) {
            records.stream()
                    .sorted(Comparator.comparingDouble(Stretches::millis).reversed())
                    .limit(5)
                    .forEach(record -> System.out.println("    " + Stretches.describe(record)));
        }
        return p95 < BAR_MILLIS;
    }

    /// How often long work came to its end, and what went wrong.
    private static final class Repeats {
        private int ended;
        private long nanos;
        private @Nullable SQLException failure;

        synchronized void end(long time) {
            ended++;
            nanos += time;
        }

        synchronized void fail(SQLException e) {
            failure = e;
        }

        /// Seconds that the long work takes, or that it never ended.
        synchronized String describe() {
            return ended == 0 ? "-" : String.format(Locale.ROOT, "%.1f s", nanos / 1e9 / ended);
        }
    }

    private static void repeat(
            Waiting engine,
            String statements,
            AtomicBoolean ending,
            ConcurrentHashMap<String, Statement> running,
            Repeats repeats) {
        try (Connection connection = engine.connector().open();
                Statement statement = connection.createStatement()) {
            running.put(Thread.currentThread().getName(), statement);
            while (!ending.get()) {
                long start = System.nanoTime();
                for (String sql : statements.split(";")) {
                    if (statement.execute(sql)) {
                        try (ResultSet result = statement.getResultSet()) {
                            result.next();
                        }
                    }
                }
                repeats.end(System.nanoTime() - start);
            }
        } catch (SQLException e) {
            // Our own cancel, for which not every engine has an SQLSTATE.
            if (!ending.get()) {
                repeats.fail(e);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
