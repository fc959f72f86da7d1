package io.colonnade.coordinator.query;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import java.util.List;
import java.util.Optional;

/// Two tables that are parts of one: `present`, the rows that may have a key twice, and `added`, those that are new.
/// Neither has keys, since nobody may rely on what is being checked.
record KeySnapshot(
        CatalogSnapshot whole,
        TableDefinition table,
        List<SegmentEntry> presentSegments,
        List<SegmentEntry> addedSegments)
        implements CatalogSnapshot {
    static final String PRESENT = "present";
    static final String ADDED = "added";

    private static final long PRESENT_ID = 1;
    private static final long ADDED_ID = 2;

    private TableDefinition part(long id, String name) {
        return new TableDefinition(
                id,
                TableDefinition.DEFAULT_SCHEMA,
                name,
                table.columns(),
                table.nextColumnId(),
                table.sortKey(),
                table.distribution(),
                table.partitioning(),
                List.of(),
                List.of());
    }

    @Override
    public long version() {
        return whole.version();
    }

    @Override
    public long definitionVersion() {
        return whole.definitionVersion();
    }

    @Override
    public long statisticsVersion() {
        return whole.statisticsVersion();
    }

    @Override
    public int nodeCount() {
        return whole.nodeCount();
    }

    @Override
    public List<String> schemas() {
        return List.of(TableDefinition.DEFAULT_SCHEMA);
    }

    @Override
    public List<TableDefinition> tables() {
        return List.of(part(ADDED_ID, ADDED), part(PRESENT_ID, PRESENT));
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return tables().stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return tables().stream().filter(part -> part.id() == tableId).findFirst();
    }

    @Override
    public List<ViewDefinition> views() {
        return List.of();
    }

    /// The plan is kept for other rows, so it is made for few new ones among many, whatever there is.
    @Override
    public TableStatistics statistics(long tableId) {
        return new TableStatistics(tableId == PRESENT_ID ? 1_000_000 : 1, List.of());
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return tableId == PRESENT_ID ? presentSegments : addedSegments;
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return whole.nodeOfSlot(slot, slots);
    }
}
