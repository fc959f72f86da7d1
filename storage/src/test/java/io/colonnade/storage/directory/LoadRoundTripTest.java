package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.load.Appender;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.SlotFunction;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentLease;
import io.colonnade.storage.segment.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRoundTripTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"1,1", "2,63", "3,1000", "4,65536", "5,65537", "6,70000", "7,150000"})
    void anyRowsComeBackInTheOrderOfTheSortKey(long seed, int rowCount) {
        Random random = new Random(seed * 7919);
        int kinds = RandomTable.Kind.values().length;
        List<Integer> sortKey = new ArrayList<>();
        for (int i = 0; i < seed % 4; i++) {
            int id = 1 + random.nextInt(kinds);
            if (!sortKey.contains(id)) {
                sortKey.add(id);
            }
        }
        double nullShare = seed % 3 == 0 ? 0 : random.nextDouble() * 0.3;
        System.out.println("seed " + seed + ", sort key " + sortKey + ", nulls " + nullShare);
        RandomTable table = new RandomTable(seed, rowCount, sortKey, nullShare);
        roundTrip(table, 1 + (int) (seed % 3), 1 + random.nextInt(Page.ROWS_MAX), 512 * MIB);
    }

    @Test
    @Tag("slow")
    void rowsThatWereSpilledComeBackToo() {
        List<RandomTable.Kind> kinds = List.of(
                RandomTable.Kind.DAY,
                RandomTable.Kind.SHORT_TEXT,
                RandomTable.Kind.UNIQUE_TEXT,
                RandomTable.Kind.REAL,
                RandomTable.Kind.CONSTANT_TEXT,
                RandomTable.Kind.HUGE_DECIMAL,
                RandomTable.Kind.FLAG);
        for (int appenders = 1; appenders <= 2; appenders++) {
            // Five slots for one appender, one for two.
            RandomTable table = new RandomTable(11, 400_000, kinds, List.of(2, 1), 0.1);
            roundTrip(table, appenders, 4096, 4 * MIB);
            assertThat(table.spilledBytes).isGreaterThan(MIB);
        }
    }

    private static void roundTrip(RandomTable table, int appenders, int pageRows, long bufferBytes) {
        try (MemoryPool root = MemoryPool.root("process", 2048 * MIB)) {
            MemoryPool query = root.child("query");
            try (Database database = Databases.inMemory(1, root, FileSystem.LOCAL, Chance.SYSTEM)) {
                // One slot, or several with appenders that hold rows of each.
                Distribution distribution = new Distribution.Hashed(List.of(1), 1 + appenders % 2 * 4);
                TableDefinition definition = table.define(database, "t", distribution);
                List<SegmentEntry> entries = table.load(database, definition, query, appenders, pageRows, bufferBytes);
                check(table, database, definition, entries);
            }
            assertThat(query.allocatedBytes()).isZero();
            query.close();
            assertThat(root.allocatedBytes()).isZero();
        }
    }

    static void check(RandomTable table, Database database, TableDefinition definition, List<SegmentEntry> entries) {
        List<List<Datum>> found = RandomTable.read(database, database.metaLog().snapshot(), definition);
        assertThat(RandomTable.sorted(found)).isEqualTo(RandomTable.sorted(table.rows));
        if (table.sortKey.isEmpty()) {
            return;
        }
        for (SegmentEntry entry : entries) {
            assertThat(RandomTable.read(database, entry.id(), definition)).isSortedAccordingTo(table.byKey());
        }
        assertThat(database.metaLog().snapshot().statistics(definition.id()).rowCount())
                .isEqualTo(table.rows.size());
    }

    @Test
    void columnsTakeTheFormsThatTheirValuesCallFor() {
        try (MemoryPool root = MemoryPool.root("process", 1024 * MIB);
                MemoryPool query = root.child("query");
                Database database = Databases.inMemory(1, root, FileSystem.LOCAL, Chance.SYSTEM)) {
            RandomTable table = new RandomTable(3, 70_000, List.of(), 0);
            TableDefinition definition = table.define(database, "t", new Distribution.Replicated());
            List<SegmentEntry> entries = table.load(database, definition, query, 1, 4096, 512 * MIB);
            assertThat(entries).hasSize(1);
            try (SegmentLease lease =
                    database.node(0).segments().open(entries.getFirst().id())) {
                Segment segment = lease.segment();
                List<String> forms = definition.columns().stream()
                        .map(column -> column.name() + " "
                                + segment.column(column.id(), 0).getClass().getSimpleName())
                        .toList();
                assertThat(forms)
                        .containsExactly(
                                "small_int Narrow",
                                "wide_int Plain",
                                "day Narrow",
                                "long_narrow Narrow",
                                "long_wide Plain",
                                "long_few Dictionaried",
                                "money Plain",
                                "huge_decimal Plain",
                                "real Plain",
                                "real_few Dictionaried",
                                "moment Plain",
                                "flag Plain",
                                "short_text Dictionaried",
                                "long_text Dictionaried",
                                "unique_text Plain",
                                "constant_text Constant",
                                "constant_int Constant",
                                "small Narrow",
                                "all_null Constant",
                                "steps Runs");
                Zone steps = segment.zone(20, 1);
                assertThat(steps.low()).isEqualTo(65536 / 3000);
                assertThat(steps.high()).isEqualTo(69_999 / 3000);
                assertThat(segment.zone(20).low()).isZero();
                assertThat(segment.zone(19).isAllNull()).isTrue();
            }
            double distinct = database.metaLog()
                    .snapshot()
                    .statistics(definition.id())
                    .column(3)
                    .orElseThrow()
                    .distinctCount();
            assertThat(distinct).isBetween(2300.0, 2700.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"41,0", "42,0.2"})
    void encodedPagesOfOneTableMakeAnother(long seed, double nullShare) {
        try (MemoryPool root = MemoryPool.root("process", 1024 * MIB)) {
            MemoryPool query = root.child("query");
            try (Database database = Databases.inMemory(1, root, FileSystem.LOCAL, Chance.SYSTEM)) {
                RandomTable table = new RandomTable(seed, 70_000, List.of(20), nullShare);
                TableDefinition source = table.define(database, "source", new Distribution.Replicated());
                List<SegmentEntry> loaded = table.load(database, source, query, 1, 4096, 512 * MIB);
                TableDefinition target = table.define(database, "target", new Distribution.Replicated());
                LoadSession session = database.node(0)
                        .load(new LoadRequest(target, SlotFunction.all(-1), query, 512 * MIB, () -> {}));
                List<SegmentEntry> written = new ArrayList<>();
                try (session;
                        SegmentLease lease = database.node(0)
                                .segments()
                                .open(loaded.getFirst().id())) {
                    appendEncoded(session, lease.segment(), source);
                    session.finish().forEach(job -> written.addAll(job.run()));
                }
                RandomTable.commit(database, List.of(), written);
                check(table, database, target, written);
            }
            assertThat(query.allocatedBytes()).isZero();
            query.close();
        }
    }

    private static void appendEncoded(LoadSession session, Segment segment, TableDefinition table) {
        try (Appender appender = session.appender()) {
            for (int block = 0; block < segment.blockCount(); block++) {
                for (int from = 0; from < segment.blockRows(block); from += Page.ROWS_MAX) {
                    int rows = Math.min(Page.ROWS_MAX, segment.blockRows(block) - from);
                    Column[] columns = new Column[table.columns().size()];
                    for (int i = 0; i < columns.length; i++) {
                        columns[i] = segment.column(table.columns().get(i).id(), block)
                                .slice(from, rows);
                    }
                    appender.append(new Page(rows, columns));
                }
            }
        }
    }
}
