/// What a query costs besides its rows. In: nothing. Out: times of trivial queries, of queries on few rows,
/// of starting the shell. Read {@link io.colonnade.benchmarks.fixed.FixedCosts} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fixed;
