package io.colonnade.coordinator.care;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.segment.Damage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// SHOW HEALTH: what is known to be damaged, the database as a whole first.
///
/// ```text
/// table   node  segment  file                    state   reason                        advice  since
///                                                red     1 table is red: main.sales    ...
/// sales   0     17       .../segments/17.parquet red     is missing                    ...     2026-11-21 16:00:00
/// ```
///
/// Damages of segments that no table lists any more are left out.
public final class HealthReport {
    /// The columns of the rows.
    public static final List<CareRows.CareColumn> COLUMNS = List.of(
            new CareRows.CareColumn("table", Type.VARCHAR, true),
            new CareRows.CareColumn("node", Type.INTEGER, true),
            new CareRows.CareColumn("segment", Type.BIGINT, true),
            new CareRows.CareColumn("file", Type.VARCHAR, true),
            new CareRows.CareColumn("state", Type.VARCHAR, false),
            new CareRows.CareColumn("reason", Type.VARCHAR, false),
            new CareRows.CareColumn("advice", Type.VARCHAR, true),
            new CareRows.CareColumn("since", Type.TIMESTAMP, true));

    private static final int NAMES_TOLD = 3;

    private final CatalogSnapshot snapshot;
    private final List<Damage> damages = new ArrayList<>();

    public HealthReport(Database database) {
        this.snapshot = database.metaLog().snapshot();
        Map<Long, Set<Long>> listed = new HashMap<>();
        for (Damage damage : database.health().all()) {
            boolean counts = damage.tableId() == Damage.NONE
                    || listed.computeIfAbsent(damage.tableId(), this::segments).contains(damage.segmentId());
            if (counts) {
                damages.add(damage);
            }
        }
    }

    private Set<Long> segments(long tableId) {
        Set<Long> ids = new HashSet<>();
        snapshot.segments(tableId).stream().map(SegmentEntry::id).forEach(ids::add);
        return ids;
    }

    /// One sentence for whoever connects, empty if all is well.
    public Optional<String> warning() {
        return damages.isEmpty()
                ? Optional.empty()
                : Optional.of("the database is " + state() + ": " + summary() + "; SHOW HEALTH tells more");
    }

    private String state() {
        return damages.isEmpty() ? "green" : text(damages.getFirst().state());
    }

    private static String text(Damage.State state) {
        return switch (state) {
            case YELLOW -> "yellow";
            case RED -> "red";
        };
    }

    private String summary() {
        if (damages.isEmpty()) {
            return "no damage is known";
        }
        Set<String> red = tables(Damage.State.RED);
        Set<String> yellow = tables(Damage.State.YELLOW);
        yellow.removeAll(red);
        List<String> parts = new ArrayList<>();
        if (!red.isEmpty()) {
            parts.add(counted(red, "red"));
        }
        if (!yellow.isEmpty()) {
            parts.add(counted(yellow, "yellow"));
        }
        if (damages.stream().anyMatch(damage -> damage.tableId() == Damage.NONE)) {
            parts.add("there are files that belong to no table");
        }
        return String.join(", ", parts);
    }

    private static String counted(Set<String> tables, String state) {
        StringBuilder text = new StringBuilder();
        text.append(tables.size())
                .append(tables.size() == 1 ? " table is " : " tables are ")
                .append(state)
                .append(": ");
        text.append(String.join(", ", tables.stream().limit(NAMES_TOLD).toList()));
        return text.append(tables.size() > NAMES_TOLD ? ", ..." : "").toString();
    }

    private Set<String> tables(Damage.State state) {
        Set<String> names = new TreeSet<>();
        for (Damage damage : damages) {
            if (damage.state() == state && damage.tableId() != Damage.NONE) {
                names.add(name(damage.tableId()));
            }
        }
        return names;
    }

    private String name(long tableId) {
        return snapshot.table(tableId)
                .map(table -> table.schema().equals(TableDefinition.DEFAULT_SCHEMA)
                        ? table.name()
                        : table.schema() + "." + table.name())
                .orElse("");
    }

    /// The answer of the statement.
    public CareRows rows() {
        List<List<Datum>> rows = new ArrayList<>();
        String advice =
                damages.isEmpty() ? "VERIFY DATABASE reads all that is stored and proves it" : "see the rows below";
        rows.add(List.of(
                Datum.NULL,
                Datum.NULL,
                Datum.NULL,
                Datum.NULL,
                Datum.of(state()),
                Datum.of(summary()),
                Datum.of(advice),
                Datum.NULL));
        for (Damage damage : damages) {
            boolean ofSegment = damage.tableId() != Damage.NONE;
            rows.add(List.of(
                    ofSegment ? Datum.of(name(damage.tableId())) : Datum.NULL,
                    Datum.of((long) damage.node()),
                    ofSegment ? Datum.of(damage.segmentId()) : Datum.NULL,
                    Datum.of(damage.file()),
                    Datum.of(text(damage.state())),
                    Datum.of(damage.reason()),
                    Datum.of(damage.advice()),
                    Datum.of(damage.sinceMillis() * 1000)));
        }
        return new CareRows(COLUMNS, rows);
    }
}
