package io.colonnade.coordinator.key;

import static io.colonnade.coordinator.statement.InternalQuery.quoted;

import io.colonnade.coordinator.statement.InternalQuery;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.ingest.rows.RowCheck;
import io.colonnade.storage.meta.MetaCommand;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The foreign keys of rows that a load wrote and that are not staged yet.
///
/// ```text
/// new segments, table referred to --> keys without a row --> none: done
///                                                        --> their rows are deleted from the new segments
/// ```
///
/// A table that refers to itself is looked at again until nothing is found, since rows that are taken out may have
/// been referred to by others. Rows of the load count as rows of its table.
public final class LoadedReferences {
    /// The most keys that are kept; the rows of fewer fill what the task of a load may keep of bad rows.
    private static final int KEYS_MAX = 200_000;

    private static final String LOADED = "loaded";
    private static final String REFERENCED = "referenced";

    private final InternalQuery query;
    private final TableDefinition table;
    private final CatalogSnapshot snapshot;
    private final List<Reference> references;
    private final Map<Reference, Map<List<Datum>, String>> orphans = new LinkedHashMap<>();
    private List<SegmentEntry> segments;

    public LoadedReferences(
            InternalQuery query, TableDefinition table, CatalogSnapshot snapshot, List<SegmentEntry> segments) {
        this.query = query;
        this.table = table;
        this.snapshot = snapshot;
        this.references = table.foreignKeys().stream()
                .map(key -> Reference.of(table, key, snapshot))
                .toList();
        this.segments = List.copyOf(segments);
    }

    /// Takes out rows that refer to none; false, and not done with it, if they have more than `keysMax`
    /// different keys.
    public boolean takeOut(long keysMax) throws InterruptedException {
        boolean again = !segments.isEmpty();
        while (again) {
            again = false;
            for (Reference reference : references) {
                Map<List<Datum>, String> found = find(reference, Math.min(keysMax, KEYS_MAX) + 1);
                if (found.isEmpty()) {
                    continue;
                }
                orphans.computeIfAbsent(reference, first -> new HashMap<>()).putAll(found);
                if (found.size() > keysMax) {
                    return false;
                }
                if (found.size() > KEYS_MAX) {
                    throw new EngineException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "more than " + KEYS_MAX + " keys of "
                                    + reference.key().name() + " are not in table "
                                    + reference.referenced().name());
                }
                delete(reference);
                again |= references.stream().anyMatch(LoadedReferences::isOwn);
            }
        }
        return true;
    }

    private static boolean isOwn(Reference reference) {
        return reference.table().id() == reference.referenced().id();
    }

    /// Keys without a row, and how they are written.
    private Map<List<Datum>, String> find(Reference reference, long limit) throws InterruptedException {
        int columns = reference.columns().size();
        String keys =
                reference.columns().stream().map(name -> "f." + quoted(name)).collect(Collectors.joining(", "));
        String texts = reference.columns().stream()
                .map(name -> "CAST(f." + quoted(name) + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        String sql =
                "SELECT DISTINCT " + keys + ", " + texts + reference.orphans(LOADED, REFERENCED) + " LIMIT " + limit;
        PartSnapshot parts = parts(reference);
        Map<List<Datum>, String> found = new HashMap<>();
        for (List<Datum> row : query.run(query.plan(sql, parts), parts)) {
            found.put(List.copyOf(row.subList(0, columns)), InternalQuery.text(row.subList(columns, row.size())));
        }
        return found;
    }

    private void delete(Reference reference) throws InterruptedException {
        PartSnapshot parts = parts(reference);
        String sql = "DELETE" + reference.orphans(LOADED, REFERENCED);
        Map<Long, MetaCommand.Deletion> deletions = query.deletions(query.plan(sql, parts), parts).stream()
                .collect(Collectors.toMap(MetaCommand.Deletion::segmentId, deletion -> deletion));
        segments = segments.stream()
                .map(segment -> {
                    MetaCommand.Deletion deletion = deletions.get(segment.id());
                    return deletion == null ? segment : without(segment, deletion);
                })
                .toList();
    }

    private static SegmentEntry without(SegmentEntry segment, MetaCommand.Deletion deletion) {
        PositionSet all = PositionSet.of(segment.deleted());
        all.addAll(PositionSet.of(deletion.rows()));
        return segment.with(all.toDeletedRows());
    }

    private PartSnapshot parts(Reference reference) {
        TableDefinition referenced = reference.referenced();
        List<SegmentEntry> present = new ArrayList<>(snapshot.segments(referenced.id()));
        if (isOwn(reference)) {
            present.addAll(live());
        }
        long rows = live().stream().mapToLong(SegmentEntry::liveRows).sum();
        return new PartSnapshot(
                snapshot,
                List.of(
                        new PartSnapshot.Part(LOADED, reference.table(), live(), new TableStatistics(rows, List.of())),
                        new PartSnapshot.Part(REFERENCED, referenced, present, snapshot.statistics(referenced.id()))));
    }

    private List<SegmentEntry> live() {
        return segments.stream().filter(segment -> segment.liveRows() > 0).toList();
    }

    public TableDefinition table() {
        return table;
    }

    /// The segments, without the rows that were taken out.
    public List<SegmentEntry> segments() {
        return segments;
    }

    /// The names of the keys that hold for all rows that are left.
    public Set<String> checked() {
        return references.stream().map(reference -> reference.key().name()).collect(Collectors.toSet());
    }

    public boolean hasOrphans() {
        return !orphans.isEmpty();
    }

    /// An error that names one of the rows taken out.
    public EngineException violation() {
        Map.Entry<Reference, Map<List<Datum>, String>> first =
                orphans.entrySet().iterator().next();
        return first.getKey().violation(first.getValue().values().iterator().next());
    }

    /// Knows the rows that were taken out by their keys, in pages with the given columns.
    public RowCheck asCheck(List<ColumnDefinition> columns) {
        List<RowCheck> checks = new ArrayList<>();
        orphans.forEach((reference, keys) -> checks.add(check(reference, keys, columns)));
        return (page, row) -> {
            for (RowCheck check : checks) {
                RowCheck.@Nullable Finding finding = check.find(page, row);
                if (finding != null) {
                    return finding;
                }
            }
            return null;
        };
    }

    private static RowCheck check(Reference reference, Map<List<Datum>, String> keys, List<ColumnDefinition> columns) {
        List<Integer> ids = columns.stream().map(ColumnDefinition::id).toList();
        ForeignKey key = reference.key();
        String names = String.join(", ", reference.columns());
        String problem = "is not in table " + reference.referenced().name() + ", against the constraint " + key.name();
        return (page, row) -> {
            List<Datum> values = key.columnIds().stream()
                    .map(id ->
                            value(page, row, ids.indexOf(id), reference.table().column(id)))
                    .toList();
            String text = keys.get(values);
            return text == null ? null : new RowCheck.Finding(ErrorCode.FOREIGN_KEY_VIOLATION, names, text, problem);
        };
    }

    /// A column that the files do not have got its default.
    private static Datum value(Page page, int row, int index, ColumnDefinition column) {
        if (index >= 0) {
            return page.column(index).datum(row);
        }
        return column.byDefault() instanceof ColumnDefault.Constant constant ? constant.value() : Datum.NULL;
    }
}
