package io.colonnade.core.function;

/// How long a result stays the same for the same arguments.
public enum Determinism {
    /// For ever: the planner computes calls of constants.
    ALWAYS,
    /// For a statement, or the transaction that it is in.
    STATEMENT,
    /// Not even from one row to the next.
    NEVER
}
