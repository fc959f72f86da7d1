package io.colonnade.exec.operator.window;

import io.colonnade.exec.operator.sort.SortedRows;

/// Places `from` to `to` of sorted rows: whole partitions.
record SortedRange(SortedRows rows, int from, int to) {
    int count() {
        return to - from;
    }
}
