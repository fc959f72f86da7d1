package io.colonnade.benchmarks.statements;

import io.colonnade.benchmarks.CpuTime;
import io.colonnade.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench statements`: microseconds of a statement whose rows cost nothing, through embedded
/// JDBC, from the text to the closed result.
///
/// ```text
/// the same text     the plan is known by its text
/// other literals    the plan is known by the text without its literals
/// other statement   the statement is planned, as its text differs in more than literals
/// ```
///
/// With `--processes N` also the elapsed time of N processes that run the shell for one statement and end.
@Command(
        name = "statements",
        mixinStandardHelpOptions = true,
        description = "Measures statements that have nearly nothing to do, and the start of a process.")
public final class StatementsCommand implements Callable<Integer> {
    private static final String STAR = "SELECT city, SUM(price * quantity) AS revenue FROM sale, shop, day"
            + " WHERE shop = shop.id AND day = day.id AND region = 'r%d' AND year BETWEEN 2020 AND 2023 AND quantity < %d"
            + " GROUP BY city ORDER BY revenue DESC";

    @Option(names = "--runs", defaultValue = "3000", description = "timed runs of each statement (default: 3000)")
    private int runs = 3000;

    @Option(names = "--warmups", defaultValue = "8000", description = "runs before those (default: 8000)")
    private int warmups = 8000;

    @Option(
            names = "--processes",
            defaultValue = "0",
            description = "processes to time, each with a shell (default: 0)")
    private int processes;

    @Override
    public Integer call() throws Exception {
        System.out.println(Machine.describe());
        System.out.printf(Locale.ROOT, "microseconds, %d runs after %d%n", runs, warmups);
        System.out.printf(Locale.ROOT, "%-40s%10s%10s%12s%n", "statement", "median", "95 %", "processor");
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            fill(statement);
            texts(connection, "select 1", run -> "SELECT 1");
            prepared(connection, "select 1, prepared", "SELECT 1", false);
            texts(connection, "one row, the same text", run -> "SELECT id FROM shop WHERE id = 77");
            texts(
                    connection,
                    "one row, other literals",
                    run -> "SELECT id FROM shop WHERE id = " + run % 1000 + " AND city <> 'x" + run + "'");
            prepared(connection, "one row, prepared", "SELECT id FROM shop WHERE id = ?", true);
            texts(connection, "one row, other statement", run -> "SELECT id AS c" + run + " FROM shop WHERE id = 77");
            texts(connection, "star join, the same text", run -> STAR.formatted(3, 25));
            texts(connection, "star join, other literals", run -> STAR.formatted(run % 10, 100 + run));
            texts(
                    connection,
                    "star join, other statement",
                    run -> STAR.formatted(3, 25).replace("revenue", "r" + run));
        }
        if (processes > 0) {
            double[] times = new double[processes];
            for (int run = -1; run < processes; run++) {
                double millis = shell();
                if (run >= 0) {
                    times[run] = millis;
                }
            }
            Arrays.sort(times);
            System.out.printf(
                    Locale.ROOT,
                    "shell -c 'SELECT 1': median %.0f ms, fastest %.0f ms of %d processes%n",
                    times[processes / 2],
                    times[0],
                    processes);
        }
        return 0;
    }

    private static void fill(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE digit (n INTEGER NOT NULL)");
        statement.execute("INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        statement.execute("CREATE TABLE shop AS SELECT a.n * 100 + b.n * 10 + c.n AS id, 'c' || a.n AS city,"
                + " 'r' || c.n AS region FROM digit a, digit b, digit c");
        statement.execute("CREATE TABLE day AS SELECT a.n * 10 + b.n AS id, 2020 + a.n AS year FROM digit a, digit b");
        statement.execute("CREATE TABLE sale AS SELECT a.n * 100 + b.n * 10 + c.n AS shop, b.n * 10 + d.n AS day,"
                + " c.n * d.n AS quantity, a.n + 0.5 AS price FROM digit a, digit b, digit c, digit d");
    }

    /// Each run has the text that `sql` makes of its number.
    private void texts(Connection connection, String title, IntFunction<String> sql) throws SQLException {
        double[] times = new double[runs];
        long processor = 0;
        for (int run = -warmups(title); run < runs; run++) {
            if (run == 0) {
                processor = CpuTime.nanos();
            }
            long start = System.nanoTime();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql.apply(run + warmups))) {
                drain(rows);
            }
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e3;
            }
        }
        print(title, times, CpuTime.nanos() - processor);
    }

    private void prepared(Connection connection, String title, String sql, boolean parameter) throws SQLException {
        double[] times = new double[runs];
        long processor = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int run = -warmups(title); run < runs; run++) {
                if (run == 0) {
                    processor = CpuTime.nanos();
                }
                long start = System.nanoTime();
                if (parameter) {
                    statement.setInt(1, (run + warmups) % 1000);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    drain(rows);
                }
                if (run >= 0) {
                    times[run] = (System.nanoTime() - start) / 1e3;
                }
            }
        }
        print(title, times, CpuTime.nanos() - processor);
    }

    /// What is planned every time takes long enough to be warm sooner.
    private int warmups(String title) {
        return title.endsWith("other statement") ? Math.max(1, warmups / 8) : warmups;
    }

    private static void drain(ResultSet rows) throws SQLException {
        while (rows.next()) {
            rows.getObject(1);
        }
    }

    private void print(String title, double[] times, long processor) {
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-40s%10.0f%10.0f%12.0f%n",
                title,
                times[runs / 2],
                times[(int) (runs * 0.95)],
                processor / 1e3 / runs);
    }

    private static double shell() throws IOException, InterruptedException {
        Path launcher = Path.of(System.getProperty("colonnade.root", "."), "colonnade");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(launcher.toString(), "shell", "-c", "SELECT 1")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("the shell ended with " + process.exitValue());
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
