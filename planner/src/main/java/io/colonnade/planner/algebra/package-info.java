/// What Calcite's algebra lacks: parts of a query that are computed once
/// ({@link io.colonnade.planner.algebra.Shared}), parameters of which a value is known
/// ({@link io.colonnade.planner.algebra.SampledParameter}) or has to be
/// ({@link io.colonnade.planner.algebra.CountParameters}), lists of literals as one call
/// ({@link io.colonnade.planner.algebra.LiteralList}).
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.algebra;
