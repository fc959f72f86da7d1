package io.colonnade.core.plan;

/// Which rows of its partition a window function sees from a row.
///
/// ```text
/// key   5  7  7  9 12        from the second 7:
///       ---------            ROWS   BETWEEN 2 PRECEDING AND CURRENT ROW
///          --------          RANGE  BETWEEN 0 PRECEDING AND 2 FOLLOWING     values 7 to 9
///       -----------          GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING     groups of peers
/// ```
///
/// CURRENT ROW of RANGE and GROUPS stands for all peers of the row. `rangeKey` is the position of the order
/// key that the columns of RANGE bounds compare with, -1 if there are none.
public record WindowFrame(Unit unit, WindowBound start, WindowBound end, Exclusion exclusion, int rangeKey) {
    /// What bounds count.
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /// Which rows around the current one the frame leaves out.
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        /// The row and its peers.
        GROUP,
        /// Its peers, but not the row.
        TIES
    }

    /// The whole partition.
    public static final WindowFrame WHOLE = new WindowFrame(
            Unit.RANGE, WindowBound.UNBOUNDED_PRECEDING, WindowBound.UNBOUNDED_FOLLOWING, Exclusion.NO_OTHERS, -1);

    /// What a window with an order has if nothing is said.
    public static final WindowFrame UP_TO_PEERS = new WindowFrame(
            Unit.RANGE, WindowBound.UNBOUNDED_PRECEDING, WindowBound.CURRENT_ROW, Exclusion.NO_OTHERS, -1);

    public WindowFrame {
        boolean columns = start.column() >= 0 || end.column() >= 0;
        boolean wrongOffset = unit == Unit.RANGE
                ? start.hasOffset() && start.column() < 0 || end.hasOffset() && end.column() < 0
                : columns;
        if (start.kind() == WindowBound.Kind.UNBOUNDED_FOLLOWING
                || end.kind() == WindowBound.Kind.UNBOUNDED_PRECEDING
                || wrongOffset
                || columns != rangeKey >= 0) {
            throw new IllegalArgumentException("a frame of " + unit + " from " + start + " to " + end);
        }
    }
}
