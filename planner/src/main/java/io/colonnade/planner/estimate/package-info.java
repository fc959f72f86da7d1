/// How many rows a relational expression has and what its columns are supposed to hold, from the statistics of the
/// tables. Read {@link io.colonnade.planner.estimate.RowEstimates} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.estimate;
