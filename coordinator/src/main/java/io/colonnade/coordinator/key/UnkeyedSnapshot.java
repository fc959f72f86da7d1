package io.colonnade.coordinator.key;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import java.util.List;
import java.util.Optional;

/// A snapshot whose tables have no keys, since nobody may rely on what is being checked.
public record UnkeyedSnapshot(CatalogSnapshot whole) implements CatalogSnapshot {
    private static TableDefinition unkeyed(TableDefinition table) {
        return table.unkeyed(table.id(), table.schema(), table.name());
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
        return whole.schemas();
    }

    @Override
    public List<TableDefinition> tables() {
        return whole.tables().stream().map(UnkeyedSnapshot::unkeyed).toList();
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return whole.table(schema, name).map(UnkeyedSnapshot::unkeyed);
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return whole.table(tableId).map(UnkeyedSnapshot::unkeyed);
    }

    @Override
    public List<ViewDefinition> views() {
        return List.of();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        return whole.statistics(tableId);
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return whole.segments(tableId);
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return whole.nodeOfSlot(slot, slots);
    }
}
