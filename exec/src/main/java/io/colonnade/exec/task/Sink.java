package io.colonnade.exec.task;

import io.colonnade.core.page.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Where one or several pipelines end: a global part, and a local one for each driver.
///
/// ```text
/// driver 0   accept* finish close \
/// driver 1   accept* finish close  > finish() -> [job job] -> finish() -> [job] -> finish() -> []   pipeline ended
/// driver 2   accept* finish close /             in parallel
/// ```
///
/// *Thread safety*: the locals of a sink work at the same time, each on one thread; {@link #finish} is called by one
/// thread and sees all that the locals and the jobs before did.
public interface Sink extends AutoCloseable {
    /// The part of a driver; called when its pipeline starts.
    Local local(DriverContext driver);

    /// Called when all locals of all pipelines into this sink have finished, and again when the jobs it answered have
    /// all run, until it answers none.
    default List<Job> finish() {
        return List.of();
    }

    /// Called once when the task ends, for whatever reason, and no thread is in the sink. Pipelines that read what
    /// this one collected run before it.
    @Override
    default void close() {}

    /// A piece of finishing that may run beside others. One that takes more than a millisecond asks
    /// {@link TaskContext#checkCancelled} now and then, which lets work of other queries pass.
    interface Job {
        void run();
    }

    /// The part of a sink that one driver feeds.
    interface Local extends AutoCloseable {
        /// Takes a page that is lent for the call.
        void accept(Page page);

        /// Not null while the sink is full: the driver leaves its thread until the future is done. Asked after each
        /// page and before {@link #finish}; accepting a page in this state is still allowed.
        default @Nullable CompletableFuture<?> blocked() {
            return null;
        }

        /// False when no further page is wanted, such as when the receiver has gone.
        default boolean wantsMore() {
            return true;
        }

        /// After the last page of this driver. Not called after a failure.
        default void finish() {}

        /// Called once, in any case.
        @Override
        default void close() {}
    }
}
