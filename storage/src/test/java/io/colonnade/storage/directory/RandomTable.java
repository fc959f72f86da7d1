package io.colonnade.storage.directory;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.storage.load.Appender;
import io.colonnade.storage.load.LoadJob;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.SlotFunction;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentLease;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A table with one column for each kind of values that the encodings tell apart, filled from a seed.
final class RandomTable {
    private final Random random;
    final List<Kind> kinds;
    final List<Integer> sortKey;
    final List<List<Datum>> rows = new ArrayList<>();

    enum Kind {
        SMALL_INT(Type.INTEGER),
        WIDE_INT(Type.INTEGER),
        DAY(Type.DATE),
        LONG_NARROW(Type.BIGINT),
        LONG_WIDE(Type.BIGINT),
        LONG_FEW(Type.BIGINT),
        MONEY(Type.decimal(12, 2)),
        HUGE_DECIMAL(Type.decimal(38, 5)),
        REAL(Type.DOUBLE),
        REAL_FEW(Type.DOUBLE),
        MOMENT(Type.TIMESTAMP),
        FLAG(Type.BOOLEAN),
        SHORT_TEXT(Type.VARCHAR),
        LONG_TEXT(Type.VARCHAR),
        UNIQUE_TEXT(Type.VARCHAR),
        CONSTANT_TEXT(new Type.CharType(20)),
        CONSTANT_INT(Type.INTEGER),
        SMALL(Type.SMALLINT),
        ALL_NULL(Type.VARCHAR),
        STEPS(Type.INTEGER);

        final Type type;

        Kind(Type type) {
            this.type = type;
        }
    }

    private static final String[] WORDS = {
        "", "a", "ab", "Zürich", "日本語テキスト", "😀", "😀😀😀😀 four bytes each", "ASIA", "exactly12byt", "thirteen byte"
    };

    RandomTable(long seed, int rowCount, List<Integer> sortKey, double nullShare) {
        this(seed, rowCount, List.of(Kind.values()), sortKey, nullShare);
    }

    RandomTable(long seed, int rowCount, List<Kind> kinds, List<Integer> sortKey, double nullShare) {
        this.random = new Random(seed);
        this.kinds = kinds;
        this.sortKey = sortKey;
        for (int i = 0; i < rowCount; i++) {
            List<Datum> row = new ArrayList<>();
            for (Kind kind : kinds) {
                row.add(random.nextDouble() < nullShare ? Datum.NULL : value(kind, i));
            }
            rows.add(row);
        }
    }

    private Datum value(Kind kind, int row) {
        return switch (kind) {
            case SMALL_INT -> Datum.of((long) random.nextInt(200) - 100);
            case WIDE_INT -> Datum.of((long) random.nextInt());
            case DAY -> Datum.of(8000L + random.nextInt(2500));
            case LONG_NARROW -> Datum.of((1L << 40) + random.nextInt(1 << 20));
            case LONG_WIDE, MOMENT -> Datum.of(random.nextLong());
            case LONG_FEW -> Datum.of(random.nextInt(50) * (1L << 50));
            case MONEY -> Datum.of(random.nextLong(-999_999_999_999L, 999_999_999_999L));
            case HUGE_DECIMAL -> new Datum.Wide(new BigInteger(120, random).subtract(BigInteger.ONE.shiftLeft(119)));
            case REAL ->
                Datum.of(
                        switch (random.nextInt(20)) {
                            case 0 -> Double.NaN;
                            case 1 -> -0.0;
                            case 2 -> Double.NEGATIVE_INFINITY;
                            default -> random.nextGaussian();
                        });
            case REAL_FEW -> Datum.of(random.nextInt(10) / 4.0);
            case FLAG -> Datum.of(random.nextBoolean());
            case SHORT_TEXT -> Datum.of(WORDS[random.nextInt(WORDS.length)]);
            case LONG_TEXT -> Datum.of("a common beginning " + random.nextInt(300) + " and a common end");
            case UNIQUE_TEXT ->
                Datum.of((random.nextBoolean() ? "unique text no. " : "u") + row + "-" + random.nextInt());
            case CONSTANT_TEXT -> Datum.of("always the same text");
            case CONSTANT_INT -> Datum.of(42L);
            case SMALL -> Datum.of((long) (short) random.nextInt());
            case ALL_NULL -> Datum.NULL;
            case STEPS -> Datum.of(row / 3000L);
        };
    }

