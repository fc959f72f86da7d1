package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.storage.statistics.DistinctSketch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A state of the metadata log as queries see it. Statistics of a table are merged when they are first asked
/// for and stay with the table for as long as it does not change.
final class CatalogView implements CatalogSnapshot {
    private final MetaState state;
    private final Map<Long, TableView> byId = new HashMap<>();
    private final Map<String, TableView> byName = new HashMap<>();
    private final List<TableDefinition> tables;

    CatalogView(MetaState state, @Nullable CatalogView previous) {
        this.state = state;
        for (TableState table : state.tables()) {
            TableView known = previous == null
                    ? null
                    : previous.byId.get(table.definition().id());
            TableView view = known != null && known.table == table ? known : new TableView(table);
            byId.put(table.definition().id(), view);
            byName.put(key(table.definition().schema(), table.definition().name()), view);
        }
        tables = state.tables().stream()
                .map(TableState::definition)
                .sorted(Comparator.comparing(TableDefinition::schema).thenComparing(TableDefinition::name))
                .toList();
    }

    private static String key(String schema, String name) {
        return (schema + '\0' + name).toLowerCase(Locale.ROOT);
    }

    MetaState state() {
        return state;
    }

    @Override
    public long version() {
        return state.version();
    }

    @Override
    public long definitionVersion() {
        return state.definitionVersion();
    }

    @Override
    public long statisticsVersion() {
        return state.statisticsVersion();
    }

    @Override
    public int nodeCount() {
        return state.nodeCount();
    }

    @Override
    public List<String> schemas() {
        return state.schemas();
    }

    @Override
    public List<TableDefinition> tables() {
        return tables;
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return Optional.ofNullable(byName.get(key(schema, name))).map(view -> view.table.definition());
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return Optional.ofNullable(byId.get(tableId)).map(view -> view.table.definition());
    }

    @Override
    public List<ViewDefinition> views() {
        return state.views();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        TableView view = byId.get(tableId);
        return view == null ? TableStatistics.EMPTY : view.statistics();
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        TableView view = byId.get(tableId);
        return view == null ? List.of() : view.table.segments();
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return slot % state.nodeCount();
    }

    /// A table with its statistics.
    private static final class TableView {
        private final TableState table;
        private @Nullable TableStatistics statistics;

        TableView(TableState table) {
            this.table = table;
        }

        synchronized TableStatistics statistics() {
            if (statistics == null) {
                statistics = merge();
            }
            return statistics;
        }

        private TableStatistics merge() {
            List<SegmentEntry> segments = table.counted();
            List<ColumnStatistics> columns = new ArrayList<>();
            for (ColumnDefinition column : table.definition().columns()) {
                merge(column, segments).ifPresent(columns::add);
            }
            return new TableStatistics(table.rowCount(), columns);
        }

        /// The rows of segments that are older than the column count as its initial value.
        private static Optional<ColumnStatistics> merge(ColumnDefinition column, List<SegmentEntry> segments) {
            Datum min = Datum.NULL;
            Datum max = Datum.NULL;
            long nulls = 0;
            long initial = 0;
            List<byte[]> sketches = new ArrayList<>();
            for (SegmentEntry segment : segments) {
                int index = index(column, segment);
                if (index < 0) {
                    initial += segment.rowCount();
                    continue;
                }
                ColumnStatistics part = segment.columns().get(index);
                nulls += part.nullCount();
                sketches.add(segment.sketches().get(index));
                min = least(min, part.min());
                max = greatest(max, part.max());
            }
            if (sketches.isEmpty() && initial == 0) {
                return Optional.empty();
            }
            double distinct = sketches.isEmpty() ? 0 : DistinctSketch.estimate(sketches);
            if (initial > 0 && column.initial().isNull()) {
                nulls += initial;
            } else if (initial > 0) {
                min = least(min, column.initial());
                max = greatest(max, column.initial());
                distinct = Math.max(1, distinct);
            }
            return Optional.of(new ColumnStatistics(column.id(), min, max, nulls, distinct));
        }

        private static int index(ColumnDefinition column, SegmentEntry segment) {
            for (int i = 0; i < segment.columns().size(); i++) {
                if (segment.columns().get(i).columnId() == column.id()) {
                    return i;
                }
            }
            return -1;
        }

        private static Datum least(Datum one, Datum other) {
            return one.isNull() || !other.isNull() && DatumOrder.compare(other, one) < 0 ? other : one;
        }

        private static Datum greatest(Datum one, Datum other) {
            return one.isNull() || !other.isNull() && DatumOrder.compare(other, one) > 0 ? other : one;
        }
    }
}
