package io.colonnade.storage.load;

import org.jspecify.annotations.Nullable;

/// Rows `from` to `to` of a run in the order of the sort key. Where a run keeps its rows in another order, `rows` are
/// the places of these rows, ascending: they are read from memory in one direction and sorted afterwards.
record RunSlice(Run run, int from, int to, int @Nullable [] rows) {
    RunSlice(Run run, int from, int to) {
        this(run, from, to, null);
    }

    int count() {
        return to - from;
    }

    /// The same rows, ready to be read.
    RunSlice located() {
        return new RunSlice(run, from, to, run.places(from, to));
    }
}
