package io.colonnade.benchmarks.fuzz.world;

/// A column of a table; `bound` is the largest magnitude of its numbers.
public record Column(String name, Domain domain, boolean nullable, double bound) {}
