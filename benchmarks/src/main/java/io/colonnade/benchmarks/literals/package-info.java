/// The same queries with other literals. In: a sample schema's query and a seed. Out: a text of the same shape that
/// asks for another year, region or discount, as the benchmark's own rules draw them. Read
/// {@link io.colonnade.benchmarks.literals.Literals} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.literals;
