package io.colonnade.core.plan;

/// Where the frame of a row begins or ends.
///
/// `distance` counts the rows or groups of PRECEDING and FOLLOWING. In a RANGE frame `column` is in its place: the
/// position of the value that the range reaches to from this row, NULL where the key is; else -1.
public record WindowBound(Kind kind, long distance, int column) {
    /// What the bound is counted from.
    public enum Kind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    public static final WindowBound UNBOUNDED_PRECEDING = new WindowBound(Kind.UNBOUNDED_PRECEDING, 0, -1);
    public static final WindowBound CURRENT_ROW = new WindowBound(Kind.CURRENT_ROW, 0, -1);
    public static final WindowBound UNBOUNDED_FOLLOWING = new WindowBound(Kind.UNBOUNDED_FOLLOWING, 0, -1);

    public WindowBound {
        boolean offset = kind == Kind.PRECEDING || kind == Kind.FOLLOWING;
        if (distance < 0 || column < -1 || !offset && (distance != 0 || column >= 0)) {
            throw new IllegalArgumentException(kind + " of " + distance + " or column " + column);
        }
    }

    public boolean hasOffset() {
        return kind == Kind.PRECEDING || kind == Kind.FOLLOWING;
    }
}
