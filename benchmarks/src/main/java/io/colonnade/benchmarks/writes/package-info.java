/// Many small writes: how long commits of a row take, a batch, and a query afterwards. Read
/// {@link io.colonnade.benchmarks.writes.WritesCommand} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.writes;
