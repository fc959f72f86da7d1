package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which databases a URL opens, and how long they live.
class DatabaseTest {
    @Test
    void aNamelessMemoryDatabaseIsPrivate() throws SQLException {
        try (Connection first = open("jdbc:colonnade:mem:");
                Connection second = open("jdbc:colonnade:mem:")) {
            run(first, "CREATE TABLE t (a INTEGER)");
            assertThatThrownBy(() -> count(second, "t")).hasMessageContaining("t");
        }
    }

    @Test
    void aNamedMemoryDatabaseIsSharedWhileAConnectionIsOpen() throws SQLException {
        try (Connection first = open("jdbc:colonnade:mem:shared")) {
            run(first, "CREATE TABLE t (a INTEGER)");
            run(first, "INSERT INTO t VALUES (1), (2)");
            try (Connection second = open("jdbc:colonnade:mem:shared")) {
                assertThat(count(second, "t")).isEqualTo(2);
            }
            assertThat(count(first, "t")).isEqualTo(2);
        }
        try (Connection later = open("jdbc:colonnade:mem:shared")) {
            assertThatThrownBy(() -> count(later, "t")).isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aDirectoryKeepsItsTables(int nodes, @TempDir Path directory) throws SQLException {
        String url = "jdbc:colonnade:file:" + directory.resolve("db") + "?nodes=" + nodes;
        try (Connection connection = open(url)) {
            run(connection, "CREATE TABLE t (a INTEGER NOT NULL, s VARCHAR) ORDER BY (a) DISTRIBUTE BY HASH(a)");
            run(connection, "INSERT INTO t VALUES (3, 'c'), (1, 'a'), (2, NULL)");
            run(connection, "CREATE TABLE gone (a INTEGER)");
            run(connection, "INSERT INTO gone VALUES (1)");
            run(connection, "DROP TABLE gone");
        }
        try (Connection connection = open(url)) {
            assertThat(count(connection, "t")).isEqualTo(3);
            run(connection, "INSERT INTO t VALUES (4, 'd')");
            assertThatThrownBy(() -> count(connection, "gone")).hasMessageContaining("gone");
        }
        try (Connection connection = open("jdbc:colonnade:file:" + directory.resolve("db"))) {
            assertThat(count(connection, "t"))
                    .as("the directory remembers its nodes")
                    .isEqualTo(4);
        }
    }

    @Test
    void anotherNodeCountFailsWithOneSentence(@TempDir Path directory) throws SQLException {
        String url = "jdbc:colonnade:file:" + directory.resolve("db");
        try (Connection connection = open(url + "?nodes=3")) {
            run(connection, "CREATE TABLE t (a INTEGER)");
        }
        assertThatThrownBy(() -> open(url + "?nodes=2"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }

    @Test
    void aSecondProcessOnADirectoryIsRefused(@TempDir Path directory) throws Exception {
        String url = "jdbc:colonnade:file:" + directory.resolve("db");
        try (Connection connection = open(url)) {
            run(connection, "CREATE TABLE t (a INTEGER)");
            assertThat(ConnectingProcess.run(url))
                    .startsWith("55006")
                    .contains(directory.resolve("db").toString());
        }
        assertThat(ConnectingProcess.run(url)).startsWith("connected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:colonnade:mem:?nodes=0",
                "jdbc:colonnade:mem:?nodes=many",
                "jdbc:colonnade:mem:?page_rows=5000",
                "jdbc:colonnade:mem:?colour=blue",
                "jdbc:colonnade:tape:x",
                "jdbc:colonnade:file:"
            })
    void aBadUrlIsRefusedWithAdvice(String url) {
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsNamed(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("plain.txt"), "not a database");
        assertThatThrownBy(() -> open("jdbc:colonnade:file:" + file))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("plain.txt");
    }

    static Connection open(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }
}
