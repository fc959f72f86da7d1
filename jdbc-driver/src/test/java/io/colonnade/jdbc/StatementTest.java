package io.colonnade.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.jdbc.fake.FakeSession;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.QueryStatistics;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementTest {

    private Connection connection;
    private Statement statement;
    private FakeSession session;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:colonnade:mem:");
        session = (FakeSession) connection.unwrap(EngineSession.class);
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        assertThat(session.openResults()).isZero();
    }

    private static List<Long> drain(ResultSet rows) throws SQLException {
        List<Long> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getLong(1));
        }
        return values;
    }

    @Test
    void rowsComeAcrossFramesInOrder() throws SQLException {
        try (ResultSet rows = statement.executeQuery("select rows 8")) {
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThat(drain(rows)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(rows.isAfterLast()).isTrue();
            assertThat(rows.next()).isFalse();
            assertThatThrownBy(() -> rows.getLong(1))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("24000"));
        }
    }

    @Test
    void anEmptyResultHasColumnsAndNoRows() throws SQLException {
        try (ResultSet rows = statement.executeQuery("select rows 0")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(1);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theResultIsGivenBackAtItsEndAndNotOnlyWhenClosed() throws SQLException {
        ResultSet rows = statement.executeQuery("select rows 2");
        assertThat(session.openResults()).isEqualTo(1);
        drain(rows);
        assertThat(session.openResults()).isZero();
    }

    @Test
    void maxRowsReachesTheEngine() throws SQLException {
        statement.setMaxRows(4);
        assertThat(drain(statement.executeQuery("select rows 100"))).hasSize(4);
        statement.setLargeMaxRows(0);
        assertThat(drain(statement.executeQuery("select rows 100"))).hasSize(100);
    }

    @Test
    void executeTellsRowsFromCounts() throws SQLException {
        assertThat(statement.execute("select rows 1")).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet().next()).isTrue();
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.execute("insert x")).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.executeUpdate("insert x", Statement.RETURN_GENERATED_KEYS))
                .isEqualTo(1);
        try (ResultSet keys = statement.getGeneratedKeys()) {
            assertThat(keys.next()).isFalse();
        }
    }

    @Test
    void executeQueryRefusesAChangeBeforeItHappens() {
        FakeSession.CALLS.clear();
        assertThatThrownBy(() -> statement.executeQuery("/* c */ -- d\n insert x"))
                .hasMessageContaining("returns no rows");
        assertThat(FakeSession.CALLS).doesNotContain("execute /* c */ -- d\n insert x");
        assertThatThrownBy(() -> statement.executeUpdate("select rows 3")).hasMessageContaining("returns rows");
    }

    @Test
    void theFirstWordIsFoundBehindCommentsAndParentheses() {
        assertThat(StatementRuns.firstWord(" -- x\n /* select */ ((SELECT 1))")).isEqualTo("select");
        assertThat(StatementRuns.firstWord("/* open")).isEmpty();
        assertThat(StatementRuns.firstWord("")).isEmpty();
    }

    @Test
    void runningAgainClosesTheOlderResult() throws SQLException {
        ResultSet first = statement.executeQuery("select rows 5");
        first.next();
        ResultSet second = statement.executeQuery("select rows 5");
        assertThat(first.isClosed()).isTrue();
        assertThat(second.next()).isTrue();
        assertThat(session.openResults()).isEqualTo(1);
    }

    @Test
    void closeOnCompletionClosesTheStatementWithItsResult() throws SQLException {
        statement.closeOnCompletion();
        ResultSet rows = statement.executeQuery("select rows 1");
        rows.close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void aFailureCarriesStatePositionAndHint() {
        assertThatThrownBy(() -> statement.executeQuery("syntax"))
                .isInstanceOfSatisfying(SQLSyntaxErrorException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("42601");
                    assertThat((Throwable) e)
                            .hasMessage("Unexpected word 'syntax' (line 1, column 1). Did you mean 'select'?");
                    assertThat(e.getCause()).isInstanceOfSatisfying(EngineFailure.class, failure -> {
                        assertThat(failure.line()).isEqualTo(1);
                        assertThat(failure.hint()).isNotNull();
                    });
                });
    }

    @Test
    void aFailureInTheMiddleComesFromNext() throws SQLException {
        ResultSet rows = statement.executeQuery("select broken");
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        assertThatThrownBy(rows::next)
                .isInstanceOfSatisfying(
                        SQLTransientException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("53200"));
        assertThat(session.openResults()).isZero();
    }

    @Test
    void aDefectOfTheEngineIsAnInternalError() {
        assertThatThrownBy(() -> statement.executeQuery("select defect"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX000"))
                .hasMessageContaining("a defect");
    }

    @Test
    void cancelFromAnotherThreadStopsNext() throws Exception {
        ResultSet rows = statement.executeQuery("select slow");
        CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
            try {
                Thread.sleep(50);
                statement.cancel();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        long start = System.nanoTime();
        assertThatThrownBy(rows::next)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        canceller.get();
        assertThat(drain(statement.executeQuery("select rows 3"))).hasSize(3);
    }

    @Test
    void cancelWithoutARunChangesNothing() throws SQLException {
        statement.cancel();
        assertThat(drain(statement.executeQuery("select rows 3"))).hasSize(3);
        statement.cancel();
        assertThat(drain(statement.executeQuery("select rows 3"))).hasSize(3);
    }

    @Test
    void theTimeoutIsEnforcedByTheEngine() throws SQLException {
        statement.setQueryTimeout(1);
        assertThat(statement.getQueryTimeout()).isEqualTo(1);
        ResultSet rows = statement.executeQuery("select slow");
        assertThatThrownBy(rows::next)
                .isInstanceOfSatisfying(
                        SQLTimeoutException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("57014"))
                .hasMessageContaining("1000 ms");
    }

    @Test
    void batchesReportHowFarTheyCame() throws SQLException {
        statement.addBatch("insert a");
        statement.addBatch("insert b");
        assertThat(statement.executeBatch()).containsExactly(1, 1);
        assertThat(statement.executeBatch()).isEmpty();
        statement.addBatch("insert a");
        statement.addBatch("insert bad");
        statement.addBatch("insert c");
        assertThatThrownBy(statement::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, e -> {
            assertThat(e.getUpdateCounts()).containsExactly(1);
            assertThat(e.getSQLState()).isEqualTo("22003");
        });
    }

    @Test
    void figuresAndWarningsOfTheLastRunAreAtHand() throws SQLException {
        assertThat(statement.unwrap(QueryStatistics.class)).isEqualTo(QueryStatistics.NONE);
        drain(statement.executeQuery("select rows 3"));
        assertThat(statement.unwrap(QueryStatistics.class)).isEqualTo(FakeSession.STATISTICS);
        assertThat(statement.isWrapperFor(QueryStatistics.class)).isTrue();
        assertThat((Throwable) statement.getWarnings()).hasMessage("A warning of the run");
        statement.clearWarnings();
        assertThat((Throwable) statement.getWarnings()).isNull();
    }

    @Test
    void resultSetMetaDataIsComplete() throws SQLException {
        try (ResultSet rows = statement.executeQuery("select rows 1")) {
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(columns.getColumnLabel(1)).isEqualTo("n");
            assertThat(columns.getColumnName(1)).isEqualTo("number");
            assertThat(columns.getTableName(1)).isEqualTo("numbers");
            assertThat(columns.getSchemaName(1)).isEqualTo("public");
            assertThat(columns.getColumnType(1)).isEqualTo(Types.BIGINT);
            assertThat(columns.getColumnTypeName(1)).isEqualTo("BIGINT");
            assertThat(columns.getColumnClassName(1)).isEqualTo("java.lang.Long");
            assertThat(columns.getPrecision(1)).isEqualTo(19);
            assertThat(columns.getColumnDisplaySize(1)).isEqualTo(20);
            assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
            assertThat(columns.isSigned(1)).isTrue();
            assertThat(columns.isReadOnly(1)).isTrue();
            assertThat(rows.findColumn("N")).isEqualTo(1);
            rows.next();
            assertThat(rows.getObject("N")).isEqualTo(0L);
            assertThat(rows.getObject(1)).isEqualTo(0L);
            assertThatThrownBy(() -> rows.getObject(2)).hasMessageContaining("no column 2");
        }
    }
}
