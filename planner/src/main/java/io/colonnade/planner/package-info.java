/// SQL text becomes plan fragments; the only module that knows Calcite.
///
/// In: the text of a statement, a {@link io.colonnade.core.catalog.CatalogSnapshot} and an evaluator for constants.
/// Out: a {@link io.colonnade.planner.statement.PlannedStatement}. Read {@link io.colonnade.planner.QueryPlanner}
/// first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner;
