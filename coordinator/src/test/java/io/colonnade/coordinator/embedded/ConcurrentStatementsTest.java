package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several connections query, write, cancel, give up and fail at once. Closing the last one checks that all memory of
/// all nodes is back.
@Timeout(180)
class ConcurrentStatementsTest {
    private static final int CONNECTIONS = 4;
    private static final int STATEMENTS = 60;

    @ParameterizedTest
    @CsvSource({"1, 64, 1", "3, 64, 2", "3, 4096, 3"})
    void answersStayRightWhileOthersAreStopped(int nodes, int pageRows, long seed) throws Exception {
        String url = "jdbc:colonnade:mem:concurrent?nodes=" + nodes + "&page_rows=" + pageRows;
        AtomicInteger stopped = new AtomicInteger();
        try (Connection connection = DriverManager.getConnection(url);
                ExecutorService users = Executors.newFixedThreadPool(CONNECTIONS);
                ScheduledExecutorService cancels = Executors.newScheduledThreadPool(1)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE fact (id BIGINT, k INTEGER, s VARCHAR) DISTRIBUTE BY HASH(id)");
                statement.execute("CREATE TABLE dim (k INTEGER, name VARCHAR) DISTRIBUTE BY HASH(name)");
                StringBuilder rows = new StringBuilder("INSERT INTO fact VALUES (0, 0, 'text 0')");
                for (int i = 1; i < 3000; i++) {
                    rows.append(", (")
                            .append(i)
                            .append(", ")
                            .append(i % 50)
                            .append(", 'text ")
                            .append(i % 7)
                            .append("')");
                }
                statement.execute(rows.toString());
                rows = new StringBuilder("INSERT INTO dim VALUES (0, 'name 0')");
                for (int i = 1; i < 50; i++) {
                    rows.append(", (")
                            .append(i)
                            .append(", 'name ")
                            .append(i % 10)
                            .append("')");
                }
                statement.execute(rows.toString());
            }
            List<Future<?>> ends = new ArrayList<>();
            for (int user = 0; user < CONNECTIONS; user++) {
                Random random = new Random(seed * 100 + user);
                Callable<Object> work = () -> {
                    try (Connection own = DriverManager.getConnection(url)) {
                        for (int i = 0; i < STATEMENTS; i++) {
                            run(own, random, cancels, stopped);
                        }
                    }
                    return "done";
                };
                ends.add(users.submit(work));
            }
            for (Future<?> end : ends) {
                assertThat(end.get()).isEqualTo("done");
            }
            cancels.shutdownNow();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*), sum(id) FROM fact WHERE id >= 0")) {
                result.next();
                assertThat(result.getLong(1)).isEqualTo(3000);
                assertThat(result.getLong(2)).isEqualTo(3000L * 2999 / 2);
            }
        }
        System.out.println("seed " + seed + ", " + nodes + " nodes: " + stopped + " of " + CONNECTIONS * STATEMENTS
                + " statements were stopped");
    }

    private static void run(
            Connection connection, Random random, ScheduledExecutorService cancels, AtomicInteger stopped)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (random.nextInt(3) == 0) {
                cancels.schedule(
                        () -> {
                            statement.cancel();
                            return null;
                        },
                        random.nextInt(20_000),
                        TimeUnit.MICROSECONDS);
            }
            switch (random.nextInt(6)) {
                case 0 -> {
                    try (ResultSet result = statement.executeQuery(
                            "SELECT d.name, count(*) FROM fact f JOIN dim d ON f.k = d.k WHERE f.id >= 0 GROUP BY d.name ORDER BY d.name")) {
                        int rows = 0;
                        while (result.next()) {
                            assertThat(result.getLong(2)).isEqualTo(300);
                            rows++;
                        }
                        assertThat(rows).isEqualTo(10);
                    }
                }
                case 1 -> {
                    try (ResultSet result = statement.executeQuery("SELECT id FROM fact WHERE id >= 0 ORDER BY id")) {
                        for (long expected = 0; expected < 3000; expected++) {
                            assertThat(result.next()).isTrue();
                            assertThat(result.getLong(1)).isEqualTo(expected);
                        }
                        assertThat(result.next()).isFalse();
                    }
                }
                case 2 -> {
                    // Given up after a few rows.
                    try (ResultSet result =
                            statement.executeQuery("SELECT a.id, b.s FROM fact a JOIN fact b ON a.k = b.k")) {
                        for (int i = 0; i < 10; i++) {
                            assertThat(result.next()).isTrue();
                        }
                    }
                }
                case 3 -> statement.executeUpdate("INSERT INTO fact VALUES (-1, 99, 'new'), (-2, 99, NULL)");
                case 4 -> {
                    try (ResultSet result =
                            statement.executeQuery("SELECT sum(1 / (id - 2999)) FROM fact WHERE id >= 0")) {
                        result.next();
                        throw new AssertionError("no division by zero");
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).isIn("22012", "57014");
                    }
                }
                default -> {
                    try (ResultSet result =
                            statement.executeQuery("SELECT count(DISTINCT s) FROM fact WHERE id >= 0")) {
                        result.next();
                        assertThat(result.getLong(1)).isEqualTo(7);
                    }
                }
            }
        } catch (SQLException e) {
            if (!"57014".equals(e.getSQLState())) {
                throw e;
            }
            stopped.incrementAndGet();
        }
    }
}
