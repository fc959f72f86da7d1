package io.colonnade.storage.load;

/// Rows `from` to `to` of a run.
record RunSlice(Run run, int from, int to) {
    int rows() {
        return to - from;
    }
}
