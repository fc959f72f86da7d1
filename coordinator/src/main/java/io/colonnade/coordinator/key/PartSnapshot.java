package io.colonnade.coordinator.key;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Tables that are parts of those of another snapshot, by names and ids of their own. They have no keys,
/// since nobody may rely on what is being checked.
public record PartSnapshot(CatalogSnapshot whole, List<Part> parts) implements CatalogSnapshot {
    /// Some segments of a table; plans go by `statistics`.
    record Part(String name, TableDefinition table, List<SegmentEntry> segments, TableStatistics statistics) {
        Part {
            segments = List.copyOf(segments);
        }
    }

    public PartSnapshot {
        parts = List.copyOf(parts);
    }

    private TableDefinition definition(int index) {
        Part part = parts.get(index);
        return part.table().unkeyed(index + 1, TableDefinition.DEFAULT_SCHEMA, part.name());
    }

    private Part part(long tableId) {
        return parts.get(Math.toIntExact(tableId) - 1);
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
        return IntStream.range(0, parts.size())
                .mapToObj(this::definition)
                .sorted(Comparator.comparing(TableDefinition::name))
                .toList();
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

    @Override
    public TableStatistics statistics(long tableId) {
        return part(tableId).statistics();
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return part(tableId).segments();
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return whole.nodeOfSlot(slot, slots);
    }
}
