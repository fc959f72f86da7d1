package io.colonnade.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.jdbc.service.QueryStatistics;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.directory.Databases;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.segment.PositionSet;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// VERIFY finds what nobody would do by SQL, and disturbs nobody.
@Timeout(300)
class VerifyTest {
    @TempDir
    private Path directory;

    /// A row of the result.
    private record Found(
            String table, Integer node, Long segment, String check, long rows, String state, String detail) {
        boolean isBad() {
            return state.equals("bad") && !check.equals("all");
        }
    }

    private Connection open(int nodes) throws SQLException {
        return DriverManager.getConnection("jdbc:colonnade:file:" + directory + "?compaction=off&nodes=" + nodes);
    }

    private static List<Found> verify(Statement statement, String sql) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(new Found(
                        rows.getString("table"),
                        rows.getObject("node", Integer.class),
                        rows.getObject("segment", Long.class),
                        rows.getString("check"),
                        rows.getLong("rows"),
                        rows.getString("state"),
                        rows.getString("detail")));
            }
        }
        return found;
    }

    private List<Found> verifyAll(int nodes) throws SQLException {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            return verify(statement, "VERIFY DATABASE");
        }
    }

    private void execute(int nodes, String... statements) throws SQLException {
        try (Connection connection = open(nodes);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// A commit that no statement would make.
    private void commit(int nodes, Function<CatalogSnapshot, MetaCommand.Commit> change) {
        try (MemoryPool pool = MemoryPool.root("test", 1 << 28);
                Database database = Databases.open(directory, nodes, pool, FileSystem.LOCAL, Chance.SYSTEM)) {
            database.metaLog().submit(change.apply(database.metaLog().snapshot()));
        }
    }

    private static MetaCommand.Commit altered(CatalogSnapshot snapshot, TableDefinition before, TableDefinition after) {
        return new MetaCommand.Commit(
                1_000_000, snapshot.version(), List.of(new CatalogChange.AlterTable(before, after)), List.of());
    }

    private static TableDefinition table(CatalogSnapshot snapshot, String name) {
        return snapshot.table("main", name).orElseThrow();
    }

    private static TableDefinition withKeys(TableDefinition table, List<Integer> primary, List<ForeignKey> foreign) {
        return new TableDefinition(
                table.id(),
                table.schema(),
                table.name(),
                table.columns(),
                table.nextColumnId(),
                table.sortKey(),
                table.distribution(),
                table.partitioning(),
                primary,
                foreign);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aKeyThatIsThereTwiceIsFoundAmongAllRows(int nodes) throws SQLException {
        execute(
                nodes,
                "CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR NOT NULL)",
                "INSERT INTO t VALUES (1, 'x'), (1, 'y'), (2, 'x')",
                "INSERT INTO t VALUES (2, 'x'), (3, 'x'), (1, 'x'), (4, 'z'), (1, 'x')",
                "DELETE FROM t WHERE a = 2");
        commit(nodes, snapshot -> {
            TableDefinition table = table(snapshot, "t");
            return altered(snapshot, table, withKeys(table, List.of(1, 2), List.of()));
        });
        List<Found> found = verifyAll(nodes);
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().check()).isEqualTo("primary key");
        assertThat(found.getFirst().rows()).isEqualTo(3);
        assertThat(found.getFirst().detail()).contains("(a, b) = (1, x)", "t_pkey", "DELETE");
        assertThat(found.getLast().check()).isEqualTo("all");
        assertThat(found.getLast().rows()).isEqualTo(6);
        assertThat(found.getLast().state()).isEqualTo("bad");
        assertThat(found.getLast().detail()).startsWith("1 fault in ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRowThatRefersToNoneIsFoundThoughTheOptimizerReliesOnTheKey(int nodes) throws SQLException {
        execute(
                nodes,
                "CREATE TABLE city (id INTEGER PRIMARY KEY)",
                "CREATE TABLE sale (id INTEGER, city INTEGER, CONSTRAINT in_city FOREIGN KEY (city) REFERENCES city)",
                "INSERT INTO city VALUES (1), (2)",
                "INSERT INTO sale VALUES (1, 1), (2, NULL), (3, 2), (4, 7), (5, 7)");
        assertThat(verifyAll(nodes)).noneMatch(Found::isBad);
        commit(nodes, snapshot -> {
            TableDefinition table = table(snapshot, "sale");
            List<ForeignKey> keys =
                    table.foreignKeys().stream().map(key -> key.with(true)).toList();
            return altered(snapshot, table, withKeys(table, List.of(), keys));
        });
        List<Found> found = verifyAll(nodes).stream().filter(Found::isBad).toList();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().check()).isEqualTo("foreign key");
        assertThat(found.getFirst().rows()).isEqualTo(2);
        assertThat(found.getFirst().detail()).contains("(city) = (7)", "in_city");
    }

    @Test
    void copiesThatDifferAreFound() throws SQLException {
        execute(
                3,
                "CREATE TABLE t (a INTEGER, b VARCHAR) REPLICATED",
                "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, NULL)",
                "INSERT INTO t VALUES (4, 'x'), (5, 'y'), (6, NULL)",
                "DELETE FROM t WHERE a = 2");
        assertThat(verifyAll(3)).noneMatch(Found::isBad);
        for (int node : new int[] {1, 2}) {
            commit(3, snapshot -> {
                TableDefinition table = table(snapshot, "t");
                SegmentEntry segment = snapshot.segments(table.id()).stream()
                        .filter(one -> one.node() == node)
                        .toList()
                        .getLast();
                PositionSet rows = PositionSet.empty();
                rows.add(0);
                MetaCommand.Deletion deletion =
                        new MetaCommand.Deletion(table.id(), segment.id(), rows.toDeletedRows());
                return new MetaCommand.Commit(
                        1_000_000 + node,
                        snapshot.version(),
                        false,
                        List.of(),
                        List.of(),
                        List.of(deletion),
                        List.of(),
                        List.of(),
                        null);
            });
            List<Found> found = verifyAll(3).stream().filter(Found::isBad).toList();
            assertThat(found).hasSize(node).allMatch(one -> one.check().equals("copies"));
            assertThat(found.getLast().node()).isEqualTo(node);
            assertThat(found.getLast().detail()).contains("node " + node + " has 4 rows", "node 0, which has 5");
        }
    }

    @Test
    void allDamagedFilesAreNamedAndTheOtherTablesAreRight() throws SQLException, IOException {
        String rows =
                "SELECT a.x + 100 * b.x, 'text ' || a.x, b.x FROM digits a CROSS JOIN digits b CROSS JOIN digits c";
        StringBuilder digits = new StringBuilder("INSERT INTO digits VALUES (0)");
        for (int i = 1; i < 40; i++) {
            digits.append(", (").append(i).append(")");
        }
        execute(
                3,
                "CREATE TABLE digits (x INTEGER)",
                digits.toString(),
                "CREATE TABLE hurt (a INTEGER, s VARCHAR, b INTEGER) DISTRIBUTE BY HASH(a) INTO 3 SLOTS",
                "INSERT INTO hurt " + rows,
                "CREATE TABLE whole DISTRIBUTE BY HASH(a) AS SELECT * FROM hurt");
        assertThat(verifyAll(3)).hasSize(3).noneMatch(Found::isBad);
        Path image = file("node-0", ".image");
        Path parquet = file("node-2", ".parquet");
        try (Connection connection = open(3);
                Statement statement = connection.createStatement()) {
            // Checked, and still to be read again.
            statement.executeQuery("SELECT SUM(a), MAX(s), SUM(b) FROM hurt").close();
            damage(image);
            damage(parquet);
            List<Found> found = verify(statement, "VERIFY DATABASE");
            List<Found> bad = found.stream().filter(Found::isBad).toList();
            assertThat(bad.stream().map(Found::table)).containsOnly("hurt");
            assertThat(bad.stream().map(Found::check)).containsExactly("image", "parquet");
            assertThat(bad.getFirst().node()).isZero();
            assertThat(bad.getFirst().detail()).contains(image.toString(), "made again");
            assertThat(bad.getLast().node()).isEqualTo(2);
            assertThat(bad.getLast().detail()).contains(parquet.toString(), "backup");
            assertThat(found.stream().filter(one -> one.check().equals("all")).map(Found::state))
                    .containsExactly("ok", "bad", "ok");
        }
    }

    /// That of the first segment with files on a node.
    private Path file(String node, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(node).resolve("segments"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .min((a, b) -> Long.compare(number(a), number(b)))
                    .orElseThrow();
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static void damage(Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.READ, java.nio.file.StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
            channel.read(one, 5000);
            one.put(0, (byte) ~one.get(0)).rewind();
            channel.write(one, 5000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void statementsGoOnMeanwhileAndAreNotSeen(int nodes) throws Exception {
        String url = "jdbc:colonnade:mem:verify" + nodes + "?nodes=" + nodes;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ExecutorService writers = Executors.newCachedThreadPool()) {
            statement.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR, c INTEGER) ORDER BY (c, b)");
            statement.execute("CREATE TABLE r (a INTEGER PRIMARY KEY, b VARCHAR) REPLICATED");
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Integer>> ends = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int base = writer * 100_000;
                Callable<Integer> work = () -> {
                    try (Connection own = DriverManager.getConnection(url);
                            Statement changes = own.createStatement()) {
                        int i = base;
                        while (!done.get()) {
                            i++;
                            changes.execute("INSERT INTO t VALUES (" + i + ", 'text " + i % 7 + "', " + -i + ")");
                            changes.execute("UPDATE t SET c = c + 1 WHERE a = " + (base + (i - base) / 2));
                            changes.execute("INSERT INTO r VALUES (" + i + ", NULL)");
                            changes.execute("DELETE FROM r WHERE a = " + (i - 3));
                        }
                        return i - base;
                    }
                };
                ends.add(writers.submit(work));
            }
            try {
                for (int round = 0; round < 15; round++) {
                    assertThat(verify(statement, "VERIFY DATABASE")).noneMatch(Found::isBad);
                }
            } finally {
                done.set(true);
            }
            int rows = 0;
            for (Future<Integer> end : ends) {
                rows += end.get();
            }
            assertThat(verify(statement, "VERIFY TABLE t").getLast().rows()).isEqualTo(rows);
        }
    }

    @Test
    void aCancelAndATimeLimitStopItAndProgressIsTold() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:colonnade:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE d (x INTEGER)");
            statement.execute("INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            statement.execute("CREATE TABLE t AS SELECT a.x + 10 * b.x AS p, 'a text of some length ' || c.x AS s,"
                    + " e.x * f.x AS q FROM d a, d b, d c, d e, d f, d g, d h WHERE h.x < 5");
            try (ResultSet rows = statement.executeQuery("VERIFY DATABASE")) {
                assertThat(rows.next()).isTrue();
                QueryStatistics first = statement.unwrap(QueryStatistics.class);
                assertThat(first.rowsScanned()).isEqualTo(10);
                while (rows.next()) {}
                QueryStatistics last = statement.unwrap(QueryStatistics.class);
                assertThat(last.rowsScanned()).isEqualTo(5_000_010);
                assertThat(last.bytesRead()).isGreaterThan(first.bytesRead());
            }
            try (Statement second = connection.createStatement();
                    ExecutorService others = Executors.newSingleThreadExecutor()) {
                Future<?> cancel = others.submit(() -> {
                    Thread.sleep(60);
                    second.cancel();
                    return null;
                });
                long started = System.nanoTime();
                assertThatThrownBy(() -> verify(second, "VERIFY TABLE t"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
                cancel.get();
                assertThat(System.nanoTime() - started).isLessThan(10_000_000_000L);
                // Closed in the middle, it lets go of everything.
                try (ResultSet rows = second.executeQuery("VERIFY DATABASE")) {
                    assertThat(rows.next()).isTrue();
                }
                assertThat(verify(second, "VERIFY DATABASE")).noneMatch(Found::isBad);
            }
        }
    }
}
