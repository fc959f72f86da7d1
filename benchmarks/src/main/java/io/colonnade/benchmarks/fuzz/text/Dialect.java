package io.colonnade.benchmarks.fuzz.text;

/// Whose SQL a text is written in. Both are PostgreSQL's but for the few templates that say otherwise.
public enum Dialect {
    COLONNADE,
    DUCKDB
}
