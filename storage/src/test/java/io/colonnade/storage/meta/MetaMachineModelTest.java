package io.colonnade.storage.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random commands, many of them with an old base, against a model that keeps rows as sets of numbers and decides
/// by the history of each table.
class MetaMachineModelTest {
    private static final int ROWS_MAX = 40;

    private Random random = new Random();
    private MetaState state = MetaState.empty(2);
    private final Map<Long, Table> tables = new TreeMap<>();
    private final List<Map<Long, Map<Long, Set<Integer>>>> history = new ArrayList<>();

    /// Rows that came at `version`; those of a check were looked at in snapshot `checked`, or not at all: -1.
    private record Came(long version, long checked) {}

    /// A table: live and deleted rows by segment. Its foreign key refers to `other`; it was validated at the
    /// snapshot `validated`, or never: -1.
    private static final class Table {
        final TreeMap<Long, Integer> rows = new TreeMap<>();
        final TreeMap<Long, Set<Integer>> deleted = new TreeMap<>();
        final List<Came> came = new ArrayList<>();
        final List<Long> went = new ArrayList<>();
        long other;
        long validated = -1;
    }

    private boolean isValidated(Table table) {
        Table other = tables.get(table.other);
        if (table.validated < 0 || other == null) {
            return false;
        }
        boolean lost = other.went.stream().anyMatch(version -> version > table.validated);
        boolean unchecked = table.came.stream()
                .filter(came -> came.version() > table.validated)
                .anyMatch(came -> came.checked() < 0
                        || other.went.stream().anyMatch(gone -> gone > came.checked() && gone <= came.version()));
        return !lost && !unchecked;
    }

