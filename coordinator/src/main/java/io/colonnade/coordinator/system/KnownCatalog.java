package io.colonnade.coordinator.system;

import io.colonnade.coordinator.setting.SessionSettings;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.FileRequest;
import io.colonnade.core.catalog.FileTable;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.TableStatistics;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.storage.ingest.sniff.FileTables;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A snapshot as statements of users are planned with it: all that was committed, and the tables of the engine.
/// Names without a schema are those of `defaultSchema`; `files` looks at files that stand in queries.
public record KnownCatalog(
        CatalogSnapshot stored,
        String defaultSchema,
        @Nullable FileTables files) implements CatalogSnapshot {
    public KnownCatalog(CatalogSnapshot stored) {
        this(stored, TableDefinition.DEFAULT_SCHEMA, null);
    }

    @Override
    public FileTable fileTable(FileRequest request) {
        if (files == null) {
            throw EngineException.notSupported("reading files here");
        }
        return files.of(request);
    }

    /// Few rows, as it is mostly.
    private static final TableStatistics SYSTEM_STATISTICS = new TableStatistics(100, List.of());

    @Override
    public long version() {
        return stored.version();
    }

    @Override
    public long definitionVersion() {
        return stored.definitionVersion();
    }

    @Override
    public long statisticsVersion() {
        return stored.statisticsVersion();
    }

    @Override
    public int nodeCount() {
        return stored.nodeCount();
    }

    @Override
    public List<String> schemas() {
        return stored.schemas();
    }

    @Override
    public Optional<String> settingName(String name) {
        return SessionSettings.find(name).map(SessionSettings.Setting::name);
    }

    @Override
    public List<TableDefinition> tables() {
        return stored.tables();
    }

    @Override
    public Optional<TableDefinition> table(String schema, String name) {
        return stored.table(schema, name);
    }

    @Override
    public Optional<TableDefinition> table(long tableId) {
        return stored.table(tableId);
    }

    @Override
    public List<ViewDefinition> views() {
        return stored.views();
    }

    @Override
    public List<TableDefinition> systemTables() {
        return SystemTables.definitions();
    }

    @Override
    public TableStatistics statistics(long tableId) {
        return tableId < 0 ? SYSTEM_STATISTICS : stored.statistics(tableId);
    }

    @Override
    public List<SegmentEntry> segments(long tableId) {
        return stored.segments(tableId);
    }

    @Override
    public int nodeOfSlot(int slot, int slots) {
        return stored.nodeOfSlot(slot, slots);
    }
}
