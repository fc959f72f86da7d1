package io.colonnade.storage.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMetaLogTest {
    @TempDir
    private Path directory;

    private final List<Long> released = new ArrayList<>();

    private LocalMetaLog memory() {
        return LocalMetaLog.inMemory(2, this::release);
    }

    private LocalMetaLog open() throws IOException {
        return LocalMetaLog.durable(LogFile.open(FileSystem.LOCAL, directory, 2), this::release);
    }

    private void release(List<SegmentEntry> segments) {
        segments.forEach(segment -> released.add(segment.id()));
    }

    private static long reserve(MetaLog log, MetaCommand.IdKind kind) {
        return log.submit(new MetaCommand.ReserveIds(kind, 10)).firstId();
    }

    private static TableDefinition table(long id, String name, List<ForeignKey> keys) {
        return new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                name,
                List.of(new ColumnDefinition(1, "a", Type.INTEGER, true)),
                List.of(),
                new Distribution.Hashed(List.of(1), 4),
                List.of(),
                keys);
    }

    private static SegmentEntry segment(long id, long tableId, long rows) {
        return new SegmentEntry(
                id,
                tableId,
                0,
                0,
                -1,
                rows,
                false,
                100,
                1,
                200,
                2,
                new byte[0],
                List.of(),
                List.of(),
                DeletedRows.NONE);
    }

    private static MetaResult commit(MetaLog log, List<CatalogChange> changes, SegmentEntry... adds) {
        return log.submit(new MetaCommand.Commit(1, log.snapshot().version(), changes, List.of(adds)));
    }

    private static MetaCommand.Commit removing(MetaCommand.RemovedSegment removed) {
        return new MetaCommand.Commit(1, 2, false, List.of(), List.of(), List.of(), List.of(removed), List.of(), null);
    }

    private static void expect(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aCommitIsVisibleAsAWholeOrNotAtAll() {
        LocalMetaLog log = memory();
        long id = reserve(log, MetaCommand.IdKind.TABLE);
        long first = reserve(log, MetaCommand.IdKind.SEGMENT);
        CatalogSnapshot before = log.snapshot();
        MetaResult result =
                commit(log, List.of(new CatalogChange.CreateTable(table(id, "T", List.of()))), segment(first, id, 7));
        assertThat(result.version()).isEqualTo(before.version() + 1);
        assertThat(before.tables()).isEmpty();
        assertThat(log.snapshot().table("main", "t")).isPresent();
        assertThat(log.snapshot().segments(id)).hasSize(1);
        assertThat(log.snapshot().statistics(id).rowCount()).isEqualTo(7);
        // The second change is refused, so the segment of the same command is not added.
        expect(
                ErrorCode.DUPLICATE_TABLE,
                () -> commit(
                        log,
                        List.of(new CatalogChange.CreateTable(table(id + 1, "t", List.of()))),
                        segment(first + 1, id, 7)));
        assertThat(log.snapshot().segments(id)).hasSize(1);
        assertThat(log.snapshot().version()).isEqualTo(result.version());
    }

    @Test
    void aDropConflictsWithADropAndWithRowsForTheTable() {
        LocalMetaLog log = memory();
        long id = reserve(log, MetaCommand.IdKind.TABLE);
        long first = reserve(log, MetaCommand.IdKind.SEGMENT);
        commit(log, List.of(new CatalogChange.CreateTable(table(id, "t", List.of()))), segment(first, id, 7));
        ForeignKey key = new ForeignKey("u_fkey", List.of(1), id, List.of(1), false);
        commit(log, List.of(new CatalogChange.CreateTable(table(id + 1, "u", List.of(key)))));
        MetaCommand.RemovedSegment removed = new MetaCommand.RemovedSegment(id, first, 0);
        log.submit(removing(removed));
        expect(ErrorCode.CONFLICT, () -> log.submit(removing(removed)));
        commit(log, List.of(new CatalogChange.DropTable(id)));
        expect(ErrorCode.CONFLICT, () -> commit(log, List.of(new CatalogChange.DropTable(id))));
        expect(ErrorCode.CONFLICT, () -> commit(log, List.of(), segment(first + 1, id, 7)));
        assertThat(log.snapshot().table(id + 1).orElseThrow().foreignKeys()).isEmpty();
    }

    @Test
    void aRemovedSegmentIsReleasedWhenTheLastOlderPinIsClosed() {
        LocalMetaLog log = memory();
        long id = reserve(log, MetaCommand.IdKind.TABLE);
        long first = reserve(log, MetaCommand.IdKind.SEGMENT);
        commit(log, List.of(new CatalogChange.CreateTable(table(id, "t", List.of()))), segment(first, id, 7));
        PinnedSnapshot one = log.pin();
        PinnedSnapshot two = log.pin();
        commit(log, List.of(new CatalogChange.DropTable(id)));
        PinnedSnapshot later = log.pin();
        one.close();
        one.close();
        assertThat(released).isEmpty();
        two.close();
        assertThat(released).containsExactly(first);
        later.close();
    }

    @Test
    void statisticsChangeTheirVersionOnlyWithAFifthOfTheRows() {
        LocalMetaLog log = memory();
        long id = reserve(log, MetaCommand.IdKind.TABLE);
        long next = reserve(log, MetaCommand.IdKind.SEGMENT);
        commit(log, List.of(new CatalogChange.CreateTable(table(id, "t", List.of()))), segment(next, id, 1000));
        long version = log.snapshot().statisticsVersion();
        commit(log, List.of(), segment(next + 1, id, 100));
        assertThat(log.snapshot().statisticsVersion()).isEqualTo(version);
        commit(log, List.of(), segment(next + 2, id, 100));
        assertThat(log.snapshot().statisticsVersion()).isEqualTo(version + 1);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterEachOpening() throws IOException {
        LogFile.create(FileSystem.LOCAL, directory);
        List<Long> ids = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            try (LocalMetaLog log = open()) {
                assertThat(log.snapshot().tables()).hasSize(ids.size());
                long id = reserve(log, MetaCommand.IdKind.TABLE);
                assertThat(ids).doesNotContain(id);
                ids.add(id);
                commit(log, List.of(new CatalogChange.CreateTable(table(id, "t" + round, List.of()))));
            }
        }
    }

    @Test
    void aLongLogIsReplacedByASnapshot() throws IOException {
        LogFile.create(FileSystem.LOCAL, directory);
        long version;
        try (LocalMetaLog log = open()) {
            long id = reserve(log, MetaCommand.IdKind.TABLE);
            commit(log, List.of(new CatalogChange.CreateTable(table(id, "t", List.of()))));
            for (int i = 0; i < 1500; i++) {
                long segment = reserve(log, MetaCommand.IdKind.SEGMENT);
                if (i % 100 == 0) {
                    commit(log, List.of(), segment(segment, id, 1));
                }
            }
            version = log.snapshot().version();
        }
        assertThat(names()).containsExactly("log-1000", "snapshot-1000");
        try (LocalMetaLog log = open()) {
            assertThat(log.snapshot().version()).isEqualTo(version);
            assertThat(log.snapshot().segments(1)).hasSize(15);
        }
        flipEverywhere(directory.resolve("snapshot-1000"), 97);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void threeTables() throws IOException {
        LogFile.create(FileSystem.LOCAL, directory);
        try (LocalMetaLog log = open()) {
            long id = reserve(log, MetaCommand.IdKind.TABLE);
            for (int i = 0; i < 3; i++) {
                commit(log, List.of(new CatalogChange.CreateTable(table(id + i, "t" + i, List.of()))));
            }
        }
    }

    @Test
    void aRecordThatWasNeverAcknowledgedIsCutOff() throws IOException {
        threeTables();
        Path file = directory.resolve("log-0");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int more = 1; more < 200; more += 13) {
            byte[] torn = Arrays.copyOf(whole, whole.length + more);
            byte[] tail = new byte[more];
            random.nextBytes(tail);
            System.arraycopy(tail, 0, torn, whole.length, more);
            Files.write(file, torn);
            try (LocalMetaLog log = open()) {
                assertThat(log.snapshot().tables()).hasSize(3);
            }
            assertThat(Files.size(file)).isEqualTo(whole.length);
        }
    }

    @Test
    void aLogThatLostAcknowledgedBytesIsRefused() throws IOException {
        threeTables();
        Path file = directory.resolve("log-0");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA))
                    .hasMessageContaining(file.toString());
        }
        Files.delete(file);
        assertThatThrownBy(this::open).hasMessageContaining(file + " is damaged: it is missing");
    }

    @Test
    void aFlippedBitIsNamedOrHarmless() throws IOException {
        threeTables();
        flipEverywhere(directory.resolve("log-0"), 1);
    }

    /// Flips a bit of every `step`-th byte: opening must give all tables or an error that names the file.
    private void flipEverywhere(Path file, int step) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int tables;
        try (LocalMetaLog log = open()) {
            tables = log.snapshot().tables().size();
        }
        int refused = 0;
        for (int at = 0; at < whole.length; at += step) {
            byte[] flipped = Files.readAllBytes(file);
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            try (LocalMetaLog log = open()) {
                assertThat(log.snapshot().tables()).hasSize(tables);
            } catch (EngineException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_DATA);
                assertThat(e.message()).contains(file.toString());
                refused++;
            }
            Files.write(file, whole);
        }
        assertThat(refused).isGreaterThan(whole.length / step / 2);
    }
}
