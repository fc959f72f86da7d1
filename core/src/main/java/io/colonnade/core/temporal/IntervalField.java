package io.colonnade.core.temporal;

/// The fields that a literal of the standard names behind an interval, the largest first.
public enum IntervalField {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND
}
