/// Whether an expression may be computed for rows for which the query does not ask for it: without an error
/// ({@link io.colonnade.planner.evaluation.CannotFail}), and with the same value each time
/// ({@link io.colonnade.planner.evaluation.Harmless}).
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.evaluation;
