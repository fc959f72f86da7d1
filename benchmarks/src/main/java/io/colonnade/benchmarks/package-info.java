/// Databases under measurement and their answers: what `./colonnade bench` (package {@code command}) compares. Loops by
/// hand lie in {@code loops}, kernels by JMH in {@code micro}. Read {@link io.colonnade.benchmarks.Engine} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks;
