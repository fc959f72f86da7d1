/// Physical plans as immutable records: what the planner makes and {@code exec} turns into operators. Read
/// {@link io.colonnade.core.plan.PlanNode} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.plan;
