package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.segment.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that no snapshot lists go only if the log is known to be the newest one.
class UnlistedFilesTest {
    private static final long MIB = 1 << 20;
    private static final RandomTable ROWS = new RandomTable(5, 2000, List.of(3), 0.1);

    @TempDir
    private Path folder;

    private Path directory;
    private MemoryPool root;
    private MemoryPool query;
    private TableDefinition table;

    @BeforeEach
    void open() {
        directory = folder.resolve("database");
        root = MemoryPool.root("process", 1024 * MIB);
        query = root.child("query");
        try (Database database = database()) {
            table = ROWS.define(database, "t", new Distribution.Replicated());
            load(database);
        }
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

    private long load(Database database) {
        List<SegmentEntry> entries = ROWS.load(database, table, query, 1, 1000, 512 * MIB);
        return entries.getFirst().id();
    }

    private Path segments() {
        return directory.resolve("node-0/segments");
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> all = Files.list(segments())) {
            return new TreeSet<>(
                    all.map(file -> String.valueOf(file.getFileName())).toList());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> old = Files.list(to)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    private List<String> told() {
        try (Database database = database()) {
            assertThat(database.health().all()).allMatch(damage -> damage.state() == Damage.State.YELLOW);
            return database.health().all().stream().map(Damage::reason).toList();
        }
    }

    @Test
    void whatAKilledProcessLeftIsDeleted() throws IOException {
        Set<String> before = names();
        for (String name : List.of("98.parquet", "98.image", "99.image.tmp")) {
            Files.writeString(segments().resolve(name), "from a load that was killed");
        }
        assertThat(told()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void newerSegmentsOutliveAnOlderLog() throws IOException {
        Path older = folder.resolve("older");
        Path newest = folder.resolve("newest");
        // Copied while the database was open: its ids were set apart already.
        long second;
        try (Database database = database()) {
            load(database);
            copy(directory.resolve("meta"), older);
            second = load(database);
        }
        long third;
        try (Database database = database()) {
            third = load(database);
        }
        copy(directory.resolve("meta"), newest);
        Set<String> before = names();
        copy(older, directory.resolve("meta"));
        long fourth;
        for (int round = 0; round < 2; round++) {
            try (Database database = database()) {
                assertThat(names()).isEqualTo(before);
                assertThat(database.health().all())
                        .singleElement()
                        .satisfies(
                                damage -> assertThat(damage.file()).contains(second + ".parquet", third + ".parquet"));
                assertThat(RandomTable.read(database, database.metaLog().snapshot(), table))
                        .hasSize(4000);
            }
        }
        try (Database database = database()) {
            // What is written now takes no name that is taken.
            fourth = load(database);
            assertThat(fourth).isGreaterThan(third);
        }
        assertThat(told()).hasSize(1);
        copy(newest, directory.resolve("meta"));
        try (Database database = database()) {
            assertThat(RandomTable.read(database, database.metaLog().snapshot(), table))
                    .hasSize(8000);
            assertThat(names()).contains(fourth + ".parquet");
        }
    }

    @Test
    void anOlderLogOfTheSameProcessIsNoticed() throws IOException {
        Path older = folder.resolve("older");
        try (Database database = database()) {
            load(database);
            copy(directory.resolve("meta"), older);
            load(database);
        }
        Set<String> before = names();
        copy(older, directory.resolve("meta"));
        assertThat(told()).singleElement().asString().contains("is an older copy");
        assertThat(told()).singleElement().asString().contains("was older or cut off");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void nothingIsDeletedAfterTheLogWasCutOff() throws IOException {
        Files.writeString(segments().resolve("98.parquet"), "perhaps of the commit that was cut off");
        Path log = directory.resolve("meta/log-0");
        Files.write(log, new byte[] {9, 0, 0, 0, 1, 2, 3}, StandardOpenOption.APPEND);
        assertThat(told()).singleElement().asString().contains("had a damaged end that was cut off");
        assertThat(told()).hasSize(1);
        assertThat(names()).contains("98.parquet");
        Files.delete(segments().resolve("98.parquet"));
        assertThat(told()).isEmpty();
        assertThat(directory.resolve("colonnade.kept")).doesNotExist();
    }

    @Test
    void nothingIsDeletedIfNothingTellsHowFarTheLogCame() throws IOException {
        Files.writeString(segments().resolve("98.parquet"), "from a load that was killed");
        Files.delete(directory.resolve("colonnade.reached"));
        assertThat(told()).singleElement().asString().contains("nothing tells how long it was");
        assertThat(names()).contains("98.parquet");
    }

    @Test
    void filesThatAreNotOursAreLeftAlone() throws IOException {
        Files.writeString(segments().resolve("notes.txt"), "where the backups are");
        Files.writeString(segments().resolve("7.image.damaged"), "set aside");
        assertThat(told()).containsExactly("belong to no segment");
        assertThat(names()).contains("notes.txt", "7.image.damaged");
    }

    @Test
    void aDatabaseWithoutItsManifestIsNotMadeAnew() throws IOException {
        Path manifest = directory.resolve("colonnade.database");
        byte[] bytes = Files.readAllBytes(manifest);
        Files.delete(manifest);
        assertThatThrownBy(this::database)
                .isInstanceOf(EngineException.class)
                .hasMessage(manifest + " is missing, and there is data");
        Files.write(manifest, bytes);
        assertThat(told()).isEmpty();
    }
}
