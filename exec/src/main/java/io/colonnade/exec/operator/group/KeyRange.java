package io.colonnade.exec.operator.group;

/// The integers from `low` to `high`, fewer than {@link #VALUES_MAX}, among which the keys of groups lie.
///
/// ```text
/// 1 .. 1000 in 4 parts:   1 .. 250 | 251 .. 500 | 501 .. 750 | 751 .. 1000
/// ```
public record KeyRange(long low, long high) {
    private static final long VALUES_MAX = 1L << 48;

    /// Whether ranges that are taken together stay within the limit.
    public boolean isNarrow() {
        return high - low >= 0 && high - low < VALUES_MAX;
    }

    public KeyRange union(KeyRange other) {
        return new KeyRange(Math.min(low, other.low), Math.max(high, other.high));
    }

    /// The part of a key, when the range is cut into equal ones.
    int part(long key, int parts) {
        return (int) ((key - low) * parts / (high - low + 1));
    }
}
