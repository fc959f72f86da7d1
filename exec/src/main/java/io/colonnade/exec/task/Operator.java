package io.colonnade.exec.task;

import io.colonnade.core.page.Page;

/// Turns pages into pages on their way from a source to a sink; one instance per driver.
///
/// ```text
/// accept(page)* finish() close()          close() alone after a failure, a cancel, or when nothing more is wanted
///        \-- hasMore(): resume() until it has passed everything on; only then the next page, or finish
/// ```
///
/// An operator that may make many pages of one asks {@link Downstream#wantsMore} after each of them. When that is
/// false it keeps its place, says {@link #hasMore}, and returns.
///
/// *Ownership*: the page is lent for the call and, while {@link #hasMore}, until the last {@link #resume}; what it
/// passes on it owns until its next call.
/// *Thread safety*: one thread at a time.
public interface Operator extends AutoCloseable {
    void accept(Page page, Downstream downstream);

    /// True if it stopped in the middle of a page, or in {@link #finish}, because downstream wanted no more for now.
    default boolean hasMore() {
        return false;
    }

    /// Goes on where it stopped, and may stop again. Called only while {@link #hasMore}.
    default void resume(Downstream downstream) {}

    /// After the last page: what was held back is passed on.
    default void finish(Downstream downstream) {}

    /// False when no further page could change what it passes on, such as behind a limit that is reached.
    default boolean wantsMore() {
        return true;
    }

    @Override
    default void close() {}

    /// Makes the instance of each driver; called when the pipeline starts, so what earlier pipelines built is there.
    interface Factory {
        Operator create(DriverContext driver);
    }
}
