package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cancelling and timeouts stop the work and leave the connection usable.
class StoppingTest {
    /// Runs for minutes if nothing stops it.
    private static final String ENDLESS =
            "SELECT sum(a.x + b.x + c.x + d.x) FROM t a, t b, t c, t d WHERE a.x + b.x > c.x - d.x";

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void cancelStopsAQueryFromAnotherThread(int nodes) throws Exception {
        try (Connection connection = endless(nodes);
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(
                    () -> {
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
            assertThatThrownBy(() -> drain(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            canceller.get(10, TimeUnit.SECONDS);
            assertThat(DatabaseTest.count(connection, "t")).isEqualTo(2000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTimeoutStopsAQuery(int nodes) throws Exception {
        try (Connection connection = endless(nodes);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> drain(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            statement.setQueryTimeout(0);
            assertThat(DatabaseTest.count(connection, "t")).isEqualTo(2000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailingTaskFailsTheQueryAndNothingElse(int nodes) throws Exception {
        try (Connection connection = endless(nodes);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        try (ResultSet result =
                                statement.executeQuery("SELECT sum(1000 / (x - 1999)) FROM t GROUP BY x % 7")) {
                            while (result.next()) {
                                result.getObject(1);
                            }
                        }
                    })
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            assertThat(DatabaseTest.count(connection, "t")).isEqualTo(2000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aResultThatNobodyReadsToItsEndIsGivenUp(int nodes) throws Exception {
        try (Connection connection = endless(nodes);
                Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery("SELECT a.x, b.x FROM t a, t b")) {
                assertThat(result.next()).isTrue();
            }
            assertThat(DatabaseTest.count(connection, "t")).isEqualTo(2000);
        }
    }

    private static void drain(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(ENDLESS)) {
            while (result.next()) {
                result.getObject(1);
            }
        }
    }

    private static Connection endless(int nodes) throws SQLException {
        Connection connection = DatabaseTest.open("jdbc:colonnade:mem:?nodes=" + nodes);
        DatabaseTest.run(connection, "CREATE TABLE t (x BIGINT) DISTRIBUTE BY HASH(x)");
        StringBuilder insert = new StringBuilder("INSERT INTO t VALUES (0)");
        for (int i = 1; i < 2000; i++) {
            insert.append(", (").append(i).append(')');
        }
        DatabaseTest.run(connection, insert.toString());
        return connection;
    }
}
