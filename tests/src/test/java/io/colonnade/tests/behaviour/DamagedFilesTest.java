package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A damaged file of a database gives the right answer or an error that names it, never a wrong answer.
class DamagedFilesTest {
    private static final long SEED = 20261121;
    private static final String QUERY =
            "SELECT count(*), sum(a), min(s), max(s), sum(d), count(DISTINCT s) FROM t WHERE a >= 0";

    @TempDir
    static Path directory;

    private static List<String> expected = List.of();

    @BeforeAll
    static void makeADatabase() throws SQLException, IOException {
        Path rows = directory.resolve("rows.csv");
        Random random = new Random(SEED);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i + ",text " + random.nextInt(300) + "," + random.nextInt(100_000) / 100.0);
        }
        Files.write(rows, lines);
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:file:" + directory.resolve("db"))) {
            DatabaseTest.run(connection, "CREATE TABLE t (a INTEGER, s VARCHAR, d DECIMAL(10, 2)) ORDER BY (s)");
            DatabaseTest.run(connection, "COPY t FROM '" + rows + "'");
            expected = answer(connection);
        }
    }

    @Test
    void aFlippedBitIsNamedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        TreeMap<String, Integer> named = new TreeMap<>();
        for (Path file : files(directory.resolve("db"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; bytes.length > 0 && i < 20; i++) {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                named.merge(kind(file), check(file, flipped, bytes) ? 1 : 0, Integer::sum);
            }
        }
        System.out.println("errors among 20 flips per file: " + named);
        assertThat(named.values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    }

    @Test
    void aTruncatedFileIsNamedOrHarmless() throws IOException {
        Random random = new Random(SEED);
        TreeMap<String, Integer> named = new TreeMap<>();
        for (Path file : files(directory.resolve("db"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; bytes.length > 0 && i < 10; i++) {
                byte[] cut = Arrays.copyOf(bytes, i == 0 ? 0 : random.nextInt(bytes.length));
                named.merge(kind(file), check(file, cut, bytes) ? 1 : 0, Integer::sum);
            }
        }
        System.out.println("errors among 10 truncations per file: " + named);
        assertThat(named.values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    }

    /// Whether the damage was noticed.
    private static boolean check(Path file, byte[] damaged, byte[] sound) throws IOException {
        Files.write(file, damaged);
        try (Connection connection = DatabaseTest.open("jdbc:colonnade:file:" + directory.resolve("db"))) {
            assertThat(answer(connection))
                    .as("seed " + SEED + ", damaged " + file)
                    .isEqualTo(expected);
            return false;
        } catch (SQLException e) {
            assertThat(e.getMessage())
                    .as("seed " + SEED + ", damaged " + file)
                    .contains(file.getFileName().toString());
            assertThat(e.getSQLState()).as(e.getMessage()).isIn("XX001", "58030", "58P01");
            return true;
        } finally {
            Files.write(file, sound);
        }
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        return name.replaceAll("[0-9a-f]*\\d[0-9a-f]*", "N");
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().contains("lock"))
                    .toList();
        }
    }

    private static List<String> answer(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(QUERY)) {
            List<String> row = new ArrayList<>();
            result.next();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getString(i));
            }
            return row;
        }
    }
}
