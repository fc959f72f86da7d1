package io.colonnade.exec.operator.window;

import io.colonnade.exec.operator.sort.SortedRows;

/// Places of sorted rows: whole partitions, or parts of a large one.
///
/// ```text
/// from   first             to
///  | k k k | b b b c c c d |      b goes on from the range before, of which some rows were kept:
///      ---                        the last ones, `adjacent` of them, stand right before `first`
/// ```
///
/// @param from the first place that may be looked at
/// @param first the first place whose results are wanted
/// @param continues whether the first partition began in the range before
record SortedRange(SortedRows rows, int from, int first, int to, int adjacent, boolean continues) {
    /// Whole partitions.
    SortedRange(SortedRows rows, int from, int to) {
        this(rows, from, from, to, 0, false);
    }

    int count() {
        return to - from;
    }
}
