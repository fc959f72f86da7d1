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
    private static final int FLIPS = 300;

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

    /// An error that names the file, or the right rows (a byte between the parts); never wrong ones.
    private boolean isRefused(Path file) {
        try {
            assertThat(read()).isEqualTo(rows);
            return false;
        } catch (EngineException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA);
            assertThat(e.message()).contains(file.toString());
            return true;
        }
    }

    @Test
    void aFlippedBitInAnImageIsNamedOrHarmless() throws IOException {
        byte[] whole = Files.readAllBytes(image);
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            long at = i < 64 ? i : random.nextLong(Files.size(image));
            int bit = random.nextInt(8);
            flip(image, at, bit);
            // Another version is no damage: that image is made again.
            refused += isRefused(image) ? 1 : 0;
            Files.write(image, whole);
        }
        assertThat(refused).isGreaterThan(FLIPS * 9 / 10);
        assertThat(read()).isEqualTo(rows);
    }

    @Test
    void anImageThatWasCutIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(image);
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            int length = i < 3 ? i * 40 : random.nextInt(whole.length);
            Files.write(image, Arrays.copyOf(whole, length));
            assertThat(isRefused(image)).isTrue();
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
        Files.delete(image);
        assertThat(isRefused(parquet)).isTrue();
        flip(parquet, at, 3);
        assertThat(read()).isEqualTo(rows);
    }

    @Test
    void aParquetFileThatIsMissingOrCutIsNamedAtOpening() throws IOException {
        byte[] whole = Files.readAllBytes(parquet);
        Files.write(parquet, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(this::open)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(parquet + " is damaged");
        Files.delete(parquet);
        assertThatThrownBy(this::open).isInstanceOf(EngineException.class).hasMessage(parquet + " is missing");
        Files.write(parquet, whole);
        assertThat(read()).isEqualTo(rows);
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