    TableDefinition define(Database database, String name, Distribution distribution) {
        long id = database.metaLog()
                .submit(new MetaCommand.ReserveIds(MetaCommand.IdKind.TABLE, 1))
                .firstId();
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            columns.add(new ColumnDefinition(
                    i + 1, kinds.get(i).name().toLowerCase(java.util.Locale.ROOT), kinds.get(i).type, true));
        }
        TableDefinition table = new TableDefinition(
                id, TableDefinition.DEFAULT_SCHEMA, name, columns, sortKey, distribution, List.of(), List.of());
        commit(database, List.of(new CatalogChange.CreateTable(table)), List.of());
        return table;
    }

    static void commit(Database database, List<CatalogChange> changes, List<SegmentEntry> adds) {
        long base = database.metaLog().snapshot().version();
        database.metaLog().submit(new MetaCommand.Commit(1, base, changes, adds));
    }

    /// Appends all rows in pages of up to `pageRows` rows through `appenders` appenders and commits.
    List<SegmentEntry> load(
            Database database, TableDefinition table, MemoryPool pool, int appenders, int pageRows, long bufferBytes) {
        SlotFunction slots = table.distribution() instanceof Distribution.Hashed hashed
                ? byFirstColumn(hashed.slots())
                : SlotFunction.all(SlotFunction.REPLICATED);
        LoadRequest request = new LoadRequest(table, slots, pool, bufferBytes, () -> {});
        List<SegmentEntry> entries = new ArrayList<>();
        LoadSession session = database.node(0).load(request);
        boolean done = false;
        try {
            append(session, appenders, pageRows);
            for (LoadJob job : session.finish()) {
                entries.addAll(job.run());
            }
            spilledBytes = session.spilledBytes();
            session.close();
            done = true;
        } finally {
            if (!done) {
                session.abort();
            }
        }
        commit(database, List.of(), entries);
        return entries;
    }

    long spilledBytes;

    void append(LoadSession session, int appenderCount, int pageRows) {
        List<Appender> appenders = new ArrayList<>();
        for (int i = 0; i < appenderCount; i++) {
            appenders.add(session.appender());
        }
        int page = 0;
        for (int from = 0; from < rows.size(); from += pageRows) {
            int to = Math.min(rows.size(), from + pageRows);
            try (Arena arena = Arena.ofConfined()) {
                appenders.get(page++ % appenderCount).append(page(from, to, arena));
            }
        }
        appenders.forEach(Appender::close);
    }

    private Page page(int from, int to, Arena arena) {
        // Every third page carries a selection that leaves every fourth physical row out.
        boolean selected = from % 3 == 0 && to - from > 1 && (to - from) * 2 <= Page.ROWS_MAX;
        List<List<Datum>> physical = new ArrayList<>();
        int[] positions = new int[to - from];
        for (int i = from; i < to; i++) {
            if (selected && i % 4 == 0) {
                physical.add(rows.get(0));
            }
            positions[i - from] = physical.size();
            physical.add(rows.get(i));
        }
        Column[] columns = new Column[kinds.size()];
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            columns[c] = ColumnBuilder.of(
                    kinds.get(c).type,
                    physical.stream().map(row -> row.get(column)).toList(),
                    arena);
        }
        return new Page(physical.size(), columns, selected ? new Selection(positions, to - from) : null);
    }

    private static SlotFunction byFirstColumn(int slots) {
        return (page, target) -> {
            for (int i = 0; i < page.rows(); i++) {
                Datum value = page.column(0).datum(page.position(i));
                target[i] = Math.floorMod(value.hashCode(), slots);
            }
        };
    }

    /// All rows of a table's segments, in their order.
    static List<List<Datum>> read(Database database, CatalogSnapshot snapshot, TableDefinition table) {
        List<List<Datum>> found = new ArrayList<>();
        for (SegmentEntry entry : snapshot.segments(table.id())) {
            found.addAll(read(database, entry.id(), table));
        }
        return found;
    }

    static List<List<Datum>> read(Database database, long segmentId, TableDefinition table) {
        List<List<Datum>> found = new ArrayList<>();
        try (SegmentLease lease = database.node(0).segments().open(segmentId)) {
            Segment segment = lease.segment();
            for (int block = 0; block < segment.blockCount(); block++) {
                List<Column> columns = new ArrayList<>();
                for (ColumnDefinition column : table.columns()) {
                    columns.add(segment.column(column.id(), block));
                }
                for (int row = 0; row < segment.blockRows(block); row++) {
                    List<Datum> values = new ArrayList<>();
                    for (Column column : columns) {
                        values.add(column.datum(row));
                    }
                    found.add(values);
                }
            }
        }
        return found;
    }

    static final Comparator<List<Datum>> ALL_COLUMNS = (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
            int order = DatumOrder.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    /// By the sort key only.
    Comparator<List<Datum>> byKey() {
        return (a, b) -> {
            for (int id : sortKey) {
                int order = DatumOrder.compare(a.get(id - 1), b.get(id - 1));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    static List<List<Datum>> sorted(List<List<Datum>> rows) {
        List<List<Datum>> copy = new ArrayList<>(rows);
        copy.sort(ALL_COLUMNS);
        return copy;
    }

    static boolean isReal(Kind kind) {
        return kind.type.layout() == Layout.FLOAT64;
    }
}
