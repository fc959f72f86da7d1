package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.Partition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.directory.RandomTable.Kind;
import io.colonnade.storage.image.DamagedImage;
import io.colonnade.storage.segment.Damage;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.verify.Check;
import io.colonnade.storage.verify.Fault;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.VerifyRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every check finds what it is there for.
class VerifiedSegmentsTest {
    private static final long MIB = 1 << 20;
    private static final int ROWS = 70_000;
    private static final List<Kind> KINDS = List.of(
            Kind.WIDE_INT, Kind.SMALL_INT, Kind.SHORT_TEXT, Kind.MONEY, Kind.REAL, Kind.HUGE_DECIMAL, Kind.FLAG);
    private static final int WIDE_INT = 1;
    private static final int SMALL_INT = 2;
    private static final int SHORT_TEXT = 3;

    @TempDir
    private Path directory;

    private MemoryPool root;
    private Database database;
    private int tables;
    private TableDefinition table;
    private SegmentEntry segment;
    private Path image;
    private Path parquet;

    @BeforeEach
    void load() {
        root = MemoryPool.root("process", 1024 * MIB);
        database = Databases.open(directory, 1, root, FileSystem.LOCAL, Chance.SYSTEM);
        fill(new RandomTable(5, ROWS, KINDS, List.of(SMALL_INT, SHORT_TEXT), 0.1), new Distribution.Replicated());
    }

    private void fill(RandomTable rows, Distribution distribution) {
        try (MemoryPool query = root.child("query")) {
            table = rows.define(database, "t" + tables++, distribution);
            segment = rows.load(database, table, query, 1, 1000, 512 * MIB).getFirst();
        }
        image = directory.resolve("node-0/segments/" + segment.id() + ".image");
        parquet = directory.resolve("node-0/segments/" + segment.id() + ".parquet");
    }

    @AfterEach
    void everyByteIsGivenBack() {
        database.close();
        assertThat(root.allocatedBytes()).isZero();
        root.close();
    }

    private SegmentReport verify(TableDefinition definition, SegmentEntry entry, int home) {
        try (MemoryPool pool = root.child("verification")) {
            return database.node(0).verify(new VerifyRequest(definition, entry, home, pool, () -> {}));
        }
    }

    private List<Fault> faults() {
        return verify(table, segment, 0).faults();
    }

    private static void assertOnly(List<Fault> faults, Check check) {
        assertThat(faults).isNotEmpty().allMatch(fault -> fault.check() == check);
    }

    private SegmentEntry changed(
            long rowCount, boolean sorted, long fileBytes, int fileChecksum, List<ColumnStatistics> columns) {
        return new SegmentEntry(
                segment.id(),
                segment.tableId(),
                segment.node(),
                segment.slot(),
                segment.partition(),
                rowCount,
                sorted,
                fileBytes,
                fileChecksum,
                segment.imageBytes(),
                segment.imageChecksum(),
                segment.inline(),
                columns,
                segment.sketches(),
                segment.deleted());
    }

    private SegmentEntry withStatistics(int columnId, Datum min, Datum max, long nulls) {
        List<ColumnStatistics> columns = segment.columns().stream()
                .map(one -> one.columnId() == columnId ? new ColumnStatistics(columnId, min, max, nulls, 1) : one)
                .toList();
        return changed(segment.rowCount(), segment.sorted(), segment.fileBytes(), segment.fileChecksum(), columns);
    }

    private ColumnStatistics statistics(int columnId) {
        return segment.columns().stream()
                .filter(one -> one.columnId() == columnId)
                .findFirst()
                .orElseThrow();
    }

