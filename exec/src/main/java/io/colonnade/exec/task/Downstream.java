package io.colonnade.exec.task;

import io.colonnade.core.page.Page;

/// What follows a source or an operator in its pipeline.
///
/// *Ownership*: the page is lent for the duration of the call.
public interface Downstream {
    /// Takes a page of at least one row that counts.
    void accept(Page page);

    /// False if the source should keep its place and return from {@link Source.Reader#next} as soon as it can: a sink
    /// is full, an operator has stopped in the middle of a page, another query is due, or nothing more is wanted.
    /// Asked after each page; the page that was passed last then stays as it is until the source is asked again.
    boolean wantsMore();

    /// True if nothing that is still to come can matter, such as behind a limit that is reached: an operator that makes
    /// many pages of one may stop. Unlike a full sink this does not pass.
    default boolean isFinished() {
        return false;
    }
}
