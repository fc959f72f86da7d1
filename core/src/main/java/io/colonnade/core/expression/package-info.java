/// Scalar expressions as immutable records, as the planner makes and the workers evaluate them. Read
/// {@link io.colonnade.core.expression.Expression} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.expression;
