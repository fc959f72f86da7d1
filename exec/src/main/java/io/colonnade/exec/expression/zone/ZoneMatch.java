package io.colonnade.exec.expression.zone;

/// What a zone map tells of a condition.
public enum ZoneMatch {
    /// No row makes it true: the zone is skipped.
    NEVER,
    /// Rows must be looked at.
    MAYBE,
    /// Every row makes it true: the condition need not be evaluated.
    ALWAYS
}
