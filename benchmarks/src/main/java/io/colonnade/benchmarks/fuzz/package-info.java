/// `./colonnade fuzz sql`: random tables and queries, compared with DuckDB and with themselves. Read
/// {@link io.colonnade.benchmarks.fuzz.FuzzCommand} first, docs/fuzzing.md tells how to use it.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.fuzz;
