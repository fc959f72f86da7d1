package io.colonnade.core.catalog;

import io.colonnade.core.error.EngineException;
import java.util.List;
import java.util.Optional;

/// All that was committed up to one moment. Immutable; a query works on one from its start to its end.
public interface CatalogSnapshot {
    /// Grows by one with each commit.
    long version();

    /// Grows with each change of a table definition, but not with data.
    long definitionVersion();

    /// Grows when statistics that plans were made with have drifted by a fifth or more.
    long statisticsVersion();

    /// Nodes that hold data, numbered from 0.
    int nodeCount();

    /// The names of the schemas, in order.
    List<String> schemas();

    /// The schema of names without one, as its own definition spells it.
    default String defaultSchema() {
        return TableDefinition.DEFAULT_SCHEMA;
    }

    /// The name under which `system.settings` has a setting; empty if there is none.
    default Optional<String> settingName(String name) {
        return Optional.empty();
    }

    /// All tables, ordered by schema and name.
    List<TableDefinition> tables();

    /// Names match case-insensitively.
    Optional<TableDefinition> table(String schema, String name);

    Optional<TableDefinition> table(long tableId);

    /// All views, in the order in which they were made.
    List<ViewDefinition> views();

    /// Names match case-insensitively.
    default Optional<ViewDefinition> view(String schema, String name) {
        return views().stream()
                .filter(view ->
                        view.schema().equalsIgnoreCase(schema) && view.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Tables whose rows the engine makes, such as those of `information_schema`: they have ids below 0, and nobody
    /// writes to them. They are none of {@link #tables}.
    default List<TableDefinition> systemTables() {
        return List.of();
    }

    /// Files that a query reads as a table. *Errors*: FILE_NOT_FOUND and those of reading them; NOT_SUPPORTED where
    /// queries read no files.
    default FileTable fileTable(FileRequest request) {
        throw EngineException.notSupported("reading files here");
    }

    TableStatistics statistics(long tableId);

    List<SegmentEntry> segments(long tableId);

    /// The node that holds a slot of a hashed table with `slots` slots.
    int nodeOfSlot(int slot, int slots);
}
