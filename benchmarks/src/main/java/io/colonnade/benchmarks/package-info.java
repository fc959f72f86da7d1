/// Benchmarks: whole queries side by side with DuckDB ({@link io.colonnade.benchmarks.BenchCommand}); kernels by JMH
/// in {@code micro}.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks;
