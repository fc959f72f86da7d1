/// Plans as text: what EXPLAIN and EXPLAIN ANALYZE answer, and what golden tests compare. Read
/// {@link io.colonnade.planner.explain.PlanPrinter} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.explain;
