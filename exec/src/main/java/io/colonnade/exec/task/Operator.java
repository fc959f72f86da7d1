package io.colonnade.exec.task;

import io.colonnade.core.page.Page;

/// Turns pages into pages on their way from a source to a sink; one instance per driver.
///
/// ```text
/// accept(page)* finish() close()          close() alone after a failure, a cancel, or when nothing more is wanted
/// ```
///
/// *Ownership*: the page is lent; what it passes on it owns until its next call.
/// *Thread safety*: one thread at a time.
public interface Operator extends AutoCloseable {
    void accept(Page page, Downstream downstream);

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
