package io.colonnade.benchmarks.figures;

/// One measured number, and of what it is.
///
/// @param setting how it was run, such as `2 threads`; empty where that is no matter
/// @param item of what: a query, a step of loading, all queries (`sum`, `geomean`)
/// @param engine whose
/// @param metric which quantity, with its unit last: `warm ms`, `peak bytes`
/// @param value in that unit
public record Figure(String setting, String item, String engine, String metric, double value) {}
