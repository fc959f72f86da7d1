package io.colonnade.benchmarks.writes;

import io.colonnade.benchmarks.CpuTime;
import io.colonnade.benchmarks.Machine;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./colonnade bench writes`: INSERTs of a row each with a commit each, one batch, and a query over rows
/// that came in many small commits beside the same rows loaded at once.
@Command(
        name = "writes",
        mixinStandardHelpOptions = true,
        description = "Times many small commits, a batch, and queries after them.",
        footer = {"", "Example:", "  ./colonnade bench writes --rows 5000 --commits 50000"})
public final class WritesCommand implements Callable<Integer> {
    private static final String CREATE =
            "CREATE TABLE %s (id BIGINT NOT NULL, day DATE, region VARCHAR(20), amount DECIMAL(12,2), note VARCHAR(60))"
                    + " ORDER BY (day, id)";
    private static final String QUERY =
            "SELECT region, COUNT(*), SUM(amount), MAX(note) FROM %s WHERE day >= DATE '2024-02-01' GROUP BY region"
                    + " ORDER BY region";
    private static final int QUERY_RUNS = 15;
    private static final int WARM_UP_ROUNDS = 10;

    @Option(names = "--rows", defaultValue = "5000", description = "autocommit INSERTs (default: 5000)")
    private int rows = 5000;

    @Option(names = "--batch", defaultValue = "100000", description = "rows of the batch (default: 100000)")
    private int batch = 100_000;

    @Option(names = "--commits", defaultValue = "50000", description = "small commits before the query; 0: none")
    private int commits = 50_000;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes (default: 1)")
    private int nodes = 1;

    @Option(names = "--kind", defaultValue = "", description = "mem or file (default: both)")
    private String kind = "";

    @Override
    public Integer call() throws Exception {
        print("%s%n", Machine.describe());
        if (!kind.equals("file")) {
            run("mem:", "jdbc:colonnade:mem:writes?nodes=" + nodes);
        }
        if (!kind.equals("mem")) {
            Path root =
                    Path.of(System.getProperty("colonnade.root", "."), ".data").toAbsolutePath();
            Files.createDirectories(root);
            Path directory = Files.createTempDirectory(root, "writes");
            try {
                run("file:", "jdbc:colonnade:file:" + directory + "?nodes=" + nodes);
            } finally {
                delete(directory);
            }
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run(String name, String url) throws SQLException {
        print("%n%s %d node(s)%n", name, nodes);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            warmUp(connection, statement);
            statement.execute(CREATE.formatted("texts"));
            report(rows + " INSERTs with literals", () -> literals(statement, rows));
            statement.execute(CREATE.formatted("prepared"));
            report(rows + " INSERTs, prepared", () -> prepared(connection, "prepared", rows));
            statement.execute(CREATE.formatted("batch"));
            report("a batch of " + batch + " rows", () -> batch(connection, "batch", batch));
            if (commits > 0) {
                statement.execute(CREATE.formatted("small"));
                report(commits + " INSERTs, prepared", () -> prepared(connection, "small", commits));
                statement.execute(CREATE.formatted("whole"));
                batch(connection, "whole", commits);
                // Both are warm before one is timed: a query that ran twenty times is not.
                for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                    query(statement, "small");
                    query(statement, "whole");
                }
                double small = query(statement, "small");
                double whole = query(statement, "whole");
                print("%-40s %10.2f ms%n", "query after the small commits", small);
                print("%-40s %10.2f ms%n", "query of the same rows in one batch", whole);
                print("%-40s %10.2f%n", "times as long", small / whole);
            }
        }
    }

    private static void warmUp(Connection connection, Statement statement) throws SQLException {
        statement.execute(CREATE.formatted("texts"));
        literals(statement, 200);
        prepared(connection, "texts", 200);
        statement.execute("DROP TABLE texts");
    }

    private static void literals(Statement statement, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute("INSERT INTO texts VALUES (" + i + ", DATE '" + day(i) + "', 'region " + i % 7 + "', "
                    + i % 1000 + ".25, 'what is said of row " + i + "')");
        }
    }

    private static String day(int row) {
        return String.format(Locale.ROOT, "2024-%02d-%02d", 1 + row % 12, 1 + row % 28);
    }

    private static void prepared(Connection connection, String table, int count) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                set(insert, i);
                insert.execute();
            }
        }
    }

    private static void batch(Connection connection, String table, int count) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                set(insert, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void set(PreparedStatement insert, int row) throws SQLException {
        insert.setLong(1, row);
        insert.setDate(2, java.sql.Date.valueOf(day(row)));
        insert.setString(3, "region " + row % 7);
        insert.setBigDecimal(4, java.math.BigDecimal.valueOf(row % 1000 * 100L + 25, 2));
        insert.setString(5, "what is said of row " + row);
    }

    /// The median of some runs, in milliseconds; the first are not counted.
    private static double query(Statement statement, String table) throws SQLException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 2 * QUERY_RUNS; i++) {
            double time = 1000
                    * seconds(() -> {
                        try (ResultSet result = statement.executeQuery(QUERY.formatted(table))) {
                            while (result.next()) {}
                        }
                    });
            if (i >= QUERY_RUNS) {
                times.add(time);
            }
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    /// What is timed.
    private interface Work {
        void run() throws SQLException;
    }

    private static double seconds(Work work) throws SQLException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /// Elapsed and processor time, which tells more where the machine is busy with other things.
    private static void report(String what, Work work) throws SQLException {
        long cpu = CpuTime.nanos();
        double seconds = seconds(work);
        print("%-40s %10.2f s %10.2f s of processor time%n", what, seconds, (CpuTime.nanos() - cpu) / 1e9);
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }
}
