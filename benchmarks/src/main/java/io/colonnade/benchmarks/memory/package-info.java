/// Queries in a tenth of the memory that they take when there is plenty. Read
/// {@link io.colonnade.benchmarks.memory.MemoryCommand}.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.memory;
