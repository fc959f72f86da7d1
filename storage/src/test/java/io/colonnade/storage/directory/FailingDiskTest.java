package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.SlotFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {
    private static final long MIB = 1 << 20;
    private static final List<RandomTable.Kind> KINDS =
            List.of(RandomTable.Kind.DAY, RandomTable.Kind.UNIQUE_TEXT, RandomTable.Kind.MONEY);

    @TempDir
    private Path directory;

    private final FullDisk disk = new FullDisk();
    private MemoryPool root;
    private MemoryPool query;

    @BeforeEach
    void open() {
        root = MemoryPool.root("process", 1024 * MIB);
        query = root.child("query");
    }

    @AfterEach
    void everyByteIsGivenBack() {
        assertThat(query.allocatedBytes()).isZero();
        query.close();
        assertThat(root.allocatedBytes()).isZero();
        root.close();
    }

    private Database database() {
        return Databases.open(directory, 1, root, disk, Chance.SYSTEM);
    }

    private List<Path> files(String folder) throws IOException {
        Path path = directory.resolve(folder);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(path)) {
            return paths.toList();
        }
    }

    @Test
    @Tag("slow")
    void aFullDiskAtAnyByteEndsTheLoadAndLeavesNothing() throws IOException {
        RandomTable table = new RandomTable(31, 300_000, KINDS, List.of(1), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            long before = disk.bytesWritten;
            table.load(database, definition, query, 2, 4096, MIB);
            assertThat(table.spilledBytes).isPositive();
            long needed = disk.bytesWritten - before;
            int segments = files("node-0/segments").size();
            Random random = new Random(31);
            for (int i = 0; i < 15; i++) {
                disk.bytesLeft = random.nextLong(needed * 9 / 10);
                EngineException error = catchThrowableOfType(
                        EngineException.class, () -> table.load(database, definition, query, 2, 4096, MIB));
                assertThat(error.code()).isEqualTo(ErrorCode.DISK_FULL);
                assertThat(error.message()).contains(directory.toString());
                disk.bytesLeft = Long.MAX_VALUE;
                assertThat(files("node-0/segments")).hasSize(segments);
                assertThat(files("node-0/temporary")).isEmpty();
            }
            assertThat(RandomTable.read(database, database.metaLog().snapshot(), definition))
                    .hasSize(table.rows.size());
            table.load(database, definition, query, 2, 4096, MIB);
            assertThat(RandomTable.read(database, database.metaLog().snapshot(), definition))
                    .hasSize(2 * table.rows.size());
        }
    }

    @Test
    void aCommitThatFindsTheDiskFullIsRefusedAndTheNextOneGoesThrough() {
        RandomTable table = new RandomTable(32, 10, KINDS, List.of(), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            CatalogChange drop = new CatalogChange.DropTable(definition.id());
            disk.bytesLeft = 3;
            assertThatThrownBy(() -> RandomTable.commit(database, List.of(drop), List.of()))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
            assertThat(database.metaLog().snapshot().tables()).hasSize(1);
            disk.bytesLeft = Long.MAX_VALUE;
            RandomTable.commit(database, List.of(drop), List.of());
        }
        try (Database database = database()) {
            assertThat(database.metaLog().snapshot().tables()).isEmpty();
        }
    }

    @Test
    void afterAFailedSyncTheLogTakesNothingMore() {
        RandomTable table = new RandomTable(33, 10, KINDS, List.of(), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            CatalogChange drop = new CatalogChange.DropTable(definition.id());
            disk.syncsLeft = 0;
            assertThatThrownBy(() -> RandomTable.commit(database, List.of(drop), List.of()))
                    .hasMessageContaining("cannot be synced");
            disk.syncsLeft = Integer.MAX_VALUE;
            assertThatThrownBy(() -> RandomTable.commit(database, List.of(drop), List.of()))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO))
                    .hasMessageContaining("takes no more commands");
            assertThat(database.metaLog().snapshot().tables()).hasSize(1);
        }
        // The outcome was unknown; here the command had reached the disk.
        try (Database database = database()) {
            assertThat(database.metaLog().snapshot().tables()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void aLoadThatIsCancelledAnywhereGivesEverythingBack() throws IOException {
        RandomTable table = new RandomTable(34, 300_000, KINDS, List.of(1), 0);
        try (Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            for (int after = 1; after < 160; after += 20) {
                AtomicInteger checks = new AtomicInteger(after);
                LoadSession session = database.node(0)
                        .load(new LoadRequest(definition, SlotFunction.all(-1), query, MIB, () -> {
                            if (checks.decrementAndGet() <= 0) {
                                throw new EngineException(ErrorCode.CANCELLED, "stopped by a test");
                            }
                        }));
                try {
                    assertThatThrownBy(() -> {
                                table.append(session, 2, 4096);
                                session.finish().forEach(job -> job.run());
                            })
                            .hasMessage("stopped by a test");
                } finally {
                    session.abort();
                }
                assertThat(query.allocatedBytes()).isZero();
                assertThat(files("node-0/segments")).isEmpty();
                assertThat(files("node-0/temporary")).isEmpty();
            }
        }
    }

    @Test
    void nullInAColumnThatIsNotNullIsRefused() {
        RandomTable table = new RandomTable(35, 1000, KINDS, List.of(), 0.01);
        try (Database database = database()) {
            TableDefinition nullable = table.define(database, "t", new Distribution.Replicated());
            TableDefinition strict = new TableDefinition(
                    nullable.id(),
                    nullable.schema(),
                    nullable.name(),
                    nullable.columns().stream()
                            .map(column -> new ColumnDefinition(column.id(), column.name(), column.type(), false))
                            .toList(),
                    List.of(),
                    nullable.distribution(),
                    List.of(),
                    List.of());
            assertThatThrownBy(() -> table.load(database, strict, query, 1, 100, MIB))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_NULL_VIOLATION))
                    .hasMessageContaining("of table t");
        }
    }

    @Test
    void memoryThatIsRefusedSendsRowsToFiles() {
        RandomTable table = new RandomTable(36, 400_000, KINDS, List.of(3), 0);
        try (MemoryPool small = query.child("small", 32 * MIB);
                Database database = database()) {
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            table.load(database, definition, small, 2, 4096, 1024 * MIB);
            assertThat(table.spilledBytes).isPositive();
            assertThat(RandomTable.read(database, database.metaLog().snapshot(), definition))
                    .hasSize(table.rows.size());
        }
    }
}
