package io.colonnade.core.fragment;

import io.colonnade.core.page.Page;

/// How a task runs: none of it changes an answer.
///
/// `pageRows` is 1 to 4096; `threads` drivers per pipeline, 1 to {@link #THREADS_MAX}; `memoryBytes` is the limit of
/// the query on a node; with `spill`, operators that can spill are told that there is no room before memory is short,
/// for tests; `deadlineNanos` counts from the start of the task, 0 for none; `profile` asks for times per
/// operator.
public record TaskSettings(
        int pageRows, int threads, long memoryBytes, boolean spill, long deadlineNanos, boolean profile) {
    /// The most drivers of a pipeline.
    public static final int THREADS_MAX = 4096;

    public TaskSettings {
        if (pageRows < 1 || pageRows > Page.ROWS_MAX || threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("pages of " + pageRows + " rows on " + threads + " threads");
        }
        if (memoryBytes < 0 || deadlineNanos < 0) {
            throw new IllegalArgumentException(memoryBytes + " bytes, " + deadlineNanos + " ns");
        }
    }
}
