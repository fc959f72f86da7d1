/// Four queries of the Star Schema Benchmark written by hand, as a yardstick for the engine's general operators:
/// columns
/// of the same rows come in, a query's whole answer goes out. Read {@link io.colonnade.benchmarks.loops.LoopsCommand}
/// first, then {@link io.colonnade.benchmarks.loops.HandQuery}.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.loops;
