package io.colonnade.coordinator.key;

import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.segment.KeyBitmap;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.SegmentLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Proves keys of whole numbers to be unique with a bit for each key that the new rows may have.
///
/// ```text
/// new segments --> bits, none twice --> other segments: blocks whose keys lie in the range have none of the bits
/// ```
///
/// *Memory*: the bits and a block of a column, from the engine's memory; without room there is no proof.
/// *Threads*: that of the statement, which a cancel stops.
final class BitmapCheck {
    /// Rows that one thread looks at as fast as a query is planned.
    private static final long OTHER_ROWS_MIN = 1 << 18;
    private static final long OTHER_ROWS_PER_ROW = 16;

    private final Engine engine;
    private final RunSettings settings;
    private final StatementControl control;

    BitmapCheck(Engine engine, RunSettings settings, StatementControl control) {
        this.engine = engine;
        this.settings = settings;
        this.control = control;
    }

    /// True if no two rows of `fresh` have the same key, and none that of a row of `others`; false says nothing.
    boolean areApart(TableDefinition table, List<SegmentEntry> fresh, List<SegmentEntry> others) {
        // Each node has a copy of its own.
        boolean copied = table.distribution() instanceof Distribution.Replicated;
        Set<Integer> homes = copied ? fresh.stream().map(SegmentEntry::node).collect(Collectors.toSet()) : Set.of();
        if (homes.size() <= 1) {
            return areApartOnNode(table, fresh, others);
        }
        return homes.stream().allMatch(node -> areApartOnNode(table, on(node, fresh), on(node, others)));
    }

    private static List<SegmentEntry> on(int node, List<SegmentEntry> segments) {
        return segments.stream().filter(segment -> segment.node() == node).toList();
    }

    private boolean areApartOnNode(TableDefinition table, List<SegmentEntry> fresh, List<SegmentEntry> others) {
        List<KeyBitmap.Range> ranges = ranges(table, fresh);
        long freshRows = rows(fresh);
        if (ranges == null || rows(others) > Math.max(OTHER_ROWS_MIN, freshRows * OTHER_ROWS_PER_ROW)) {
            return false;
        }
        try (MemoryPool pool = engine.memory().child("primary key", settings.memoryBytes());
                KeyBitmap keys = KeyBitmap.of(ranges, freshRows, pool)) {
            if (keys == null) {
                return false;
            }
            for (SegmentEntry segment : fresh) {
                try (SegmentLease lease = open(segment)) {
                    if (!keys.add(lease.segment(), PositionSet.of(segment.deleted()), control::check)) {
                        return false;
                    }
                }
            }
            for (SegmentEntry segment : others) {
                try (SegmentLease lease = open(segment)) {
                    if (!keys.isApart(lease.segment(), PositionSet.of(segment.deleted()), control::check)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private SegmentLease open(SegmentEntry segment) {
        return engine.database().node(segment.node()).segments().open(segment.id());
    }

    private static long rows(List<SegmentEntry> segments) {
        return segments.stream().mapToLong(SegmentEntry::liveRows).sum();
    }

    /// Of the values of each key column in the segments; null if they are no whole numbers.
    private static @Nullable List<KeyBitmap.Range> ranges(TableDefinition table, List<SegmentEntry> segments) {
        List<KeyBitmap.Range> ranges = new ArrayList<>();
        for (int columnId : table.primaryKey()) {
            ColumnDefinition column = table.column(columnId);
            long low = Long.MAX_VALUE;
            long high = Long.MIN_VALUE;
            for (SegmentEntry segment : segments) {
                for (ColumnStatistics known : segment.columns()) {
                    if (known.columnId() == columnId) {
                        if (!(known.min() instanceof Datum.Int least && known.max() instanceof Datum.Int most)) {
                            return null;
                        }
                        low = Math.min(low, least.value());
                        high = Math.max(high, most.value());
                    }
                }
            }
            if (low > high) {
                return null;
            }
            ranges.add(new KeyBitmap.Range(columnId, column.type(), low, high));
        }
        return ranges;
    }
}
