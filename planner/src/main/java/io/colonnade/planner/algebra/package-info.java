/// What Calcite's algebra lacks: parts of a query that are computed once
/// ({@link io.colonnade.planner.algebra.Shared}), parameters of which a value is known
/// ({@link io.colonnade.planner.algebra.SampledParameter}).
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.algebra;
