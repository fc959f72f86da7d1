package io.colonnade.exec.random;

/// How far values lie apart.
public enum Spread {
    /// Small numbers, days of a few decades: little arithmetic on them fails.
    TAME,
    /// Mostly the same, now and then the edge of the type.
    USUAL,
    /// Every other value is the least, the greatest, the longest, or otherwise odd.
    EDGES
}
