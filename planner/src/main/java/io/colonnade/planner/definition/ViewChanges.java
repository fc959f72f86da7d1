package io.colonnade.planner.definition;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.OutputColumn;
import io.colonnade.planner.statement.PlanSettings;
import io.colonnade.planner.validate.QueryValidator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// CREATE VIEW and DROP VIEW.
///
/// A view is kept as its text. Nothing hinders that what it reads is dropped or altered: its names are looked up
/// when it is used, and then it works again, or tells what is missing.
final class ViewChanges {
    private ViewChanges() {}

    static List<CatalogChange> create(Definition.CreateView create, CatalogSnapshot snapshot, PlanSettings settings) {
        boolean isMain = snapshot.defaultSchema().equals(TableDefinition.DEFAULT_SCHEMA);
        String sql = isMain ? create.sql() : QualifiedText.of(create.sql(), snapshot);
        String schema = Names.schemaOfNew(create.view(), snapshot);
        List<String> names = create.columns().stream().map(Name::text).toList();
        long replaced = create.orReplace()
                ? snapshot.view(schema, create.view().name())
                        .map(ViewDefinition::id)
                        .orElse(0L)
                : 0;
        // Checked before an id is taken.
        ViewDefinition checked = new ViewDefinition(-1, schema, create.view().name(), names, sql);
        checkUnique(QueryValidator.viewColumns(checked, snapshot, replaced), create);
        ViewDefinition view =
                new ViewDefinition(settings.newTableId(), schema, checked.name(), checked.columns(), checked.sql());
        return List.of(new CatalogChange.CreateView(view, create.orReplace()));
    }

    private static void checkUnique(List<OutputColumn> columns, Definition.CreateView create) {
        Set<String> names = new HashSet<>();
        for (OutputColumn column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + column.name() + "\" is there twice in view \"" + create.view() + "\"",
                        create.view().position(),
                        "give each column a name of its own: CREATE VIEW v (a, b) AS ..",
                        null);
            }
        }
    }

    static List<CatalogChange> drop(Definition.DropViews drop, CatalogSnapshot snapshot) {
        return drop.views().stream()
                .filter(view -> !drop.ifExists() || Names.isTaken(view, snapshot))
                .map(view -> Names.view(view, snapshot).id())
                .distinct()
                .<CatalogChange>map(CatalogChange.DropView::new)
                .toList();
    }
}
