package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.meta.PinnedSnapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDatabaseTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path directory;

    private MemoryPool root;
    private MemoryPool query;

    @BeforeEach
    void open() {
        root = MemoryPool.root("process", 1024 * MIB);
        query = root.child("query");
    }

    @AfterEach
    void everyByteIsGivenBack() {
        assertThat(root.allocatedBytes()).isZero();
        query.close();
        root.close();
    }

    private Database database() {
        return Databases.open(directory, 1, root, FileSystem.LOCAL, Chance.SYSTEM);
    }

    private List<Path> segmentFiles() throws IOException {
        try (Stream<Path> paths = Files.list(directory.resolve("node-0/segments"))) {
            return paths.sorted().toList();
        }
    }

    @Test
    void rowsAreThereAfterTheDatabaseIsOpenedAgain() {
        RandomTable table = new RandomTable(21, 70_000, List.of(3, 13), 0.1);
        TableDefinition definition;
        try (Database database = database()) {
            definition = table.define(database, "t", new Distribution.Hashed(List.of(1), 1));
            List<SegmentEntry> entries = table.load(database, definition, query, 2, 1000, 512 * MIB);
            LoadRoundTripTest.check(table, database, definition, entries);
        }
        try (Database database = database()) {
            TableDefinition found =
                    database.metaLog().snapshot().table("MAIN", "T").orElseThrow();
            assertThat(found).isEqualTo(definition);
            LoadRoundTripTest.check(
                    table, database, definition, database.metaLog().snapshot().segments(definition.id()));
        }
    }

    @Test
    void aSmallSegmentHasNoFilesAndIsThereAfterTheDatabaseIsOpenedAgain() throws IOException {
        RandomTable table = new RandomTable(23, 40, List.of(3, 13), 0.1);
        TableDefinition definition;
        try (Database database = database()) {
            definition = table.define(database, "t", new Distribution.Hashed(List.of(1), 1));
            List<SegmentEntry> entries = table.load(database, definition, query, 2, 10, 512 * MIB);
            assertThat(entries).allMatch(SegmentEntry::isInline);
            LoadRoundTripTest.check(table, database, definition, entries);
            assertThat(segmentFiles()).isEmpty();
        }
        try (Database database = database()) {
            List<SegmentEntry> found = database.metaLog().snapshot().segments(definition.id());
            assertThat(found).hasSize(1).allMatch(SegmentEntry::isInline);
            LoadRoundTripTest.check(table, database, definition, found);
            long before = root.allocatedBytes();
            RandomTable.commit(database, List.of(new CatalogChange.DropTable(definition.id())), List.of());
            assertThat(root.allocatedBytes()).isLessThan(before);
        }
    }

    @Test
    @Tag("slow")
    void duckDbReadsTheSameRowsInTheSameOrder() throws SQLException {
        for (double nullShare : new double[] {0, 0.2}) {
            Path here = directory.resolve("nulls-" + nullShare);
            RandomTable table = new RandomTable(22, 70_000, List.of(3, 13), nullShare);
            try (Database database = Databases.open(here, 1, root, FileSystem.LOCAL, Chance.SYSTEM)) {
                TableDefinition definition = table.define(database, "t", new Distribution.Hashed(List.of(1), 1));
                List<SegmentEntry> entries = table.load(database, definition, query, 2, 1000, 512 * MIB);
                for (SegmentEntry entry : entries) {
                    Path file = here.resolve("node-0/segments/" + entry.id() + ".parquet");
                    assertThat(duckDb(file, table))
                            .isEqualTo(canonical(RandomTable.read(database, entry.id(), definition)));
                }
            }
        }
    }

    /// Minus zero is zero here, as in SQL.
    private static List<List<Datum>> canonical(List<List<Datum>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value instanceof Datum.Real real ? Datum.of(real.value() + 0.0) : value)
                        .toList())
                .toList();
    }

    private static List<List<Datum>> duckDb(Path file, RandomTable table) throws SQLException {
        List<List<Datum>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select * from read_parquet('" + file + "')")) {
            while (result.next()) {
                List<Datum> row = new ArrayList<>();
                for (int i = 0; i < table.kinds.size(); i++) {
                    row.add(datum(table.kinds.get(i), result, i + 1));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Datum datum(RandomTable.Kind kind, ResultSet result, int column) throws SQLException {
        if (result.getObject(column) == null) {
            return Datum.NULL;
        }
        return switch (kind) {
            case SMALL_INT, WIDE_INT, LONG_NARROW, LONG_WIDE, LONG_FEW, CONSTANT_INT, SMALL, STEPS ->
                Datum.of(result.getLong(column));
            case DAY -> Datum.of(((LocalDate) result.getObject(column)).toEpochDay());
            case MONEY -> {
                BigDecimal value = result.getBigDecimal(column);
                assertThat(value.scale()).isEqualTo(2);
                yield Datum.of(value.unscaledValue().longValueExact());
            }
            case HUGE_DECIMAL -> {
                BigInteger value = result.getBigDecimal(column).unscaledValue();
                yield new Datum.Wide(value);
            }
            case REAL, REAL_FEW -> Datum.of(result.getDouble(column) + 0.0);
            case MOMENT -> Datum.of(result.getObject(column) == null ? 0L : micros(result, column));
            case FLAG -> Datum.of(result.getBoolean(column));
            case SHORT_TEXT, LONG_TEXT, UNIQUE_TEXT, CONSTANT_TEXT, ALL_NULL -> Datum.of(result.getString(column));
        };
    }

    private static long micros(ResultSet result, int column) throws SQLException {
        java.time.LocalDateTime moment = result.getObject(column, java.time.LocalDateTime.class);
        return java.time.temporal.ChronoUnit.MICROS.between(java.time.LocalDateTime.of(1970, 1, 1, 0, 0), moment);
    }

    @Test
    void aSecondOpeningIsRefusedInOneSentence() {
        try (Database first = database()) {
            assertThat(first.nodeCount()).isEqualTo(1);
            assertThatThrownBy(this::database)
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_IN_USE))
                    .hasMessage("the database in " + directory + " is in use by another process");
        }
    }

    @Test
    void anotherNodeCountIsRefusedAndZeroTakesTheOneThatIsThere() {
        Databases.open(directory, 3, root, FileSystem.LOCAL, Chance.SYSTEM).close();
        assertThatThrownBy(() -> Databases.open(directory, 2, root, FileSystem.LOCAL, Chance.SYSTEM))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has 3 nodes, not 2: open it with nodes=3");
        try (Database again = Databases.open(directory, 0, root, FileSystem.LOCAL, Chance.SYSTEM)) {
            assertThat(again.nodeCount()).isEqualTo(3);
            assertThat(again.defaultSlots()).isEqualTo(12);
        }
    }

    @Test
    void filesOfADroppedTableGoWhenNoSnapshotIsPinned() throws IOException {
        RandomTable table = new RandomTable(23, 1000, List.of(), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            table.load(database, definition, query, 1, 1000, 512 * MIB);
            try (PinnedSnapshot pin = database.metaLog().pin()) {
                RandomTable.commit(database, List.of(new CatalogChange.DropTable(definition.id())), List.of());
                assertThat(database.metaLog().snapshot().tables()).isEmpty();
                assertThat(RandomTable.read(database, pin.snapshot(), definition))
                        .hasSize(1000);
                assertThat(segmentFiles()).hasSize(2);
            }
            assertThat(segmentFiles()).isEmpty();
        }
    }

    @Test
    void filesThatNoSnapshotListsAreDeletedWhenTheDatabaseIsOpened() throws IOException {
        RandomTable table = new RandomTable(24, 1000, List.of(), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            table.load(database, definition, query, 1, 1000, 512 * MIB);
        }
        Files.writeString(directory.resolve("node-0/segments/99.parquet"), "from a load that was killed");
        Files.createDirectories(directory.resolve("node-0/temporary"));
        Files.writeString(directory.resolve("node-0/temporary/0.run"), "spilled rows");
        database().close();
        assertThat(segmentFiles()).hasSize(2);
        assertThat(directory.resolve("node-0/temporary")).doesNotExist();
    }

    @Test
    void parquetPagesAreCutAtBlocksAndCarryIndexes() throws IOException {
        RandomTable table = new RandomTable(25, 150_000, List.of(3), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            SegmentEntry entry =
                    table.load(database, definition, query, 1, 4096, 512 * MIB).getFirst();
            Path file = directory.resolve("node-0/segments/" + entry.id() + ".parquet");
            assertThat(Files.size(file)).isEqualTo(entry.fileBytes());
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
                assertThat(reader.getRowGroups()).hasSize(1);
                for (ColumnChunkMetaData column :
                        reader.getRowGroups().getFirst().getColumns()) {
                    OffsetIndex pages = reader.readOffsetIndex(column);
                    assertThat(pages.getPageCount()).isEqualTo(3);
                    assertThat(pages.getFirstRowIndex(1)).isEqualTo(65536);
                    assertThat(pages.getFirstRowIndex(2)).isEqualTo(131072);
                    // Parquet has no bounds for pages with NaN.
                    if (!column.getPath().toDotString().equals("real")) {
                        assertThat(reader.readColumnIndex(column)).isNotNull();
                    }
                }
                assertThat(reader.getFileMetaData()
                                .getSchema()
                                .getType("day")
                                .getId()
                                .intValue())
                        .isEqualTo(3);
            }
        }
    }
}
