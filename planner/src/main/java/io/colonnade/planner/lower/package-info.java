/// Improved algebra becomes physical plan nodes and expressions in our types: columns are pruned, conjuncts go into
/// scans, constants are folded, runtime filters are placed. Read {@link io.colonnade.planner.lower.PlanLowering} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.lower;
