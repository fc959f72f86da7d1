package io.colonnade.coordinator.schedule;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import java.util.List;
import java.util.Optional;

/// An empty catalog.
final class NoTables implements CatalogSnapshot {
    @Override
    public long version() {
        return 0;
    }

    @Override
    public long definitionVersion() {
        return 0;
    }

    @Override
    public long statisticsVersion() {
        return 0;
    }

    @Override
    public int nodeCount() {
        return 3;
    }

    @Override
    public List<String> schemas() {
        return List.of(TableDefinition.DEFAULT_SCHEMA);
    }

    @Override
    public List<TableDefinition> tables() {
        return List.of();
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return Optional.empty();
    }

    @Override
    public List<ViewDefinition> views() {
        return List.of();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        return TableStatistics.EMPTY;
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return List.of();
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return 0;
    }
}
