package io.colonnade.benchmarks.fuzz.text;

/// What a phrase may be exchanged for: one of its own role.
public enum Role {
    EXPRESSION,
    QUERY,
    RELATION,
    /// Nothing else can stand in its place.
    FIXED
}
