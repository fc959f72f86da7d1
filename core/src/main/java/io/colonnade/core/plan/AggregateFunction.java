package io.colonnade.core.plan;

/// The aggregate functions. NULL arguments do not count; SUM, MIN and MAX of nothing are NULL, COUNTs are 0. AVG is
/// planned as SUM and COUNT.
public enum AggregateFunction {
    /// COUNT(*): no argument.
    COUNT_ALL,
    COUNT,
    SUM,
    MIN,
    MAX
}
