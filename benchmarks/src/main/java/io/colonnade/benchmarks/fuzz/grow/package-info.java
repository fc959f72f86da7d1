/// Grows random queries that are valid and have one answer only. Read
/// {@link io.colonnade.benchmarks.fuzz.grow.Growth} first, then `Queries` and `Expressions`.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz.grow;