    private static TableDefinition definition(long id, long other) {
        List<ForeignKey> keys =
                other == 0 ? List.of() : List.of(new ForeignKey("fk", List.of(1), other, List.of(1), false));
        return new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                "t" + id,
                List.of(new ColumnDefinition(1, "a", Type.INTEGER, true)),
                List.of(),
                new Distribution.Hashed(List.of(1), 2),
                List.of(1),
                keys);
    }

    private static SegmentEntry segment(long id, long tableId, int rows) {
        return new SegmentEntry(
                id, tableId, 0, 0, -1, rows, false, 1, 1, 1, 1, new byte[0], List.of(), List.of(), DeletedRows.NONE);
    }

    private static DeletedRows deleted(Set<Integer> positions) {
        PositionSet set = PositionSet.empty();
        positions.forEach(set::add);
        return set.toDeletedRows();
    }

    private long reserve(MetaCommand.IdKind kind) {
        MetaMachine.Applied applied = MetaMachine.apply(state, new MetaCommand.ReserveIds(kind, 1));
        state = applied.state();
        return applied.result().firstId();
    }

    private <T> @Nullable T any(List<T> values) {
        return values.isEmpty() ? null : values.get(random.nextInt(values.size()));
    }

    /// A snapshot, mostly the last one.
    private long base() {
        return Math.max(0, state.version() - (random.nextInt(3) == 0 ? random.nextInt(12) : 0));
    }

    /// Applies, and wants the error that the model wants; answers whether it was accepted.
    private boolean apply(MetaCommand.Commit commit, @Nullable ErrorCode expected) {
        ErrorCode got = null;
        try {
            state = MetaMachine.apply(state, commit).state();
        } catch (EngineException e) {
            got = e.code();
        }
        assertThat(got).as(commit.toString()).isEqualTo(expected);
        return got == null;
    }

    private MetaCommand.Commit changing(long base, CatalogChange change) {
        return new MetaCommand.Commit(1, base, List.of(change), List.of());
    }

    private void create() {
        if (tables.size() > 3) {
            return;
        }
        Long other = any(List.copyOf(tables.keySet()));
        long id = reserve(MetaCommand.IdKind.TABLE);
        Table table = new Table();
        table.other = other == null ? 0 : other;
        apply(changing(base(), new CatalogChange.CreateTable(definition(id, table.other))), null);
        tables.put(id, table);
    }

    private void drop() {
        Long id = any(List.copyOf(tables.keySet()));
        if (id != null) {
            apply(changing(base(), new CatalogChange.DropTable(id)), null);
            tables.remove(id);
            apply(changing(base(), new CatalogChange.DropTable(id)), ErrorCode.CONFLICT);
        }
    }

    /// Validates a foreign key as it is, or gives the table the definition that it has.
    private void alter() {
        Long id = any(List.copyOf(tables.keySet()));
        if (id == null) {
            return;
        }
        Table table = tables.get(id);
        TableDefinition now = find(id).definition();
        long base = base();
        boolean hasKey = !now.foreignKeys().isEmpty();
        boolean validates = hasKey && random.nextBoolean();
        TableDefinition before = hasKey && random.nextBoolean()
                ? now.withForeignKeys(List.of(now.foreignKeys().getFirst().with(random.nextBoolean())))
                : now;
        boolean said = hasKey && before.foreignKeys().getFirst().validated();
        TableDefinition after = hasKey && (validates || said)
                ? before.withForeignKeys(List.of(now.foreignKeys().getFirst().with(true)))
                : before;
        boolean news = hasKey && !said && after.foreignKeys().getFirst().validated();
        Table other = tables.get(table.other);
        boolean changed = table.came.stream().anyMatch(came -> came.version() > base)
                || other != null && other.went.stream().anyMatch(version -> version > base);
        if (apply(
                changing(base, new CatalogChange.AlterTable(before, after)),
                news && changed ? ErrorCode.CONFLICT : null)) {
            if (news) {
                table.validated = state.version();
            } else if (hasKey && !after.foreignKeys().getFirst().validated()) {
                table.validated = -1;
            }
        }
    }

    private TableState find(long id) {
        return state.tables().stream()
                .filter(table -> table.definition().id() == id)
                .findFirst()
                .orElseThrow();
    }

    /// Rows come and go, as of an old or the last snapshot.
    private void write() {
        long base = base();
        Map<Long, Map<Long, Set<Integer>>> seen = history.get((int) base);
        Long id = any(List.copyOf(seen.keySet()));
        if (id == null) {
            return;
        }
        List<SegmentEntry> adds = new ArrayList<>();
        List<MetaCommand.Deletion> deletes = new ArrayList<>();
        List<MetaCommand.RemovedSegment> removes = new ArrayList<>();
        List<MetaCommand.KeyCheck> checks = new ArrayList<>();
        Map<Long, Set<Integer>> gone = new TreeMap<>();
        ErrorCode expected = null;
        Table table = tables.get(id);
        seen.get(id).forEach((segment, live) -> {
            int dice = random.nextInt(6);
            Set<Integer> some = new TreeSet<>(live);
            some.removeIf(row -> dice == 0 && random.nextInt(4) > 0);
            if (dice <= 1 && !some.isEmpty()) {
                deletes.add(new MetaCommand.Deletion(id, segment, deleted(some)));
                gone.put(segment, some);
            } else if (dice == 2) {
                int known = rowCount(segment) - live.size();
                removes.add(new MetaCommand.RemovedSegment(id, segment, known));
                gone.put(segment, live);
            }
        });
        for (int i = random.nextInt(3); i > 0; i--) {
            long segment = reserve(MetaCommand.IdKind.SEGMENT);
            int rows = 1 + random.nextInt(ROWS_MAX);
            rowCounts.put(segment, rows);
            adds.add(segment(segment, id, rows));
        }
        boolean checked = random.nextBoolean();
        boolean primaryKey = random.nextBoolean();
        if (checked) {
            checks.add(new MetaCommand.KeyCheck(id, base, primaryKey, List.of("fk")));
        }
        if (table == null) {
            expected = adds.isEmpty() && gone.isEmpty() ? null : ErrorCode.CONFLICT;
        } else if (checked && primaryKey && table.came.stream().anyMatch(came -> came.version() > base)) {
            expected = ErrorCode.KEYS_UNCHECKED;
        } else {
            for (Map.Entry<Long, Set<Integer>> entry : gone.entrySet()) {
                Set<Integer> already = table.deleted.get(entry.getKey());
                boolean whole = removes.stream().anyMatch(removal -> removal.segmentId() == entry.getKey());
                boolean lost = already == null
                        || entry.getValue().stream().anyMatch(already::contains)
                        || whole && already.size() + entry.getValue().size() != rowCount(entry.getKey());
                expected = lost ? ErrorCode.CONFLICT : expected;
            }
        }
        MetaCommand.Commit commit =
                new MetaCommand.Commit(1, base, false, List.of(), adds, deletes, removes, checks, null);
        if (apply(commit, expected) && table != null) {
            written(table, adds, gone, checked ? base : -1);
        }
    }

    private final Map<Long, Integer> rowCounts = new TreeMap<>();

    private int rowCount(long segment) {
        return rowCounts.get(segment);
    }

    private void written(Table table, List<SegmentEntry> adds, Map<Long, Set<Integer>> gone, long checked) {
        gone.forEach((segment, rows) -> {
            Set<Integer> all = table.deleted.get(segment);
            all.addAll(rows);
            if (all.size() == rowCount(segment)) {
                table.rows.remove(segment);
                table.deleted.remove(segment);
            }
        });
        if (!gone.isEmpty()) {
            table.went.add(state.version());
        }
        for (SegmentEntry add : adds) {
            table.rows.put(add.id(), (int) add.rowCount());
            table.deleted.put(add.id(), new HashSet<>());
        }
        if (!adds.isEmpty()) {
            table.came.add(new Came(state.version(), checked));
        }
    }

    /// Puts the live rows of some segments into another one, as compaction does.
    private void rewrite() {
        Long id = any(List.copyOf(tables.keySet()));
        if (id == null || tables.get(id).rows.isEmpty()) {
            return;
        }
        Table table = tables.get(id);
        long victim = table.rows.firstKey();
        int left = rowCount(victim) - table.deleted.get(victim).size();
        boolean outdated = random.nextInt(4) == 0;
        int known = table.deleted.get(victim).size() + (outdated ? 1 : 0);
        long segment = reserve(MetaCommand.IdKind.SEGMENT);
        MetaCommand.Commit commit = new MetaCommand.Commit(
                1,
                base(),
                true,
                List.of(),
                List.of(segment(segment, id, left)),
                List.of(),
                List.of(new MetaCommand.RemovedSegment(id, victim, known)),
                List.of(),
                null);
        if (apply(commit, outdated ? ErrorCode.CONFLICT : null)) {
            rowCounts.put(segment, left);
            table.rows.remove(victim);
            table.deleted.remove(victim);
            table.rows.put(segment, left);
            table.deleted.put(segment, new HashSet<>());
        }
    }

    /// What the model has for each table: live rows by segment.
    private Map<Long, Map<Long, Set<Integer>>> live() {
        Map<Long, Map<Long, Set<Integer>>> all = new TreeMap<>();
        tables.forEach((id, table) -> {
            Map<Long, Set<Integer>> segments = new TreeMap<>();
            table.rows.forEach((segment, rows) -> {
                Set<Integer> live = new TreeSet<>();
                for (int row = 0; row < rows; row++) {
                    if (!table.deleted.get(segment).contains(row)) {
                        live.add(row);
                    }
                }
                segments.put(segment, live);
            });
            all.put(id, segments);
        });
        return all;
    }

    private Map<Long, Map<Long, Set<Integer>>> listed() {
        Map<Long, Map<Long, Set<Integer>>> all = new TreeMap<>();
        for (TableState table : state.tables()) {
            Map<Long, Set<Integer>> segments = new TreeMap<>();
            for (SegmentEntry entry : table.segments()) {
                PositionSet deleted = PositionSet.of(entry.deleted());
                Set<Integer> live = new TreeSet<>();
                for (int row = 0; row < entry.rowCount(); row++) {
                    if (!deleted.contains(row)) {
                        live.add(row);
                    }
                }
                segments.put(entry.id(), live);
            }
            all.put(table.definition().id(), segments);
        }
        return all;
    }

    private void compare() {
        Map<Long, Map<Long, Set<Integer>>> model = live();
        assertThat(listed()).isEqualTo(model);
        for (TableState table : state.tables()) {
            for (ForeignKey key : table.definition().foreignKeys()) {
                assertThat(key.validated())
                        .as("foreign key of t" + table.definition().id())
                        .isEqualTo(isValidated(tables.get(table.definition().id())));
            }
        }
        while (history.size() <= state.version()) {
            history.add(model);
        }
    }

    @Test
    void randomCommandsDoWhatTheModelSays() {
        long seeds = Long.getLong("colonnade.meta.seeds", 60);
        long first = Long.getLong("colonnade.meta.first", 1);
        for (long seed = first; seed < first + seeds; seed++) {
            random = new Random(seed);
            state = MetaState.empty(2);
            tables.clear();
            history.clear();
            rowCounts.clear();
            compare();
            try {
                for (int step = 0; step < 120; step++) {
                    switch (random.nextInt(16)) {
                        case 0, 1 -> create();
                        case 2 -> {
                            if (random.nextInt(4) == 0) {
                                drop();
                            }
                        }
                        case 3, 4, 5 -> alter();
                        case 6, 7 -> rewrite();
                        default -> write();
                    }
                    compare();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertThat(MetaState.CODEC.decode(MetaState.CODEC.encode(state)).tables())
                    .hasSameSizeAs(state.tables());
        }
    }
}
