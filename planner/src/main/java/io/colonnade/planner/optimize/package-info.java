/// Relational algebra is improved step by step: subqueries become joins, filters sink, projections merge, joins are
/// put in order. Read {@link io.colonnade.planner.optimize.Optimizer} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.optimize;
