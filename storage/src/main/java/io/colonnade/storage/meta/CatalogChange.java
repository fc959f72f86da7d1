package io.colonnade.storage.meta;

import io.colonnade.core.catalog.TableDefinition;

/// A change of definitions.
public sealed interface CatalogChange {
    /// The id of the definition comes from {@link MetaCommand.ReserveIds}. Fails with DUPLICATE_TABLE if the schema
    /// has a table of that name, in whatever case.
    record CreateTable(TableDefinition definition) implements CatalogChange {}

    /// Takes the table and all its segments away; fails with CONFLICT if it is gone already.
    record DropTable(long tableId) implements CatalogChange {}
}
