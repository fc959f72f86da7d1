package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.planner.declaration.TableDefinitions;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.PlanSettings;
import java.util.List;

/// What a statement that defines changes: nothing where IF EXISTS or IF NOT EXISTS says so.
///
/// *Errors*: what is known from the catalog, with a position. What another statement does meanwhile is found by the
/// commit.
public final class DefinitionChanges {
    private final CatalogSnapshot snapshot;
    private final PlanSettings settings;

    public DefinitionChanges(CatalogSnapshot snapshot, PlanSettings settings) {
        this.snapshot = snapshot;
        this.settings = settings;
    }

    public List<CatalogChange> of(Definition definition) {
        return switch (definition) {
            case Definition.CreateTable create ->
                create.ifNotExists() && Names.isTaken(create.table(), snapshot)
                        ? List.of()
                        : List.of(new CatalogChange.CreateTable(TableDefinitions.define(create, snapshot, settings)));
            case Definition.DropTables drop -> dropTables(drop);
            case Definition.AlterTable alter -> alter(alter);
            case Definition.CreateView create -> ViewChanges.create(create, snapshot, settings);
            case Definition.DropViews drop -> ViewChanges.drop(drop, snapshot);
            case Definition.CreateSchema create -> SchemaChanges.create(create, snapshot);
            case Definition.DropSchema drop -> SchemaChanges.drop(drop, snapshot);
        };
    }

    private List<CatalogChange> alter(Definition.AlterTable alter) {
        if (alter.ifExists() && !Names.isTaken(alter.table(), snapshot)) {
            return List.of();
        }
        TableAlteration alteration = new TableAlteration(Names.table(alter.table(), snapshot), snapshot);
        alter.actions().forEach(alteration::apply);
        return alteration.changes();
    }

    private List<CatalogChange> dropTables(Definition.DropTables drop) {
        return drop.tables().stream()
                .filter(table -> !drop.ifExists() || Names.isTaken(table, snapshot))
                .map(table -> Names.table(table, snapshot).id())
                .distinct()
                .<CatalogChange>map(CatalogChange.DropTable::new)
                .toList();
    }
}
