package io.colonnade.coordinator.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// BACKUP and RESTORE as their users see them.
class BackupTest {
    private static final List<String> TABLES = List.of("big", "small", "copies", "more.numbered");

    @TempDir
    private Path folder;

    private Path original;
    private Path backup;

    @BeforeEach
    void nameDirectories() {
        original = folder.resolve("original");
        backup = folder.resolve("backup");
    }

    private static Connection open(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:colonnade:file:" + directory);
    }

    private static void fill(Statement statement) throws SQLException {
        statement.execute("CREATE SCHEMA more");
        statement.execute("CREATE TABLE big (id BIGINT NOT NULL, name VARCHAR, amount DECIMAL(12, 2)) ORDER BY (id)");
        statement.execute("CREATE TABLE small (id BIGINT NOT NULL, name VARCHAR(20) DEFAULT 'none', PRIMARY KEY (id))");
        statement.execute("CREATE TABLE copies (id BIGINT NOT NULL, name VARCHAR) REPLICATED");
        statement.execute("CREATE TABLE more.numbered (a INTEGER, b DATE)");
        statement.execute("CREATE VIEW sums AS SELECT COUNT(*) AS n, SUM(amount) AS s FROM big");
        statement.execute("INSERT INTO small (id) VALUES (1), (2), (3)");
        statement.execute("INSERT INTO more.numbered VALUES (1, DATE '2024-01-01'), (NULL, NULL)");
        many(statement, "copies", "id, name");
        statement.execute("INSERT INTO big SELECT id, name, id * 1.25 FROM copies");
        statement.execute("DELETE FROM big WHERE id % 10 = 3");
        statement.execute("UPDATE small SET name = 'two' WHERE id = 2");
    }

    /// 10,000 rows, more than a segment without files takes.
    private static void many(Statement statement, String table, String columns) throws SQLException {
        StringBuilder digits = new StringBuilder("(VALUES (0)");
        for (int i = 1; i < 100; i++) {
            digits.append(", (").append(i).append(')');
        }
        String numbers = digits.append(") AS ").toString();
        statement.execute("INSERT INTO " + table + " SELECT a.x * 100 + b.x, 'name ' || (a.x * 7 + b.x) FROM " + numbers
                + "a(x), " + numbers + "b(x)");
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(result.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static List<String> all(Statement statement) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : TABLES) {
            rows.addAll(rows(statement, "SELECT * FROM " + table + " ORDER BY 1, 2"));
        }
        rows.addAll(rows(statement, "SELECT * FROM sums"));
        return rows;
    }

    private static List<String> all(Path directory) throws SQLException {
        try (Connection connection = open(directory);
                Statement statement = connection.createStatement()) {
            return all(statement);
        }
    }

