package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.load.MergedSegment;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.meta.PinnedSnapshot;
import io.colonnade.storage.segment.PositionSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random segments are merged while rows are deleted before, during and after; a list of rows says what must be left.
class SegmentMergeTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path directory;

    private MemoryPool root;
    private MemoryPool query;

    /// The rows that are not deleted, by the segment and position at which they were loaded.
    private final Map<Long, Map<Integer, List<Datum>>> model = new HashMap<>();

    private Database database;
    private TableDefinition table;
    private Random random;

    @BeforeEach
    void open() {
        root = MemoryPool.root("process", 1024 * MIB);
        query = root.child("query");
        database = Databases.open(directory, 1, root, FileSystem.LOCAL, Chance.SYSTEM);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        database.close();
        assertThat(root.allocatedBytes()).isZero();
        query.close();
        root.close();
    }

    private void load(long seed, int rows) {
        RandomTable more = new RandomTable(seed, rows, List.of(3, 13), 0.1);
        if (table == null) {
            table = more.define(database, "t", new Distribution.Hashed(List.of(1), 1));
        }
        for (SegmentEntry entry : more.load(database, table, query, 1, 500, 512 * MIB)) {
            Map<Integer, List<Datum>> loaded = new HashMap<>();
            List<List<Datum>> found = RandomTable.read(database, entry.id(), table);
            for (int i = 0; i < found.size(); i++) {
                loaded.put(i, found.get(i));
            }
            model.put(entry.id(), loaded);
        }
    }

    /// Deletes a share of what is left of each of the segments, named as they were loaded.
    private void delete(Iterable<Long> loaded, double share) {
        List<MetaCommand.Deletion> deletes = new ArrayList<>();
        for (long segment : loaded) {
            PositionSet positions = PositionSet.empty();
            model.get(segment).keySet().removeIf(position -> {
                boolean chosen = random.nextDouble() < share;
                if (chosen) {
                    positions.add(position);
                }
                return chosen;
            });
            if (positions.count() > 0) {
                deletes.add(new MetaCommand.Deletion(table.id(), segment, positions.toDeletedRows()));
            }
        }
        submit(deletes);
    }

    private void submit(List<MetaCommand.Deletion> deletes) {
        long base = database.metaLog().snapshot().version();
        database.metaLog()
                .submit(new MetaCommand.Commit(
                        1, base, false, List.of(), List.of(), deletes, List.of(), List.of(), null));
    }

    private MergedSegment merge(List<SegmentEntry> inputs) {
        return database.node(0).merge(table, inputs, query, () -> {});
    }

    private List<SegmentEntry> listed() {
        return database.metaLog().snapshot().segments(table.id());
    }

    private void check() {
        List<List<Datum>> expected = new ArrayList<>();
        model.values().forEach(rows -> expected.addAll(rows.values()));
        List<List<Datum>> found = new ArrayList<>();
        for (SegmentEntry entry : listed()) {
            List<List<Datum>> rows = RandomTable.read(database, entry.id(), table);
            PositionSet deleted = PositionSet.of(entry.deleted());
            for (int i = 0; i < rows.size(); i++) {
                if (!deleted.contains(i)) {
                    found.add(rows.get(i));
                }
            }
            assertThat(rows).isSortedAccordingTo(new RandomTable(1, 0, List.of(3, 13), 0).byKey());
        }
        assertThat(RandomTable.sorted(found)).isEqualTo(RandomTable.sorted(expected));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noRowIsLostAndNoneComesBack(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            load(seed * 100 + i, i == 0 && seed == 1 ? 70_000 : 1 + random.nextInt(400));
        }
        delete(List.copyOf(model.keySet()), 0.1);
        try (PinnedSnapshot pin = database.metaLog().pin()) {
            List<Long> old = List.copyOf(model.keySet());
            MergedSegment merged = merge(pin.snapshot().segments(table.id()));
            delete(old, 0.1);
            assertThat(database.metaLog().rewrite(1, merged.entry(), merged.moved()))
                    .isTrue();
            assertThat(listed()).hasSize(1);
            check();
            delete(old, 0.1);
            check();
            load(seed * 100 + 7, 1 + random.nextInt(400));
            MergedSegment again = merge(listed());
            delete(old, 0.1);
            database.metaLog().rewrite(1, again.entry(), again.moved());
            check();
            delete(old, 0.1);
            check();
            delete(old, 1.1);
            check();
        }
    }

    @Test
    void aRowIsDeletedOnceWhereverItLies() {
        random = new Random(5);
        load(5, 100);
        load(6, 100);
        PositionSet row = PositionSet.empty();
        row.add(7);
        long segment = listed().getFirst().id();
        MetaCommand.Deletion deletion = new MetaCommand.Deletion(table.id(), segment, row.toDeletedRows());
        try (PinnedSnapshot pin = database.metaLog().pin()) {
            MergedSegment merged = merge(pin.snapshot().segments(table.id()));
            submit(List.of(deletion));
            database.metaLog().rewrite(1, merged.entry(), merged.moved());
            conflicts(() -> submit(List.of(deletion)));
            assertThat(listed().getFirst().liveRows()).isEqualTo(199);
        }
        // Nobody sees the old segments any more.
        conflicts(() -> submit(List.of(deletion)));
    }

    @Test
    void whatWasRemovedMeanwhileMakesTheMergeGiveUp() {
        random = new Random(6);
        load(8, 100);
        load(9, 100);
        try (PinnedSnapshot pin = database.metaLog().pin()) {
            MergedSegment merged = merge(pin.snapshot().segments(table.id()));
            delete(List.of(listed().getFirst().id()), 1.1);
            conflicts(() -> database.metaLog().rewrite(1, merged.entry(), merged.moved()));
            database.node(0).discard(List.of(merged.entry()));
            check();
        }
    }

    @Test
    void columnsThatCameLaterHaveTheirInitialValueAndThoseThatWentAreLeftOut() {
        random = new Random(7);
        load(10, 300);
        load(11, 50);
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.removeLast();
        int id = table.nextColumnId();
        columns.add(new ColumnDefinition(id, "added", Type.INTEGER, true, Datum.of(77L), ColumnDefault.NONE));
        columns.add(new ColumnDefinition(
                id + 1, "text", new Type.VarcharType(40), true, Datum.of("a text that is long"), ColumnDefault.NONE));
        TableDefinition changed = table.withColumns(columns, id + 2);
        MergedSegment merged = database.node(0).merge(changed, listed(), query, () -> {});
        List<List<Datum>> rows = RandomTable.read(database, merged.entry().id(), changed);
        assertThat(rows).hasSize(350).allSatisfy(row -> {
            assertThat(row.getLast()).isEqualTo(Datum.of("a text that is long"));
            assertThat(row.get(row.size() - 2)).isEqualTo(Datum.of(77L));
        });
        assertThat(merged.entry().columns()).hasSameSizeAs(columns);
        database.node(0).discard(List.of(merged.entry()));
    }

    private static void conflicts(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }
}
