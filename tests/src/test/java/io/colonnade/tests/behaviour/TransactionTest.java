package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transactions as programs make them, through `java.sql`.
class TransactionTest {
    @TempDir
    private Path directory;

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void withoutAutocommitNothingIsSeenBeforeTheCommit(int nodes) throws SQLException {
        String url = "jdbc:colonnade:mem:transactions" + nodes + "?nodes=" + nodes;
        try (Connection one = connect(url);
                Connection other = connect(url)) {
            execute(one, "CREATE TABLE t (x INTEGER)");
            one.setAutoCommit(false);
            execute(one, "INSERT INTO t VALUES (1), (2)");
            execute(one, "CREATE TABLE u AS SELECT x FROM t");
            assertThat(count(one, "u")).isEqualTo(2);
            assertThat(count(other, "t")).isZero();
            one.commit();
            assertThat(count(other, "u")).isEqualTo(2);
            execute(one, "INSERT INTO t VALUES (3)");
            one.rollback();
            assertThat(count(one, "t")).isEqualTo(2);
            execute(one, "INSERT INTO t VALUES (4)");
            // The other mode commits what is open.
            one.setAutoCommit(true);
            assertThat(count(other, "t")).isEqualTo(3);
            one.setReadOnly(true);
            assertThatThrownBy(() -> execute(one, "INSERT INTO t VALUES (5)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    void aResultThatIsOpenGoesOnAfterTheEndOfItsTransaction() throws SQLException {
        try (Connection connection = connect("jdbc:colonnade:mem:?page_rows=64");
                Statement statement = connection.createStatement()) {
            execute(connection, "CREATE TABLE t (x INTEGER)");
            execute(connection, "INSERT INTO t VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t SELECT a.x FROM t a, t b, t c, t d");
            try (ResultSet rows = statement.executeQuery("SELECT x FROM t")) {
                rows.next();
                connection.rollback();
                int read = 1;
                while (rows.next()) {
                    read++;
                }
                assertThat(read).isEqualTo(10_010);
            }
            assertThat(count(connection, "t")).isEqualTo(10);
        }
    }

    @Test
    void closingRollsBackAndLeavesNoFiles() throws Exception {
        String url = "jdbc:colonnade:file:" + directory.resolve("db");
        try (Connection keeping = connect(url)) {
            execute(keeping, "CREATE TABLE t (x INTEGER, s VARCHAR)");
            try (Connection connection = connect(url)) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 3; i++) {
                    execute(
                            connection,
                            "INSERT INTO t WITH n AS (SELECT * FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8),"
                                    + " (9)) AS v (i)) SELECT a.i + 10 * b.i + 100 * c.i + 1000 * d.i, CAST(a.i * b.i * c.i"
                                    + " AS VARCHAR) || 'a text that takes some room' || CAST(d.i AS VARCHAR)"
                                    + " FROM n a, n b, n c, n d");
                }
                assertThat(count(connection, "t")).isEqualTo(30_000);
            }
            assertThat(count(keeping, "t")).isZero();
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                        .isEmpty();
            }
        }
    }

    @Test
    void aBatchOfDifferentStatementsIsOneTransaction() throws SQLException {
        String url = "jdbc:colonnade:mem:batches";
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.addBatch("CREATE TABLE t (x INTEGER NOT NULL)");
            statement.addBatch("INSERT INTO t VALUES (1), (2)");
            statement.addBatch("INSERT INTO t SELECT x + 2 FROM t");
            assertThat(statement.executeBatch()).containsExactly(0, 2, 2);
            assertThat(count(connection, "t")).isEqualTo(4);
            statement.addBatch("INSERT INTO t VALUES (5)");
            statement.addBatch("INSERT INTO t VALUES (NULL)");
            statement.addBatch("INSERT INTO t VALUES (6)");
            assertThatThrownBy(statement::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                assertThat(e.getUpdateCounts()).isEmpty();
                assertThat(e.getSQLState()).isEqualTo("23502");
            });
            assertThat(count(connection, "t")).isEqualTo(4);
            // In a transaction of the user a batch is a part of it.
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int i = 0; i < 100; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertThat(count(connection, "t")).isEqualTo(104);
            connection.rollback();
            assertThat(count(connection, "t")).isEqualTo(4);
        }
    }

    @Test
    void anErrorAmongTheRowsOfAQueryFailsItsTransaction() throws SQLException {
        try (Connection connection = connect("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            execute(connection, "CREATE TABLE t (x INTEGER)");
            execute(connection, "INSERT INTO t VALUES (1), (0)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (2)");
            assertThatThrownBy(() -> {
                        try (ResultSet rows = statement.executeQuery("SELECT 1 / x FROM t")) {
                            while (rows.next()) {
                                rows.getInt(1);
                            }
                        }
                    })
                    .hasMessageContaining("division");
            assertThatThrownBy(connection::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            assertThat(count(connection, "t")).isEqualTo(2);
        }
    }

    @Test
    void toolsAreToldWhatTransactionsAre() throws SQLException {
        try (Connection connection = connect("jdbc:colonnade:mem:")) {
            DatabaseMetaData facts = connection.getMetaData();
            assertThat(facts.supportsTransactions()).isTrue();
            assertThat(facts.getDefaultTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(facts.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
                    .isFalse();
            assertThat(facts.supportsDataDefinitionAndDataManipulationTransactions())
                    .isTrue();
            assertThat(facts.dataDefinitionCausesTransactionCommit()).isFalse();
            assertThat(facts.supportsSavepoints()).isFalse();
            execute(connection, "CREATE TABLE d (k INTEGER PRIMARY KEY)");
            execute(connection, "CREATE TABLE f (k INTEGER, CONSTRAINT to_d FOREIGN KEY (k) REFERENCES d)");
            try (ResultSet keys = facts.getImportedKeys(null, null, "f")) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString("FK_NAME")).isEqualTo("to_d");
            }
        }
    }
}
