package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Definition;
import java.util.ArrayList;
import java.util.List;

/// CREATE SCHEMA and DROP SCHEMA.
final class SchemaChanges {
    /// Tables and views that a message names.
    private static final int NAMED_MAX = 3;

    private SchemaChanges() {}

    static List<CatalogChange> create(Definition.CreateSchema create, CatalogSnapshot snapshot) {
        String name = create.schema().text();
        if (Names.findSchema(name, snapshot).isEmpty() && !Names.isSystemSchema(name, snapshot)) {
            return List.of(new CatalogChange.CreateSchema(name));
        }
        if (create.ifNotExists()) {
            return List.of();
        }
        throw new EngineException(
                ErrorCode.DUPLICATE_SCHEMA,
                "schema \"" + create.schema() + "\" exists already",
                create.schema().position(),
                "use another name or CREATE SCHEMA IF NOT EXISTS",
                null);
    }

    static List<CatalogChange> drop(Definition.DropSchema drop, CatalogSnapshot snapshot) {
        if (drop.ifExists() && Names.findSchema(drop.schema().text(), snapshot).isEmpty()) {
            return List.of();
        }
        String schema = Names.schema(drop.schema(), snapshot);
        if (schema.equals(TableDefinition.DEFAULT_SCHEMA)) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "schema \"" + schema + "\" cannot be dropped",
                    drop.schema().position(),
                    "it is the schema of tables that are named without one",
                    null);
        }
        List<ViewDefinition> views = snapshot.views().stream()
                .filter(view -> view.schema().equals(schema))
                .toList();
        List<TableDefinition> tables = snapshot.tables().stream()
                .filter(table -> table.schema().equals(schema))
                .toList();
        if (!drop.cascade() && views.size() + tables.size() > 0) {
            throw inUse(drop, views, tables);
        }
        List<CatalogChange> changes = new ArrayList<>();
        views.forEach(view -> changes.add(new CatalogChange.DropView(view.id())));
        tables.forEach(table -> changes.add(new CatalogChange.DropTable(table.id())));
        changes.add(new CatalogChange.DropSchema(schema));
        return changes;
    }

    private static EngineException inUse(
            Definition.DropSchema drop, List<ViewDefinition> views, List<TableDefinition> tables) {
        List<String> names = new ArrayList<>();
        tables.forEach(table -> names.add("table " + table.name()));
        views.forEach(view -> names.add("view " + view.name()));
        int more = names.size() - NAMED_MAX;
        String named = String.join(", ", names.subList(0, Math.min(names.size(), NAMED_MAX)));
        return new EngineException(
                ErrorCode.DEPENDENT_OBJECTS,
                "schema \"" + drop.schema() + "\" is not empty: it has " + named
                        + (more > 0 ? " and " + more + " more" : ""),
                drop.schema().position(),
                "drop or move them first, or use DROP SCHEMA .. CASCADE",
                null);
    }
}
