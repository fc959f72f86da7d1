package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged file makes its table red or yellow, and leaves the rest of the database usable.
@Timeout(300)
class HealthTest {
    private static final int ROWS = 30_000;
    private static final String SUMS = "SELECT count(*), sum(id), min(s), max(s) FROM big";

    @TempDir
    private Path folder;

    private Path directory;
    private int nodes;

    private EngineSession open() throws EngineFailure {
        String url = "jdbc:colonnade:file:" + directory + "?nodes=" + nodes;
        return new EmbeddedEngineProvider().open(ConnectionUrl.parse(url, new Properties()));
    }

    private void make(int nodeCount) throws Exception {
        nodes = nodeCount;
        directory = folder.resolve("database-" + nodeCount);
        Path csv = folder.resolve("rows.csv");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(i).append(",text number ").append(i * 7919 % ROWS).append('\n');
        }
        Files.writeString(csv, text);
        try (EngineSession session = open()) {
            run(session, "CREATE TABLE big (id INTEGER NOT NULL, s VARCHAR) DISTRIBUTE BY HASH(id) INTO 3 SLOTS");
            run(session, "COPY big FROM '" + csv + "'");
            run(
                    session,
                    "CREATE TABLE parted (id INTEGER NOT NULL, s VARCHAR) DISTRIBUTE BY HASH(id) INTO 3 SLOTS"
                            + " PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (15000),"
                            + " PARTITION high VALUES LESS THAN (MAXVALUE))");
            run(session, "CREATE TABLE other (id INTEGER NOT NULL, s VARCHAR)");
            run(session, "COPY other FROM '" + csv + "'");
            run(session, "CREATE TABLE small (id INTEGER)");
            run(session, "INSERT INTO small VALUES (1), (2)");
            assertThat(session.warnings()).noneMatch(warning -> warning.contains("the database is"));
            assertThat(rows(session, "SHOW HEALTH"))
                    .containsExactly(
                            "null|null|null|null|green|no damage is known|VERIFY DATABASE reads all that is stored"
                                    + " and proves it|null|");
        }
    }

    private static void run(EngineSession session, String sql) throws EngineFailure {
        session.execute(StatementRequest.of(sql)).close();
    }

    private static List<String> rows(EngineSession session, String sql) throws Exception {
        try (StatementResult result = session.execute(StatementRequest.of(sql))) {
            return HostileEngine.rows(result);
        }
    }

    private static void fails(EngineSession session, String sql, String... parts) throws Exception {
        try {
            rows(session, sql);
        } catch (EngineFailure e) {
            assertThat(e.sqlState()).as(sql + ": " + e.getMessage()).isEqualTo(ErrorCode.CORRUPT_DATA.sqlState());
            assertThat(e.getMessage()).as(sql).contains(parts);
            assertThat(e.hint()).as(sql).contains("put the file back from a backup");
            return;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(sql + ": " + e.getMessage()).isEqualTo(ErrorCode.CORRUPT_DATA.sqlState());
            assertThat(e.getMessage()).as(sql).contains(parts).contains("put the file back from a backup");
            return;
        }
        throw new AssertionError(sql + " succeeded");
    }

    /// The oldest Parquet file on the last node, which is one of `big` at first.
    private Path parquet() throws IOException {
        return parquets().getFirst();
    }

    private List<Path> parquets() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("node-" + (nodes - 1) + "/segments"))) {
            return all.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted(Comparator.comparingLong(HealthTest::segment))
                    .toList();
        }
    }

    private static long segment(Path file) {
        String name = String.valueOf(file.getFileName());
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static Path image(Path parquet) {
        return parquet.resolveSibling(segment(parquet) + ".image");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTableWhoseParquetFileIsLostIsRedAndTheOthersGoOn(int nodeCount) throws Exception {
        make(nodeCount);
        Path parquet = parquet();
        byte[] bytes = Files.readAllBytes(parquet);
        Files.delete(parquet);
        List<String> right;
        try (EngineSession session = open()) {
            assertThat(session.warnings().getFirst())
                    .isEqualTo("the database is red: 1 table is red: big; SHOW HEALTH tells more");
            List<String> health = rows(session, "SHOW HEALTH");
            assertThat(health).hasSize(2);
            assertThat(health.get(0)).startsWith("null|null|null|null|red|1 table is red: big|");
            assertThat(health.get(1))
                    .startsWith(
                            "big|" + (nodes - 1) + "|" + segment(parquet) + "|" + parquet + "|red|is missing|put the");
            String told = "table \"main.big\" is damaged on node " + (nodes - 1) + ": " + parquet + " is missing";
            for (String sql : List.of(
                    SUMS,
                    "SELECT b.id FROM big b JOIN other o ON b.id = o.id WHERE o.id = 5",
                    "UPDATE big SET s = 'x' WHERE id >= 0",
                    "DELETE FROM big WHERE id >= 0",
                    "MERGE INTO big USING small ON big.id = small.id WHEN MATCHED THEN DELETE",
                    "INSERT INTO small SELECT id FROM big",
                    "OPTIMIZE TABLE big")) {
                fails(session, sql, told);
            }
            right = rows(session, SUMS.replace("big", "other"));
            assertThat(rows(session, "SELECT sum(id) FROM small")).containsExactly("3|");
            // As many as make compaction look at the table, a few times.
            for (int i = 0; i < 40; i++) {
                run(session, "INSERT INTO big VALUES (" + (ROWS + i) + ", 'new')");
            }
            assertThat(rows(session, "SHOW HEALTH")).hasSize(2);
            fails(session, SUMS, told);
            Files.write(parquet, bytes);
            assertThat(rows(session, "VERIFY TABLE big")).noneMatch(row -> row.contains("|bad|"));
            assertThat(rows(session, "SHOW HEALTH").getFirst()).contains("|green|");
            assertThat(rows(session, "SELECT count(*), sum(id) FROM big WHERE s <> 'new'"))
                    .containsExactly(
                            right.getFirst().substring(0, right.getFirst().indexOf("text")));
            assertThat(rows(session, "SELECT count(*) FROM big")).containsExactly(ROWS + 40 + "|");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rowsThatAreLostCanBeGivenUp(int nodeCount) throws Exception {
        make(nodeCount);
        for (String sql : List.of("TRUNCATE TABLE big", "DROP TABLE big")) {
            Path parquet = sql.startsWith("TRUNCATE") ? parquet() : parquets().getLast();
            Files.write(parquet, new byte[10]);
            try (EngineSession session = open()) {
                assertThat(rows(session, "SHOW HEALTH").get(1)).contains("|red|is damaged: it has 10 bytes, not ");
                run(session, sql);
                assertThat(rows(session, "SHOW HEALTH"))
                        .singleElement()
                        .asString()
                        .contains("|green|");
                if (sql.startsWith("TRUNCATE")) {
                    run(session, "INSERT INTO big SELECT * FROM other");
                    assertThat(rows(session, SUMS)).isEqualTo(rows(session, SUMS.replace("big", "other")));
                }
            }
            assertThat(parquet).doesNotExist();
        }
        try (EngineSession session = open()) {
            run(session, "INSERT INTO parted SELECT * FROM other WHERE id < 15000");
            run(session, "TRUNCATE TABLE other");
        }
        Path parquet = parquet();
        Files.delete(parquet);
        try (EngineSession session = open()) {
            fails(session, "SELECT count(*) FROM parted", "main.parted");
            run(session, "ALTER TABLE parted DROP PARTITION low");
            assertThat(rows(session, "SELECT count(*) FROM parted")).containsExactly("0|");
            assertThat(rows(session, "SHOW HEALTH")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTableWhoseImageIsDamagedIsYellowAndItsAnswersAreRight(int nodeCount) throws Exception {
        make(nodeCount);
        Path image = image(parquet());
        byte[] bytes = Files.readAllBytes(image);
        byte[] damaged = bytes.clone();
        for (int at = 64; at < damaged.length - 2000; at += 40) {
            damaged[at] ^= 8;
        }
        try (EngineSession session = open()) {
            // Mapped, and its blocks not touched yet.
            assertThat(rows(session, "SELECT count(*) FROM big WHERE id < -1")).containsExactly("0|");
            Files.write(image, damaged);
            assertThat(rows(session, SUMS)).isEqualTo(rows(session, SUMS.replace("big", "other")));
            assertThat(rows(session, "SHOW HEALTH").get(1)).contains("|yellow|was damaged and is set aside as ");
            assertThat(Files.readAllBytes(image)).isEqualTo(bytes);
        }
        Path aside = image.resolveSibling(image.getFileName() + ".damaged");
        assertThat(Files.readAllBytes(aside)).isEqualTo(damaged);
        try (EngineSession session = open()) {
            assertThat(session.warnings().getFirst()).startsWith("the database is yellow: 1 table is yellow: big;");
            Files.delete(aside);
            rows(session, "VERIFY DATABASE");
            assertThat(rows(session, "SHOW HEALTH").getFirst()).contains("|green|");
        }
        Files.write(image, damaged);
        try (EngineSession session = open()) {
            assertThat(rows(session, "VERIFY TABLE big")).anyMatch(row -> row.contains("|image|"));
            assertThat(rows(session, "SHOW HEALTH").getFirst()).contains("|yellow|");
            assertThat(rows(session, SUMS)).isEqualTo(rows(session, SUMS.replace("big", "other")));
            assertThat(Files.readAllBytes(image)).isEqualTo(bytes);
        }
        byte[] parquet = Files.readAllBytes(parquet());
        parquet[parquet.length / 2] ^= 1;
        Files.write(parquet(), parquet);
        try (EngineSession session = open()) {
            rows(session, "VERIFY TABLE big");
            // All rows are in the image.
            assertThat(rows(session, SUMS)).isEqualTo(rows(session, SUMS.replace("big", "other")));
            assertThat(rows(session, "SHOW HEALTH").getFirst()).contains("|yellow|");
        }
        Files.delete(image);
        try (EngineSession session = open()) {
            for (int round = 0; round < 2; round++) {
                fails(session, SUMS, parquet().toString(), "does not match its checksum");
                assertThat(rows(session, "SHOW HEALTH").getFirst()).contains("|red|");
            }
        }
    }
}
