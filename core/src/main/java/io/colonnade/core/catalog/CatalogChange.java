package io.colonnade.core.catalog;

/// A change of definitions. Names of schemas, tables and views match without regard to case; tables and views
/// share the names of a schema. What fails, fails when the change is committed, and then all of the commit.
public sealed interface CatalogChange {
    /// The id of the definition was reserved before. Fails with DUPLICATE_TABLE if the
    /// schema has a table or view of that name, with UNKNOWN_SCHEMA without the schema.
    record CreateTable(TableDefinition definition) implements CatalogChange {}

    /// The next identity number of a table, for one that this commit creates and whose rows it brings.
    /// Nothing happens if the table is gone.
    record AdvanceIdentity(long tableId, long next) implements CatalogChange {}

    /// Takes the table and all its segments away; fails with CONFLICT if it is gone already.
    record DropTable(long tableId) implements CatalogChange {}

    /// Another definition for a table: name, columns, partitions, foreign keys. Segments of partitions that are
    /// no longer there go. Fails with CONFLICT if the table is no longer defined as in `before`, where it does
    /// not count which foreign keys are validated; or if a foreign key is validated by it and rows came to this
    /// table, or went from the other, after the base of the commit.
    record AlterTable(TableDefinition before, TableDefinition after) implements CatalogChange {}

    /// Fails with DUPLICATE_SCHEMA.
    record CreateSchema(String name) implements CatalogChange {}

    /// Fails with CONFLICT if it is gone, or has a table or view by now.
    record DropSchema(String name) implements CatalogChange {}

    /// The id comes from those of tables. With `replace` a view of that name goes.
    record CreateView(ViewDefinition definition, boolean replace) implements CatalogChange {}

    /// Fails with CONFLICT if it is gone already.
    record DropView(long viewId) implements CatalogChange {}
}
