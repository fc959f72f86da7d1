package io.colonnade.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.jdbc.fake.FakeSession;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.ConnectionUrl.Kind;
import io.colonnade.jdbc.service.EngineSession;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:colonnade:mem:");
    }

    @Test
    void theDriverIsFoundByItsPrefixAlone() throws SQLException {
        Driver driver = DriverManager.getDriver("jdbc:colonnade:mem:");
        assertThat(driver).isInstanceOf(EngineDriver.class);
        assertThat(driver.acceptsURL("jdbc:postgresql:x")).isFalse();
        assertThat(driver.connect("jdbc:postgresql:x", new Properties())).isNull();
        assertThat(driver.getMajorVersion()).isZero();
    }

    @Test
    void urlsAndPropertiesReachTheEngine() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "ada");
        properties.setProperty("PAGE_ROWS", "7");
        properties.setProperty("nodes", "2");
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:file:/data/a b?nodes=3", properties)) {
            ConnectionUrl url = ((FakeSession) connection.unwrap(EngineSession.class)).url();
            assertThat(url)
                    .isEqualTo(new ConnectionUrl(Kind.FILE, "/data/a b", Map.of("nodes", "3", "page_rows", "7")));
        }
    }

    @Test
    void anUnknownSettingIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:colonnade:mem:?node=3"))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("'node'")
                .hasMessageContaining("codec, nodes, page_rows");
    }

    @Test
    void malformedUrlsSayWhatIsWrong() {
        for (String url : new String[] {
            "jdbc:colonnade:",
            "jdbc:colonnade:file:",
            "jdbc:colonnade:disk:x",
            "jdbc:colonnade:mem:?nodes",
            "jdbc:colonnade:mem:?nodes=%zz"
        }) {
            assertThatThrownBy(() -> DriverManager.getConnection(url))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(url)
                    .hasMessageContaining("jdbc:colonnade:mem:NAME");
        }
    }

    @Test
    void aRefusalOfTheEngineKeepsItsState() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:colonnade:file:locked"))
                .isInstanceOfSatisfying(
                        SQLNonTransientConnectionException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("08006"))
                .hasMessageContaining("process 42");
    }

    @Test
    void settingsAreDescribedToTools() throws SQLException {
        DriverPropertyInfo[] infos = DriverManager.getDriver("jdbc:colonnade:mem:")
                .getPropertyInfo("jdbc:colonnade:mem:?nodes=3", new Properties());
        assertThat(infos).extracting(info -> info.name).containsExactly("nodes", "page_rows", "codec");
        assertThat(infos[0].value).isEqualTo("3");
        assertThat(infos[0].description).isNotEmpty();
        assertThat(infos[2].choices).containsExactly("none", "lz4");
    }

    @Test
    void closingClosesStatementsAndResults() throws SQLException {
        Connection connection = connect();
        FakeSession session = (FakeSession) connection.unwrap(EngineSession.class);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select rows 10");
        rows.next();
        assertThat(session.openResults()).isEqualTo(1);
        connection.close();
        connection.close();
        assertThat(session.openResults()).isZero();
        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThat(session.isAlive(0)).isFalse();
        assertThat(connection.isValid(1)).isFalse();
        assertThatThrownBy(connection::createStatement)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    @Test
    void toolsMaySetWhatTheyAlwaysSet() throws SQLException {
        try (Connection connection = connect()) {
            connection.setReadOnly(true);
            assertThat(connection.isReadOnly()).isTrue();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            connection.setNetworkTimeout(Runnable::run, 1000);
            assertThat(connection.getNetworkTimeout()).isEqualTo(1000);
            connection.setClientInfo("ApplicationName", "test");
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test");
            connection.setCatalog("colonnade");
            connection.setSchema("PUBLIC");
            assertThat(connection.getCatalog()).isEqualTo("colonnade");
            assertThat(connection.getSchema()).isEqualTo("public");
            assertThat(connection.getTypeMap()).isEmpty();
            assertThat(connection.nativeSQL("select 1")).isEqualTo("select 1");
            assertThat(connection.isValid(1)).isTrue();
            assertThat((Throwable) connection.getWarnings()).hasMessageContaining("without its flags");
            connection.clearWarnings();
            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
            assertThat((Throwable) connection.getWarnings()).hasMessageContaining("forward-only");
        }
    }

    @Test
    void transactionsAreEndedByTheSession() throws SQLException {
        try (Connection connection = connect()) {
            assertThatThrownBy(connection::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P01"));
            assertThatThrownBy(connection::rollback).hasMessageContaining("each statement commits when it returns");
            FakeSession.CALLS.clear();
            connection.setAutoCommit(false);
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(FakeSession.CALLS).containsExactly("autocommit false", "commit", "rollback", "autocommit true");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void abortEndsTheSession() throws SQLException {
        Connection connection = connect();
        FakeSession session = (FakeSession) connection.unwrap(EngineSession.class);
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
        assertThat(session.isAlive(0)).isFalse();
    }
}
