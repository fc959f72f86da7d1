package io.colonnade.core.plan;

/// Which rows a join keeps, seen from its probe side.
public enum JoinKind {
    /// Pairs of rows with equal keys that meet the residual condition.
    INNER,
    /// The same, and each probe row without a partner once, with NULLs for the build columns.
    LEFT,
    /// Probe rows with at least one partner, once.
    SEMI,
    /// Probe rows without a partner (NOT EXISTS; a NULL key has no partner).
    ANTI,
    /// Probe rows for which `key NOT IN (build keys)` is true: none if the build side holds a NULL key; a probe row
    /// with a NULL key only if the build side is empty. Exactly one key, no residual.
    NULL_AWARE_ANTI
}
