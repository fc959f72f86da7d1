package io.colonnade.planner.name;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.TableName;
import io.colonnade.planner.syntax.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds schemas, tables and views by name.
///
/// *Errors*: UNKNOWN_SCHEMA, UNKNOWN_TABLE with the name that was probably meant; WRONG_OBJECT if a view
/// stands where a table must.
public final class Names {
    private Names() {}

    /// The schema in which something new is to stand, as its own definition spells it.
    public static String schemaOfNew(TableName name, CatalogSnapshot snapshot) {
        return schema(new Name(name.schemaName(snapshot), name.position()), snapshot);
    }

    /// The schema of that name, as its own definition spells it.
    public static String schema(Name name, CatalogSnapshot snapshot) {
        if (isSystemSchema(name.text(), snapshot)) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "schema \"" + name + "\" is the engine's own and cannot be changed",
                    name.position(),
                    null,
                    null);
        }
        return findSchema(name.text(), snapshot).orElseThrow(() -> unknownSchema(name, snapshot, null));
    }

    /// The schema of that name, if there is one.
    public static Optional<String> findSchema(String name, CatalogSnapshot snapshot) {
        return snapshot.schemas().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    /// Whether the tables of that schema are those of the engine.
    public static boolean isSystemSchema(String name, CatalogSnapshot snapshot) {
        return snapshot.systemTables().stream().anyMatch(table -> table.schema().equalsIgnoreCase(name));
    }

    public static EngineException unknownSchema(Name name, CatalogSnapshot snapshot, @Nullable Throwable cause) {
        return new EngineException(
                ErrorCode.UNKNOWN_SCHEMA,
                "schema \"" + name + "\" does not exist",
                name.position(),
                Suggestions.didYouMean(name.text(), snapshot.schemas()),
                cause);
    }

    /// Whether a table or a view has that name.
    public static boolean isTaken(TableName name, CatalogSnapshot snapshot) {
        return snapshot.table(name.schemaName(snapshot), name.name()).isPresent()
                || snapshot.view(name.schemaName(snapshot), name.name()).isPresent();
    }

    private static boolean isSystem(TableName name, CatalogSnapshot snapshot) {
        return snapshot.systemTables().stream()
                .anyMatch(table -> table.schema().equalsIgnoreCase(name.schemaName(snapshot))
                        && table.name().equalsIgnoreCase(name.name()));
    }

    /// The table of that name, which statements may change.
    public static TableDefinition table(TableName name, CatalogSnapshot snapshot) {
        Optional<TableDefinition> table = snapshot.table(name.schemaName(snapshot), name.name());
        if (table.isPresent()) {
            return table.get();
        }
        if (isSystem(name, snapshot)) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "\"" + name + "\" is made by the engine and can only be read",
                    name.position(),
                    null,
                    null);
        }
        if (snapshot.view(name.schemaName(snapshot), name.name()).isPresent()) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT,
                    "\"" + name + "\" is a view, not a table",
                    name.position(),
                    "use DROP VIEW to drop it, and the name of the table that it reads to change rows",
                    null);
        }
        schemaOfNew(name, snapshot);
        throw unknown("table", name, suggestion(name.name(), snapshot));
    }

    /// *Errors*: those of {@link #table}, if there is neither a table nor a view of that name, nor one of the
    /// engine's.
    public static void checkRelation(TableName name, CatalogSnapshot snapshot) {
        if (!isTaken(name, snapshot) && !isSystem(name, snapshot)) {
            table(name, snapshot);
        }
    }

    /// The view of that name.
    public static ViewDefinition view(TableName name, CatalogSnapshot snapshot) {
        Optional<ViewDefinition> view = snapshot.view(name.schemaName(snapshot), name.name());
        if (view.isPresent()) {
            return view.get();
        }
        if (snapshot.table(name.schemaName(snapshot), name.name()).isPresent()) {
            throw new EngineException(
                    ErrorCode.WRONG_OBJECT, "\"" + name + "\" is a table, not a view", name.position(), null, null);
        }
        schemaOfNew(name, snapshot);
        List<String> views = snapshot.views().stream().map(ViewDefinition::name).toList();
        throw unknown("view", name, Suggestions.didYouMean(name.name(), views));
    }

    private static EngineException unknown(String kind, TableName name, @Nullable String hint) {
        return new EngineException(
                ErrorCode.UNKNOWN_TABLE, kind + " \"" + name + "\" does not exist", name.position(), hint, null);
    }

    /// Advice naming the table or view that was probably meant.
    public static @Nullable String suggestion(String name, CatalogSnapshot snapshot) {
        List<String> all = new ArrayList<>();
        snapshot.tables().forEach(table -> all.add(table.name()));
        snapshot.views().forEach(view -> all.add(view.name()));
        snapshot.systemTables().forEach(table -> all.add(table.name()));
        return Suggestions.didYouMean(name, all);
    }
}
