package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.segment.Damage;
import io.colonnade.storage.segment.SegmentLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {
    private static final long MIB = 1 << 20;
    private static final long SEED = 77;
    private static final int FLIPS = 100;

    @TempDir
    private Path directory;

    private MemoryPool root;
    private TableDefinition definition;
    private List<List<Datum>> rows;
    private long segmentId;
    private Path image;
    private Path parquet;

    @BeforeEach
    void load() {
        root = MemoryPool.root("process", 1024 * MIB);
        RandomTable table = new RandomTable(SEED, 3000, List.of(3), 0.1);
        try (MemoryPool query = root.child("query");
                Database database = open()) {
            definition = table.define(database, "t", new Distribution.Replicated());
            SegmentEntry entry =
                    table.load(database, definition, query, 1, 1000, 512 * MIB).getFirst();
            segmentId = entry.id();
            rows = RandomTable.read(database, segmentId, definition);
        }
        image = directory.resolve("node-0/segments/" + segmentId + ".image");
        parquet = directory.resolve("node-0/segments/" + segmentId + ".parquet");
    }

    @AfterEach
    void everyByteIsGivenBack() {
        assertThat(root.allocatedBytes()).isZero();
        root.close();
    }

    private Database open() {
        return Databases.open(directory, 1, root, FileSystem.LOCAL, Chance.SYSTEM);
    }

    private List<List<Datum>> read() {
        try (Database database = open()) {
            return RandomTable.read(database, segmentId, definition);
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
            channel.write(one, at);
        }
    }

    /// The right rows, whatever there is of the image; answers whether it was made again.
    private boolean isMended() throws IOException {
        Path aside = directory.resolve("node-0/segments/" + segmentId + ".image.damaged");
        try (Database database = open()) {
            assertThat(RandomTable.read(database, segmentId, definition)).isEqualTo(rows);
            boolean mended = Files.deleteIfExists(aside);
            assertThat(database.health().all().stream().map(Damage::state).toList())
                    .isEqualTo(mended ? List.of(Damage.State.YELLOW) : List.of());
            return mended;
        }
    }

    /// An error that names the file.
    private void isRefused(String reason) {
        try (Database database = open()) {
            assertThatThrownBy(() -> RandomTable.read(database, segmentId, definition))
                    .isInstanceOfSatisfying(EngineException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA);
                        assertThat(e.message())
                                .isEqualTo("table \"main.t\" is damaged on node 0: " + parquet + " " + reason);
                        assertThat(e.hint()).startsWith("put the file back from a backup");
                    });
            assertThat(database.health().isRed(segmentId)).isTrue();
        }
    }

    @Test
    void aFlippedBitInAnImageIsMendedOrHarmless() throws IOException {
        byte[] whole = Files.readAllBytes(image);
        Random random = new Random(SEED);
        int mended = 0;
        for (int i = 0; i < FLIPS; i++) {
            long at = i < 64 ? i : random.nextLong(Files.size(image));
            flip(image, at, random.nextInt(8));
            // Another version is no damage: that image is made again and not set aside.
            mended += isMended() ? 1 : 0;
            Files.write(image, whole);
        }
        assertThat(mended).isGreaterThan(FLIPS * 9 / 10);
    }

    @Test
    void anImageThatWasCutIsMended() throws IOException {
        byte[] whole = Files.readAllBytes(image);
        Random random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            int length = i < 3 ? i * 40 : random.nextInt(whole.length);
            Files.write(image, Arrays.copyOf(whole, length));
            assertThat(isMended()).isTrue();
            assertThat(Files.readAllBytes(image)).isEqualTo(whole);
        }
    }

    @Test
    void anImageThatIsDamagedWhileItIsMappedIsMendedBetweenTwoBlocks() throws IOException {
        for (boolean cut : List.of(false, true)) {
            try (Database database = open();
                    SegmentLease lease = database.node(0).segments().open(segmentId)) {
                int columns = definition.columns().size();
                String before = lease.segment().column(1, 0).toString();
                byte[] whole = Files.readAllBytes(image);
                if (cut) {
                    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
                        channel.truncate(64);
                    }
                } else {
                    for (long at = 64; at < whole.length; at += 16) {
                        flip(image, at, 5);
                    }
                }
                for (int column = 2; column <= columns; column++) {
                    assertThat(lease.segment().column(column, 0).length()).isEqualTo(rows.size());
                }
                assertThat(before).isNotEmpty();
                assertThat(RandomTable.read(database, segmentId, definition)).isEqualTo(rows);
                assertThat(database.health().all())
                        .singleElement()
                        .satisfies(damage -> assertThat(damage.reason()).contains("is set aside as"));
                assertThat(Files.readAllBytes(image)).isEqualTo(whole);
            }
            Files.delete(directory.resolve("node-0/segments/" + segmentId + ".image.damaged"));
        }
    }

    @Test
    void anImageThatWasSetAsideIsToldUntilItIsDeleted() throws IOException {
        flip(image, 70, 1);
        Path aside = directory.resolve("node-0/segments/" + segmentId + ".image.damaged");
        read();
        assertThat(aside).exists();
        flip(image, 70, 1);
        read();
        assertThat(aside.resolveSibling(segmentId + ".image.damaged-2")).exists();
        try (Database database = open()) {
            assertThat(database.health().all()).hasSize(1);
        }
        Files.delete(aside);
        Files.delete(aside.resolveSibling(segmentId + ".image.damaged-2"));
        try (Database database = open()) {
            assertThat(database.health().all()).isEmpty();
        }
    }

    @Test
    void aMissingImageIsMadeAgainByteForByte() throws IOException {
        byte[] whole = Files.readAllBytes(image);
        Files.delete(image);
        assertThat(read()).isEqualTo(rows);
        assertThat(Files.readAllBytes(image)).isEqualTo(whole);
    }

    @Test
    void aDamagedParquetFileIsNamedWhenItIsNeeded() throws IOException {
        long at = Files.size(parquet) / 2;
        flip(parquet, at, 3);
        assertThat(read()).isEqualTo(rows);
        Files.delete(image);
        isRefused("is damaged: it does not match its checksum");
        flip(parquet, at, 3);
        assertThat(read()).isEqualTo(rows);
    }

    @Test
    void aDamagedImageStaysWhereItIsIfTheParquetFileIsNoBetter() throws IOException {
        flip(parquet, Files.size(parquet) / 2, 3);
        flip(image, 20, 3);
        byte[] damaged = Files.readAllBytes(image);
        isRefused("is damaged: it does not match its checksum");
        assertThat(Files.readAllBytes(image)).isEqualTo(damaged);
    }

    @Test
    void aParquetFileThatIsMissingOrCutMakesTheSegmentRedAtOpening() throws IOException {
        byte[] whole = Files.readAllBytes(parquet);
        Files.write(parquet, Arrays.copyOf(whole, whole.length - 1));
        isRefused("is damaged: it has " + (whole.length - 1) + " bytes, not " + whole.length);
        Files.delete(parquet);
        isRefused("is missing");
        Files.createDirectory(parquet);
        isRefused("is damaged: it has " + Files.size(parquet) + " bytes, not " + whole.length);
        Files.delete(parquet);
        try (Database database = open()) {
            assertThat(database.health().isRed(segmentId)).isTrue();
            Files.write(parquet, whole);
            database.health().clear(segmentId);
            assertThat(RandomTable.read(database, segmentId, definition)).isEqualTo(rows);
        }
        assertThat(read()).isEqualTo(rows);
    }

    @Test
    void aSmallSegmentWhoseBytesInTheLogAreDamagedIsRed() {
        RandomTable small = new RandomTable(SEED + 1, 3, List.of(3), 0.1);
        TableDefinition table;
        try (MemoryPool query = root.child("query");
                Database database = open()) {
            table = small.define(database, "small", new Distribution.Replicated());
            small.load(database, table, query, 1, 1000, 512 * MIB);
            SegmentEntry entry =
                    database.metaLog().snapshot().segments(table.id()).getFirst();
            byte[] bytes = entry.inline().clone();
            bytes[bytes.length / 2] ^= 4;
            RandomTable.commit(database, List.of(), List.of(WithInline.of(entry, entry.id() + 50, bytes)));
        }
        try (Database database = open()) {
            List<SegmentEntry> entries = database.metaLog().snapshot().segments(table.id());
            assertThat(entries).hasSize(2);
            assertThat(RandomTable.read(database, entries.getFirst().id(), table))
                    .hasSize(3);
            assertThatThrownBy(
                            () -> RandomTable.read(database, entries.getLast().id(), table))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("table \"main.small\" is damaged on node 0: the metadata log");
            assertThat(RandomTable.read(database, segmentId, definition)).isEqualTo(rows);
        }
    }

    /// A segment with other bytes in the log.
    private static final class WithInline {
        static SegmentEntry of(SegmentEntry entry, long id, byte[] bytes) {
            return new SegmentEntry(
                    id,
                    entry.tableId(),
                    entry.node(),
                    entry.slot(),
                    entry.partition(),
                    entry.rowCount(),
                    entry.sorted(),
                    entry.fileBytes(),
                    entry.fileChecksum(),
                    entry.imageBytes(),
                    entry.imageChecksum(),
                    bytes,
                    entry.columns(),
                    entry.sketches(),
                    entry.deleted());
        }
    }

    @Test
    void aDamagedManifestIsNamed() throws IOException {
        Path manifest = directory.resolve("colonnade.database");
        for (int at = 0; at < Files.size(manifest); at++) {
            flip(manifest, at, at % 8);
            assertThatThrownBy(this::open)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(manifest.toString());
            flip(manifest, at, at % 8);
        }
    }
}
