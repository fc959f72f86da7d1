package io.colonnade.storage.compaction;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Chooses segments of one node, slot and partition of a table that are to become one.
///
/// ```text
/// rows        under 64    under 512    under 4,096   ...   under 512 Ki     full
/// segments    . . . . .   . .          .             ...   .                . . . .
///             8 of them   -> all that are no larger become one
/// ```
///
/// So a row is written again once for each tier, and a slot has at most 8 segments of each tier beside the full
/// ones. A segment of which a tenth is deleted is written again, too.
public final class MergeChoice {
    /// Segments that a tier has before they are merged.
    public static final int TIER_SEGMENTS = 8;
    /// The most rows of a segment that compaction makes.
    static final int ROWS_MAX = 1 << 20;

    private static final int TIER_ROWS = 64;
    private static final int TIERS = 6;
    private static final int DELETED_SHARE = 10;

    private final TableDefinition table;

    public MergeChoice(TableDefinition table) {
        this.table = table;
    }

    /// The place of a segment: only those of one place can be merged.
    private record Place(int node, int slot, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::node)
                    .thenComparingInt(Place::slot)
                    .thenComparingInt(Place::partition)
                    .compare(this, other);
        }
    }

    /// The segments in whose place there is none that `isBad`: a merge that leaves one out would never end.
    public static List<SegmentEntry> without(List<SegmentEntry> segments, Predicate<SegmentEntry> isBad) {
        if (segments.stream().noneMatch(isBad)) {
            return segments;
        }
        return places(segments).values().stream()
                .filter(place -> place.stream().noneMatch(isBad))
                .flatMap(List::stream)
                .toList();
    }

    private static Map<Place, List<SegmentEntry>> places(List<SegmentEntry> segments) {
        Map<Place, List<SegmentEntry>> places = new TreeMap<>();
        for (SegmentEntry segment : segments) {
            Place place = new Place(segment.node(), segment.slot(), segment.partition());
            places.computeIfAbsent(place, key -> new ArrayList<>()).add(segment);
        }
        places.values().forEach(list -> list.sort(Comparator.comparingLong(SegmentEntry::liveRows)));
        return places;
    }

    /// What is to be merged next because there is too much of it; empty if all is well.
    public List<SegmentEntry> next(List<SegmentEntry> segments) {
        for (List<SegmentEntry> place : places(segments).values()) {
            List<SegmentEntry> found = overdue(place);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<SegmentEntry> overdue(List<SegmentEntry> place) {
        int[] count = new int[TIERS];
        for (SegmentEntry segment : place) {
            int tier = tier(segment.liveRows());
            if (tier < TIERS) {
                count[tier]++;
            }
        }
        for (int tier = TIERS - 1; tier >= 0; tier--) {
            if (count[tier] >= TIER_SEGMENTS) {
                return smallest(place, tier);
            }
        }
        return place.stream()
                .filter(MergeChoice::isHollow)
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private static int tier(long rows) {
        int tier = 0;
        for (long limit = TIER_ROWS; tier < TIERS && rows >= limit; limit *= TIER_SEGMENTS) {
            tier++;
        }
        return tier;
    }

    /// The segments of a tier and those below it, as many as one segment has room for.
    private static List<SegmentEntry> smallest(List<SegmentEntry> place, int tier) {
        List<SegmentEntry> chosen = new ArrayList<>();
        long rows = 0;
        for (SegmentEntry segment : place) {
            rows += segment.liveRows();
            if (tier(segment.liveRows()) > tier || rows > ROWS_MAX) {
                break;
            }
            chosen.add(segment);
        }
        return chosen;
    }

    private static boolean isHollow(SegmentEntry segment) {
        return segment.rowCount() >= TIER_ROWS && segment.deleted().count() * (long) DELETED_SHARE > segment.rowCount();
    }

    /// What is to be merged for the table to be in the best shape that it can have; empty if it is.
    public List<SegmentEntry> nextForBest(List<SegmentEntry> segments) {
        for (List<SegmentEntry> place : places(segments).values()) {
            List<SegmentEntry> small = smallest(place, TIERS - 1);
            if (small.size() > 1) {
                return small;
            }
            for (SegmentEntry segment : place) {
                if (!segment.deleted().isEmpty() || !segment.sorted() && isSorted() || lacksColumns(segment)) {
                    return List.of(segment);
                }
            }
        }
        return List.of();
    }

    private boolean isSorted() {
        return !table.sortKey().isEmpty();
    }

    private boolean lacksColumns(SegmentEntry segment) {
        Set<Integer> stored = new HashSet<>();
        segment.columns().forEach(column -> stored.add(column.columnId()));
        Set<Integer> wanted = new HashSet<>();
        table.columns().stream().map(ColumnDefinition::id).forEach(wanted::add);
        return !stored.equals(wanted);
    }
}
