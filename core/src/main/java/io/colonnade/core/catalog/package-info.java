/// What the planner and the workers know of tables: definitions, segments, statistics, and the catalog at one
/// snapshot. Read {@link io.colonnade.core.catalog.CatalogSnapshot} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.catalog;
