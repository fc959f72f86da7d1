package io.colonnade.coordinator.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.transaction.KeyChecks;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import io.colonnade.planner.statement.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for keys of new rows that are there twice.
///
/// ```text
/// new segments --> segments whose keys lie in their range --> none, and one row each: done
///                                                         --> whole numbers close together: a {@link KeyBitmap}
///                                                         --> few new rows: they join these, by a runtime filter
///                                                         --> many: the keys of all these are counted
/// ```
///
/// *Thread safety*: as that of the statement that it checks for.
public final class UniqueKeys implements KeyChecks {
    private static final Cache<PlanKey, PlannedStatement> PLANS =
            Caffeine.newBuilder().maximumSize(200).executor(Runnable::run).build();

    /// The rows that may have a key twice, and those of them that are new.
    private static final String PRESENT = "present";
    private static final String ADDED = "added";

    /// The plan is kept for other rows, so it is made for few new ones among many, whatever there is.
    private static final TableStatistics MANY_ROWS = new TableStatistics(1_000_000, List.of());
    private static final TableStatistics FEW_ROWS = new TableStatistics(1, List.of());

    private final InternalQuery query;
    private final BitmapCheck bitmaps;

    /// A table without what says nothing about its keys.
    private record PlanKey(TableDefinition table, int nodes, boolean joined) {}

    /// A cancel of the statement ends the checks, too.
    public UniqueKeys(Engine engine, RunSettings settings, StatementControl control) {
        this.query = new InternalQuery(engine, settings, control);
        this.bitmaps = new BitmapCheck(engine, settings, control);
    }

    @Override
    public void checkPrimaryKey(
            TableDefinition table, Set<Long> added, CatalogSnapshot rows, @Nullable CatalogSnapshot seen)
            throws InterruptedException {
        Set<Long> known = seen == null
                ? Set.of()
                : seen.segments(table.id()).stream().map(SegmentEntry::id).collect(Collectors.toSet());
        List<SegmentEntry> fresh = new ArrayList<>();
        List<SegmentEntry> others = new ArrayList<>();
        for (SegmentEntry segment : rows.segments(table.id())) {
            if (added.contains(segment.id())) {
                fresh.add(segment);
            } else if (!known.contains(segment.id())) {
                others.add(segment);
            }
        }
        List<SegmentEntry> near = others.stream()
                .filter(other -> fresh.stream().anyMatch(one -> mayShareKeys(table, one, other)))
                .toList();
        boolean single = fresh.stream().allMatch(one -> one.liveRows() == 1)
                && fresh.stream()
                        .noneMatch(one -> fresh.stream()
                                .anyMatch(other -> other.id() != one.id() && mayShareKeys(table, one, other)));
        if (near.isEmpty() && (single || seen != null)) {
            return;
        }
        if (bitmaps.areApart(table, fresh, near)) {
            return;
        }
        List<SegmentEntry> present = new ArrayList<>(near);
        present.addAll(fresh);
        long freshRows = fresh.stream().mapToLong(SegmentEntry::liveRows).sum();
        long nearRows = near.stream().mapToLong(SegmentEntry::liveRows).sum();
        PartSnapshot snapshot = new PartSnapshot(
                rows,
                List.of(
                        new PartSnapshot.Part(PRESENT, table, present, MANY_ROWS),
                        new PartSnapshot.Part(ADDED, table, fresh, FEW_ROWS)));
        List<List<Datum>> twice = query.run(plan(snapshot, table, freshRows < nearRows), snapshot);
        if (!twice.isEmpty()) {
            throw violation(table, twice.getFirst());
        }
    }

    /// False if the keys of one cannot be those of the other. Copies of a replicated table lie on different nodes.
    private static boolean mayShareKeys(TableDefinition table, SegmentEntry left, SegmentEntry right) {
        if (left.node() != right.node() && table.distribution() instanceof Distribution.Replicated) {
            return false;
        }
        for (int columnId : table.primaryKey()) {
            Optional<ColumnStatistics> one = statistics(left, columnId);
            Optional<ColumnStatistics> other = statistics(right, columnId);
            if (one.isPresent()
                    && other.isPresent()
                    && (isLess(one.get().max(), other.get().min())
                            || isLess(other.get().max(), one.get().min()))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<ColumnStatistics> statistics(SegmentEntry segment, int columnId) {
        return segment.columns().stream()
                .filter(column -> column.columnId() == columnId)
                .findFirst();
    }

    private static boolean isLess(Datum left, Datum right) {
        return !left.isNull() && !right.isNull() && DatumOrder.compare(left, right) < 0;
    }

    private PlannedStatement plan(PartSnapshot snapshot, TableDefinition table, boolean joined) {
        PlanKey key = new PlanKey(table.withForeignKeys(List.of()), snapshot.nodeCount(), joined);
        return Objects.requireNonNull(PLANS.get(key, unknown -> query.plan(sql(table, joined), snapshot)));
    }

    private static String sql(TableDefinition table, boolean joined) {
        List<String> names = table.primaryKey().stream()
                .map(id -> InternalQuery.quoted(table.column(id).name()))
                .toList();
        String keys = names.stream().map(name -> "p." + name).collect(Collectors.joining(", "));
        String texts =
                names.stream().map(name -> "CAST(p." + name + " AS VARCHAR)").collect(Collectors.joining(", "));
        String matches =
                names.stream().map(name -> "p." + name + " = a." + name).collect(Collectors.joining(" AND "));
        return "SELECT " + texts + " FROM " + PRESENT + " p"
                + (joined ? " JOIN " + ADDED + " a ON " + matches : "")
                + " GROUP BY " + keys + " HAVING COUNT(*) > 1 LIMIT 1";
    }

    private static EngineException violation(TableDefinition table, List<Datum> values) {
        String names =
                table.primaryKey().stream().map(id -> table.column(id).name()).collect(Collectors.joining(", "));
        String key = InternalQuery.text(values);
        return new EngineException(
                ErrorCode.UNIQUE_VIOLATION,
                "duplicate key in table " + table.name() + ": (" + names + ") = (" + key
                        + ") would be there twice, against the constraint " + table.name() + "_pkey",
                null,
                "give each row a key of its own",
                null);
    }
}