    /// The bytes of all files but the lock, by their names.
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (!path.endsWith("colonnade.lock")) {
                    contents.put(
                            directory.relativize(path).toString(),
                            new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    private static void fails(Statement statement, String sql, String state, String message) {
        assertThatThrownBy(() -> statement.execute(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBackupIsADatabaseOfItsOwn(int nodes) throws Exception {
        List<String> before;
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:colonnade:file:" + original + "?compaction=off&nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            fill(statement);
            before = all(statement);
            List<String> answer = rows(statement, "BACKUP TO '" + backup + "'");
            assertThat(answer).hasSize(1);
            assertThat(answer.getFirst()).matches("[1-9][0-9]*\\|0\\|[1-9][0-9]+\\|[0-9]+\\|[0-9]+\\|20.*\\|");
            Map<String, String> files = contents(backup);
            // What is done to the original does not reach the backup.
            statement.execute("DELETE FROM big WHERE id < 5000");
            statement.execute("OPTIMIZE TABLE big");
            statement.execute("DROP TABLE copies");
            statement.execute("TRUNCATE TABLE small");
            assertThat(contents(backup)).isEqualTo(files);
        }
        assertThat(all(backup)).isEqualTo(before);
    }

    @Test
    void writingToABackupLeavesTheOriginalAsItIs() throws Exception {
        List<String> before;
        try (Connection connection = open(original);
                Statement statement = connection.createStatement()) {
            fill(statement);
            before = all(statement);
            statement.execute("BACKUP TO '" + backup + "'");
        }
        Map<String, String> files = contents(original);
        // Images are made again in the backup, where the same name is a link of its own.
        try (Stream<Path> images = Files.list(backup.resolve("node-0/segments"))) {
            Path image = images.filter(path -> path.toString().endsWith(".image"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(image);
        }
        try (Connection connection = open(backup);
                Statement statement = connection.createStatement()) {
            assertThat(all(statement)).isEqualTo(before);
            statement.execute("INSERT INTO big SELECT id, 'new', 1 FROM copies");
            statement.execute("DELETE FROM copies WHERE id > 7");
            statement.execute("OPTIMIZE TABLE copies");
            statement.execute("OPTIMIZE TABLE big");
            statement.execute("DROP TABLE small");
        }
        assertThat(contents(original)).isEqualTo(files);
        assertThat(all(original)).isEqualTo(before);
    }

    /// What the tables hold depends on nothing but the number of commits, and `b` tells it.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void backupsHoldOneMomentWhileCommitsGoOn(int nodes) throws Exception {
        String url = "jdbc:colonnade:file:" + original + "?nodes=" + nodes;
        AtomicBoolean done = new AtomicBoolean();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statement.execute("CREATE TABLE a (id BIGINT NOT NULL, amount BIGINT, name VARCHAR) ORDER BY (id)");
            statement.execute("CREATE TABLE b (commits BIGINT NOT NULL)");
            statement.execute("INSERT INTO b VALUES (0)");
            Future<?> writer = threads.submit(() -> {
                write(url, done);
                return null;
            });
            long last = -1;
            for (int i = 0; i < 4; i++) {
                Path target = folder.resolve("backup-" + i);
                try (Connection here = DriverManager.getConnection(url);
                        Statement other = here.createStatement()) {
                    rows(other, "BACKUP TO '" + target + "'");
                }
                try (Connection other = open(target);
                        Statement there = other.createStatement()) {
                    long commits = number(there, "SELECT commits FROM b");
                    assertThat(commits).isGreaterThan(last);
                    assertThat(rows(there, "SELECT * FROM a ORDER BY id")).isEqualTo(model(commits));
                    last = commits;
                }
                while (number(statement, "SELECT commits FROM b") < last + 30 && !writer.isDone()) {}
            }
            done.set(true);
            writer.get();
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        return Long.parseLong(rows(statement, query).getFirst().replace("|", ""));
    }

    private static void write(String url, AtomicBoolean done) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; !done.get(); i++) {
                statement.execute("INSERT INTO a VALUES (" + i + ", " + i % 7 + ", 'row " + i + "')");
                if (i % 10 == 9) {
                    statement.execute("DELETE FROM a WHERE id = " + (i - 5));
                    statement.execute("UPDATE a SET amount = amount + 100 WHERE id BETWEEN " + (i - 3) + " AND " + i);
                }
                statement.execute("UPDATE b SET commits = commits + 1");
                connection.commit();
            }
        }
    }

    private static List<String> model(long commits) {
        List<String> rows = new ArrayList<>();
        for (long i = 0; i < commits; i++) {
            boolean changed = i / 10 < commits / 10;
            if (i % 10 != 4 || !changed) {
                rows.add(i + "|" + (i % 7 + (i % 10 >= 6 && changed ? 100 : 0)) + "|row " + i + "|");
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void restoreBringsAllBack(int nodes) throws Exception {
        List<String> before;
        try (Connection connection =
                        DriverManager.getConnection("jdbc:colonnade:file:" + original + "?nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            fill(statement);
            before = all(statement);
            rows(statement, "BACKUP TO '" + backup + "'");
            fails(statement, "RESTORE FROM '" + backup + "'", "42P07", "the table main.");
            // The same numbers of segments and tables lie in the database that is restored into.
            statement.execute("DROP VIEW sums");
            for (String table : TABLES) {
                statement.execute("DROP TABLE " + table);
            }
            statement.execute("CREATE SCHEMA mine");
            assertThat(rows(statement, "RESTORE FROM '" + backup + "'")).hasSize(1);
            assertThat(all(statement)).isEqualTo(before);
            statement.execute("CREATE TABLE mine.t AS SELECT 1 AS one");
            statement.execute("INSERT INTO small (id) VALUES (4)");
            fails(statement, "INSERT INTO small (id) VALUES (1)", "23505", "small_pkey");
            many(statement, "copies", "id, name");
            statement.execute("OPTIMIZE TABLE copies");
            assertThat(rows(statement, "SELECT COUNT(*) FROM copies")).containsExactly("20000|");
        }
        assertThat(all(backup)).isEqualTo(before);
        Path fresh = folder.resolve("fresh");
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:file:" + fresh + "?nodes=" + nodes);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "RESTORE FROM '" + backup + "'").getFirst())
                    .matches("[1-9][0-9]*\\|0\\|.*");
            assertThat(all(statement)).isEqualTo(before);
        }
        assertThat(all(fresh)).isEqualTo(before);
    }

    @Test
    void aBackupThatCannotBeTakenIsRefused() throws Exception {
        try (Connection connection = open(original);
                Statement statement = connection.createStatement()) {
            fill(statement);
            fails(statement, "BACKUP TO '" + original.resolve("inside") + "'", "22023", "lies in the directory of the");
            fails(statement, "BACKUP TO '" + original + "'", "22023", "lies in the directory of the database");
            Files.createSymbolicLink(folder.resolve("link"), original.resolve("node-0"));
            fails(statement, "BACKUP TO '" + folder.resolve("link/here") + "'", "22023", "lies in the directory");
            fails(statement, "BACKUP TO '" + folder + "'", "42710", "is not empty");
            fails(statement, "BACKUP TO ' '", "22023", "is not the name of a directory");
            Path file = Files.writeString(folder.resolve("file"), "x");
            fails(statement, "BACKUP TO '" + file + "'", "22023", "is a file, not a directory");
            fails(statement, "BACKUP TO '" + file.resolve("below") + "'", "22023", "is a file, not a directory");
            rows(statement, "BACKUP TO '" + backup + "'");
            fails(statement, "BACKUP TO '" + backup + "'", "42710", "holds a database already");
            connection.setAutoCommit(false);
            fails(statement, "BACKUP TO '" + folder.resolve("other") + "'", "25001", "within a transaction");
            connection.rollback();
            fails(statement, "RESTORE FROM '" + backup + "'", "25001", "within a transaction");
            connection.rollback();
            connection.setAutoCommit(true);
            statement.addBatch("BACKUP TO '" + folder.resolve("other") + "'");
            assertThatThrownBy(statement::executeBatch).hasMessageContaining("BACKUP cannot run within");
            assertThat(folder.resolve("other")).doesNotExist();
            assertThat(original.resolve("inside")).doesNotExist();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            fails(statement, "BACKUP TO '" + folder.resolve("other") + "'", "0A000", "COPY t TO");
            fails(statement, "RESTORE FROM '" + backup + "'", "0A000", "jdbc:colonnade:file:");
        }
    }

    @Test
    void whatCannotBeRestoredIsRefusedByName() throws Exception {
        try (Connection connection = open(original);
                Statement statement = connection.createStatement()) {
            fill(statement);
            rows(statement, "BACKUP TO '" + backup + "'");
        }
        Path fresh = folder.resolve("fresh");
        try (Connection connection = open(fresh);
                Statement statement = connection.createStatement()) {
            String restore = "RESTORE FROM '" + backup + "'";
            fails(statement, "RESTORE FROM '" + folder.resolve("none") + "'", "58P01", "none does not exist");
            fails(statement, "RESTORE FROM '" + folder + "'", "22023", "holds no backup");
            fails(statement, "RESTORE FROM '" + fresh + "'", "55006", "in use");
            List<Path> files;
            try (Stream<Path> paths = Files.walk(backup)) {
                files = paths.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                // The name is taken away, so that the original keeps the file.
                Files.delete(file);
                if (!file.toString().endsWith(".image")) {
                    fails(statement, restore, file.endsWith("colonnade.database") ? "22023" : "XX001", name(file));
                }
                byte[] half = java.util.Arrays.copyOf(bytes, bytes.length / 2);
                Files.write(file, half);
                fails(statement, restore, "XX001", name(file));
                Files.delete(file);
                Files.write(file, bytes);
            }
            assertThat(rows(statement, "SELECT 1")).containsExactly("1|");
            try (Stream<Path> left = Files.list(fresh.resolve("node-0/segments"))) {
                assertThat(left).isEmpty();
            }
            rows(statement, restore);
            assertThat(all(statement)).isEqualTo(all(original));
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:colonnade:file:" + folder.resolve("three") + "?nodes=3");
                Statement statement = connection.createStatement()) {
            fails(statement, "RESTORE FROM '" + backup + "'", "22023", "with 1 node, this one has 3 nodes");
        }
    }

    /// What of a file's name an error tells: a damaged snapshot is found with the log beside it.
    private static String name(Path file) {
        String parent = String.valueOf(file.getParent().getFileName());
        return parent.equals("meta") ? "meta" : String.valueOf(file.getFileName());
    }

    @Test
    void nobodyElseMayReadWhileADatabaseIsRestored() throws Exception {
        try (Connection connection = open(original);
                Statement statement = connection.createStatement();
                Connection other = open(original);
                Statement reading = other.createStatement()) {
            fill(statement);
            List<String> before = all(statement);
            rows(statement, "BACKUP TO '" + backup + "'");
            other.setAutoCommit(false);
            rows(reading, "SELECT COUNT(*) FROM big");
            statement.execute("DROP VIEW sums");
            for (String table : TABLES) {
                statement.execute("DROP TABLE " + table);
            }
            fails(statement, "RESTORE FROM '" + backup + "'", "55006", "another transaction is open");
            assertThat(all(reading)).isEqualTo(before);
            other.commit();
            rows(statement, "RESTORE FROM '" + backup + "'");
            assertThat(all(reading)).isEqualTo(before);
            other.commit();
        }
    }
}
