package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements while small segments are merged.
class CompactionTest {
    private static final int TRANSFERS = Integer.getInteger("colonnade.compaction.transfers", 150);

    @TempDir
    private Path directory;

    private static final String CREATE =
            "CREATE TABLE t (id INTEGER NOT NULL, amount BIGINT, name VARCHAR(30)) ORDER BY (name, id)%s";

    @ParameterizedTest
    @CsvSource({"1,''", "3,''", "3,' REPLICATED'"})
    void optimizeChangesNoAnswer(int nodes, String options) throws SQLException {
        Random random = new Random(nodes);
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:?compaction=off&nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE.formatted(options));
            for (int i = 0; i < 60; i++) {
                StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
                for (int row = 0; row <= random.nextInt(20); row++) {
                    String name = random.nextInt(5) == 0 ? "NULL" : "'the name of " + random.nextInt(30) + "'";
                    rows.append(row == 0 ? "" : ", ")
                            .append("(" + random.nextInt(100) + ", " + random.nextInt() + ", " + name + ")");
                }
                statement.execute(rows.toString());
            }
            List<String> queries = List.of(
                    "SELECT * FROM t ORDER BY name, id, amount",
                    "SELECT name, SUM(amount), COUNT(*) FROM t GROUP BY name ORDER BY name",
                    "SELECT COUNT(*) FROM t WHERE name LIKE '%1%' AND id > 50");
            List<List<String>> before = new ArrayList<>();
            for (String query : queries) {
                before.add(rows(statement, query));
            }
            statement.execute("OPTIMIZE TABLE t");
            for (int i = 0; i < queries.size(); i++) {
                assertThat(rows(statement, queries.get(i))).isEqualTo(before.get(i));
            }
            statement.execute("OPTIMIZE TABLE t");
            statement.execute("INSERT INTO t VALUES (1, 2, 'more')");
            assertThat(rows(statement, "SELECT amount FROM t WHERE name = 'more'"))
                    .containsExactly("2 ");
        }
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(result.getString(i)).append(' ');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /// Each commit adds rows whose amounts add up to nothing, so every snapshot has the sum 0.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sumsHoldAtEveryMoment(int nodes) throws Exception {
        String url = "jdbc:colonnade:file:" + directory + "?nodes=" + nodes;
        AtomicBoolean done = new AtomicBoolean();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statement.execute(CREATE.formatted(""));
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(url, writer)));
            }
            Callable<Integer> reading = () -> read(url, done);
            Future<Integer> reader = threads.submit(reading);
            int rows = 0;
            for (Future<Integer> writer : writers) {
                rows += writer.get();
            }
            done.set(true);
            assertThat(reader.get()).isPositive();
            assertThat(rows(statement, "SELECT COUNT(*), SUM(amount) FROM t")).containsExactly(rows + " 0 ");
            statement.execute("OPTIMIZE TABLE t");
            assertThat(rows(statement, "SELECT COUNT(*), SUM(amount) FROM t")).containsExactly(rows + " 0 ");
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT COUNT(*), SUM(amount) FROM t"))
                    .containsExactly(2 * 3 * TRANSFERS + " 0 ");
        }
    }

    private static int write(String url, int writer) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO t VALUES (?, ?, 'one'), (?, ?, NULL), (?, 0, 'two')")) {
            for (int i = 0; i < TRANSFERS; i++) {
                insert.setInt(1, i);
                insert.setLong(2, 1000L * i + writer);
                insert.setInt(3, -i);
                insert.setLong(4, -1000L * i - writer);
                insert.setInt(5, writer);
                insert.execute();
            }
        }
        return 3 * TRANSFERS;
    }

    private static int read(String url, AtomicBoolean done) throws SQLException {
        int count = 0;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            long last = 0;
            while (!done.get()) {
                try (ResultSet result = statement.executeQuery("SELECT COUNT(*), SUM(amount) FROM t")) {
                    result.next();
                    assertThat(result.getLong(2)).isZero();
                    assertThat(result.getLong(1) % 3).isZero();
                    assertThat(result.getLong(1)).isGreaterThanOrEqualTo(last);
                    last = result.getLong(1);
                }
                count++;
            }
        }
        return count;
    }
}
