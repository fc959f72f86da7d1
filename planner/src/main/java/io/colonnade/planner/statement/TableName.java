package io.colonnade.planner.statement;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.Position;
import org.jspecify.annotations.Nullable;

/// The name of a table as a statement gives it; `schema` is null if it names none.
public record TableName(@Nullable String schema, String name, Position position) {
    /// The schema that is meant: that of names without one if none was given.
    public String schemaName(CatalogSnapshot snapshot) {
        return schema == null ? snapshot.defaultSchema() : schema;
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