    private TableDefinition withSortKey(List<Integer> key) {
        return new TableDefinition(
                table.id(),
                table.schema(),
                table.name(),
                table.columns(),
                key,
                table.distribution(),
                List.of(),
                List.of());
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 4)).rewind();
            channel.write(one, at);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSoundSegmentHasNoFaults(Kind kind) {
        for (double nulls : new double[] {0, 0.2, 1}) {
            for (int rows : nulls == 0.2 ? new int[] {1, 50, ROWS} : new int[] {1, 9_000}) {
                fill(new RandomTable(rows, rows, List.of(kind), List.of(1), nulls), new Distribution.Replicated());
                SegmentReport report = verify(table, segment, 0);
                assertThat(report.faults()).isEmpty();
                assertThat(report.isWhole()).isTrue();
                assertThat(report.liveRows()).isEqualTo(rows);
            }
        }
    }

    @Test
    void aSoundSegmentInMemoryHasNoFaultsAndADamagedOneIsNamed() {
        try (MemoryPool pool = root.child("memory");
                Database memory = Databases.inMemory(1, pool, FileSystem.LOCAL, Chance.SYSTEM);
                MemoryPool query = root.child("query")) {
            RandomTable rows = new RandomTable(5, ROWS, KINDS, List.of(SMALL_INT), 0.1);
            table = rows.define(memory, "t", new Distribution.Replicated());
            segment = rows.load(memory, table, query, 1, 1000, 512 * MIB).getFirst();
            VerifyRequest request = new VerifyRequest(table, segment, 0, query, () -> {});
            assertThat(memory.node(0).verify(request).faults()).isEmpty();
            try (SegmentLease lease = memory.node(0).segments().open(segment.id())) {
                Column.Plain column = (Column.Plain) lease.segment().column(WIDE_INT, 0);
                column.values().set(Lanes.INT, 80, Lanes.int32(column.values(), 20) ^ 1);
            }
            List<Fault> faults = memory.node(0).verify(request).faults();
            assertOnly(faults, Check.IMAGE);
            assertThat(faults.getFirst().detail()).contains("segment " + segment.id(), "wide_int", "load it anew");
        }
    }

    @Test
    void anInlineSegmentThatDiffersFromItsChecksumIsNamed() {
        fill(new RandomTable(5, 20, KINDS, List.of(SMALL_INT), 0.1), new Distribution.Replicated());
        assertThat(segment.isInline()).isTrue();
        assertThat(faults()).isEmpty();
        segment.inline()[100] ^= 1;
        assertOnly(faults(), Check.IMAGE);
        segment.inline()[100] ^= 1;
    }

    @Test
    void aParquetFileThatChangedWasCutOrIsMissingIsNamed() throws IOException {
        byte[] right = Files.readAllBytes(parquet);
        flip(parquet, 1000);
        List<Fault> faults = faults();
        assertOnly(faults, Check.PARQUET);
        assertThat(faults.getFirst().detail()).contains(parquet + " is damaged", "backup");
        Files.write(parquet, Arrays.copyOf(right, right.length - 10));
        assertOnly(faults(), Check.PARQUET);
        Files.delete(parquet);
        assertOnly(faults(), Check.PARQUET);
        assertThat(database.health().all().getFirst().reason()).isEqualTo("is damaged: it does not match its checksum");
        // No row is lost while the image is right.
        assertThat(RandomTable.read(database, segment.id(), table)).hasSize(ROWS);
        assertThat(database.health().all()).hasSize(1).allMatch(damage -> damage.state() == Damage.State.YELLOW);
        Files.write(parquet, right);
        assertThat(faults()).isEmpty();
        assertThat(database.health().all()).isEmpty();
    }

    @Test
    void aSegmentOfWhichBothFilesAreDamagedIsRedUntilOneIsPutBack() throws IOException {
        byte[] right = Files.readAllBytes(parquet);
        flip(parquet, 1000);
        flip(image, 100_000);
        assertThat(faults().stream().map(Fault::check)).containsExactlyInAnyOrder(Check.PARQUET, Check.IMAGE);
        assertThat(database.health().isRed(segment.id())).isTrue();
        assertThatThrownBy(() -> RandomTable.read(database, segment.id(), table))
                .hasMessageContaining(parquet.toString());
        Files.write(parquet, right);
        assertThat(faults().stream().map(Fault::check)).containsExactly(Check.IMAGE);
        assertThat(database.health().isRed(segment.id())).isFalse();
        assertThat(faults()).isEmpty();
        assertThat(RandomTable.read(database, segment.id(), table)).hasSize(ROWS);
    }

    @Test
    void anImageIsReadAgainThoughItsBlocksWereCheckedBefore() throws IOException {
        assertThat(faults()).isEmpty();
        byte[] right = Files.readAllBytes(image);
        List<List<Datum>> rows = RandomTable.read(database, segment.id(), table);
        flip(image, 100_000);
        List<Fault> faults = faults();
        assertOnly(faults, Check.IMAGE);
        assertThat(faults.getFirst().detail()).contains(image + " is damaged", "is set aside and made again");
        // So it was, and whoever opens the segment has the new one.
        assertThat(faults()).isEmpty();
        assertThat(Files.readAllBytes(image)).isEqualTo(right);
        assertThat(RandomTable.read(database, segment.id(), table)).isEqualTo(rows);
        assertThat(database.health().all()).hasSize(1).allMatch(damage -> damage.state() == Damage.State.YELLOW);
    }

    @Test
    void eachByteOfAnImageCounts() throws IOException {
        long size = Files.size(image);
        for (long at = 0; at < size; at += size / 20) {
            flip(image, at);
            assertThat(faults()).as("byte " + at).isNotEmpty().noneMatch(fault -> fault.check() == Check.PARQUET);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void aDamagedColumnDoesNotHideAnother() throws IOException {
        DamagedImage.value(image, WIDE_INT, 20_000, 1);
        DamagedImage.zone(image, SMALL_INT, Datum.of(-50L), Datum.of(3L), 0);
        flip(parquet, 1000);
        assertThat(faults().stream().map(Fault::check)).contains(Check.PARQUET, Check.ZONES);
    }

    @Test
    void anImageThatIsMissingIsNoFault() throws IOException {
        Files.delete(image);
        assertThat(faults()).isEmpty();
        assertThat(image).exists();
    }

    @Test
    void valuesThatDifferFromTheParquetFileAreNamedWhateverTheChecksumsSay() throws IOException {
        DamagedImage.value(image, WIDE_INT, 20_000, 1);
        List<Fault> faults = faults();
        assertThat(faults).anyMatch(fault -> fault.check() == Check.VALUES && fault.rows() == 1);
        assertThat(faults.getFirst().detail()).contains("wide_int", "row", parquet.toString(), image.toString());
    }

    @Test
    void aDictionaryOutOfOrderIsNamed() throws IOException {
        DamagedImage.dictionary(image, SHORT_TEXT);
        assertThat(faults())
                .anyMatch(
                        fault -> fault.check() == Check.IMAGE && fault.detail().contains("dictionary"));
    }

    @Test
    void aParquetFileOfAnotherSegmentIsNamedThoughItsChecksumIsRight() throws IOException {
        Path other = directory.resolve("node-0/segments/other");
        Files.copy(parquet, other);
        int checksum = segment.fileChecksum();
        SegmentEntry before = segment;
        fill(new RandomTable(6, ROWS, KINDS, List.of(SMALL_INT, SHORT_TEXT), 0.1), new Distribution.Replicated());
        byte[] right = Files.readAllBytes(parquet);
        Files.move(other, parquet, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        List<Fault> faults = verify(table, changed(ROWS, true, Files.size(parquet), checksum, segment.columns()), 0)
                .faults();
        assertOnly(faults, Check.PARQUET);
        assertThat(faults.getFirst().detail()).contains("holds segment " + before.id());
        Files.write(parquet, right);
    }

    @Test
    void anotherNumberOfRowsIsNamed() {
        List<Fault> faults = verify(
                        table,
                        changed(ROWS + 1, true, segment.fileBytes(), segment.fileChecksum(), segment.columns()),
                        0)
                .faults();
        // Of the image and of the Parquet file.
        assertOnly(faults, Check.ROWS);
    }

    @Test
    void otherColumnsAreNamed() {
        List<ColumnStatistics> fewer = segment.columns().subList(1, KINDS.size());
        assertOnly(
                verify(table, changed(ROWS, true, segment.fileBytes(), segment.fileChecksum(), fewer), 0)
                        .faults(),
                Check.ROWS);
    }

    @Test
    void deletedRowsThatAreNoneAreNamed() {
        PositionSet beyond = PositionSet.empty();
        beyond.add(3);
        beyond.add(ROWS);
        assertOnly(verify(table, segment.with(beyond.toDeletedRows()), 0).faults(), Check.DELETED);
        DeletedRows wrong = new DeletedRows(7, beyond.toDeletedRows().positions());
        assertOnly(verify(table, segment.with(wrong), 0).faults(), Check.DELETED);
        PositionSet right = PositionSet.empty();
        right.add(ROWS - 1);
        SegmentReport report = verify(table, segment.with(right.toDeletedRows()), 0);
        assertThat(report.faults()).isEmpty();
        assertThat(report.liveRows()).isEqualTo(ROWS - 1);
        assertThat(report.contentHash()).isNotEqualTo(verify(table, segment, 0).contentHash());
    }

    @Test
    void rowsOutOfOrderAreNamed() {
        List<Fault> faults = verify(withSortKey(List.of(WIDE_INT)), segment, 0).faults();
        assertOnly(faults, Check.ORDER);
        assertThat(faults.getFirst().rows()).isBetween(ROWS / 4L, ROWS * 3L / 4);
        SegmentEntry unsorted = changed(ROWS, false, segment.fileBytes(), segment.fileChecksum(), segment.columns());
        assertThat(verify(withSortKey(List.of(WIDE_INT)), unsorted, 0).faults()).isEmpty();
        // The second column of the key counts where the first one is equal.
        assertOnly(verify(withSortKey(List.of(SMALL_INT, WIDE_INT)), segment, 0).faults(), Check.ORDER);
        assertThat(verify(withSortKey(List.of(SMALL_INT)), segment, 0).faults()).isEmpty();
    }

    @Test
    void statisticsThatAreNotExactAreNamed() {
        ColumnStatistics right = statistics(SMALL_INT);
        Datum more = Datum.of(((Datum.Int) right.max()).value() + 1);
        Datum less = Datum.of(((Datum.Int) right.max()).value() - 1);
        for (SegmentEntry entry : List.of(
                withStatistics(SMALL_INT, right.min(), more, right.nullCount()),
                withStatistics(SMALL_INT, right.min(), less, right.nullCount()),
                withStatistics(SMALL_INT, Datum.NULL, right.max(), right.nullCount()),
                withStatistics(SMALL_INT, right.min(), right.max(), right.nullCount() + 1),
                withStatistics(SMALL_INT, right.min(), Datum.of("text"), right.nullCount()))) {
            List<Fault> faults = verify(table, entry, 0).faults();
            assertOnly(faults, Check.STATISTICS);
            assertThat(faults.getFirst().detail()).contains("small_int", image.toString());
        }
    }

    @Test
    void aZoneThatDoesNotBoundItsBlockIsNamed() throws IOException {
        DamagedImage.zone(image, SMALL_INT, Datum.of(-100L), Datum.of(5L), 0);
        assertThat(faults()).anyMatch(fault -> fault.check() == Check.ZONES && fault.rows() == 65536);
    }

    @Test
    void aNullInARowThatLivesIsNamed() {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        ColumnDefinition old = columns.get(WIDE_INT - 1);
        columns.set(WIDE_INT - 1, new ColumnDefinition(old.id(), old.name(), old.type(), false));
        TableDefinition strict = table.withColumns(columns, columns.size() + 1);
        List<Fault> faults = verify(strict, segment, 0).faults();
        assertOnly(faults, Check.NOT_NULL);
        assertThat(faults.getFirst().rows()).isEqualTo(statistics(WIDE_INT).nullCount());
        PositionSet deleted = PositionSet.empty();
        List<List<Datum>> rows = RandomTable.read(database, segment.id(), table);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).getFirst().isNull()) {
                deleted.add(i);
            }
        }
        assertThat(verify(strict, segment.with(deleted.toDeletedRows()), 0).faults())
                .isEmpty();
    }

    @Test
    void aColumnWithoutInitialValueThatMustHaveOneIsNamed() {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.add(new ColumnDefinition(99, "late", Kind.WIDE_INT.type, false));
        assertOnly(verify(table.withColumns(columns, 100), segment, 0).faults(), Check.NOT_NULL);
    }

    @Test
    void aSegmentOrRowsInAWrongSlotAreNamed() {
        assertOnly(verify(table, segment, 1).faults(), Check.SLOT);
        // The rows were dealt by another hash than that of the engine.
        fill(new RandomTable(5, 100, KINDS, List.of(), 0), new Distribution.Hashed(List.of(WIDE_INT), 4));
        List<Fault> faults = verify(table, segment, 0).faults();
        assertOnly(faults, Check.SLOT);
        assertThat(faults.getFirst().rows()).isBetween(1L, segment.rowCount());
        fill(new RandomTable(5, 100, KINDS, List.of(), 0), new Distribution.Hashed(List.of(WIDE_INT), 1));
        assertThat(faults()).isEmpty();
    }

    @Test
    void rowsOutsideOfTheirPartitionAreNamed() {
        assertThat(segment.partition()).isEqualTo(Partition.NONE);
        Partition.Scheme scheme = new Partition.Scheme(
                SMALL_INT, List.of(new Partition(1, "p1", Datum.of(0L)), new Partition(2, "p2", Datum.NULL)));
        assertOnly(verify(table.withPartitions(scheme), segment, 0).faults(), Check.PARTITION);
        SegmentEntry first = placed(1);
        List<Fault> faults = verify(table.withPartitions(scheme), first, 0).faults();
        assertOnly(faults, Check.PARTITION);
        assertThat(faults.getFirst().rows()).isBetween(ROWS / 3L, ROWS * 2L / 3);
        Partition.Scheme all = new Partition.Scheme(SMALL_INT, List.of(new Partition(1, "p1", Datum.NULL)));
        assertThat(verify(table.withPartitions(all), first, 0).faults()).isEmpty();
    }

    private SegmentEntry placed(int partition) {
        return new SegmentEntry(
                segment.id(),
                segment.tableId(),
                segment.node(),
                segment.slot(),
                partition,
                segment.rowCount(),
                segment.sorted(),
                segment.fileBytes(),
                segment.fileChecksum(),
                segment.imageBytes(),
                segment.imageChecksum(),
                segment.inline(),
                segment.columns(),
                segment.sketches(),
                segment.deleted());
    }

    @Test
    void theContentOfTwoSegmentsIsTheSameWhateverTheOrderOfTheirRows() {
        long content = verify(table, segment, 0).contentHash();
        RandomTable other = new RandomTable(5, ROWS, KINDS, List.of(WIDE_INT), 0.1);
        fill(other, new Distribution.Replicated());
        assertThat(verify(table, segment, 0).contentHash()).isEqualTo(content);
        other.rows.set(7, other.rows.get(8));
        fill(other, new Distribution.Replicated());
        assertThat(verify(table, segment, 0).contentHash()).isNotEqualTo(content);
    }

    @Test
    void aCancelStopsItAndGivesAllBack() {
        AtomicInteger calls = new AtomicInteger();
        try (MemoryPool pool = root.child("verification")) {
            assertThatThrownBy(() -> database.node(0).verify(new VerifyRequest(table, segment, 0, pool, () -> {
                        if (calls.incrementAndGet() == 12) {
                            throw new CancellationException();
                        }
                    })))
                    .isInstanceOf(CancellationException.class);
        }
    }
}
