/// Statements that define become the changes that they make.
///
/// In: a {@link io.colonnade.planner.statement.Definition} and the catalog. Out: {@link
/// io.colonnade.core.catalog.CatalogChange}s, to be committed together. Read {@link
/// io.colonnade.planner.definition.DefinitionChanges} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.definition;
