package io.colonnade.core.fragment;

import io.colonnade.core.page.Page;

/// How a task runs: none of it changes an answer.
///
/// `pageRows` is 1 to 4096; `threads` drivers per pipeline, 1 to {@link #THREADS_MAX}; `memoryBytes` is the
/// limit of the query on a node; with `spill`, operators that can spill are told that there is no room before
/// memory is short, for tests; `deadlineNanos` counts from the start of the task, 0 for none; `profile` asks
/// for times per operator.
public record TaskSettings(
        int pageRows, int threads, long memoryBytes, boolean spill, long deadlineNanos, boolean profile) {
    /// The most drivers of a pipeline.
    public static final int THREADS_MAX = 4096;

    /// Drivers keep pages and buffers of their own: each wants so much of the limit.
    private static final long BYTES_PER_THREAD = 1 << 20;
    /// A few pages of some columns for each operator: a row of a page stands for so much of the limit.
    private static final long BYTES_PER_ROW = 2048;

    private static final int ROWS_MIN = 64;

    public TaskSettings {
        if (pageRows < 1 || pageRows > Page.ROWS_MAX || threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("pages of " + pageRows + " rows on " + threads + " threads");
        }
        if (memoryBytes < 0 || deadlineNanos < 0) {
            throw new IllegalArgumentException(memoryBytes + " bytes, " + deadlineNanos + " ns");
        }
    }

    /// The same, but where the limit is low with shorter pages and fewer drivers: what operators have to hold
    /// whatever they do grows with both.
    public TaskSettings adapted() {
        int rows = Math.clamp(memoryBytes / BYTES_PER_ROW, ROWS_MIN, Math.max(ROWS_MIN, pageRows));
        int drivers = Math.clamp(memoryBytes / BYTES_PER_THREAD, 1, threads);
        return new TaskSettings(Math.min(rows, pageRows), drivers, memoryBytes, spill, deadlineNanos, profile);
    }
}
