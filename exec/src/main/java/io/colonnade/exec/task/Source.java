package io.colonnade.exec.task;

/// Where the pages of a pipeline come from; shared by the pipeline's drivers, each of which has a reader of its own.
///
/// *Life*: {@link #driversMax} is called once, when all pipelines this one depends on have ended; then
/// {@link #reader} once for each driver; {@link #close} when the task ends, when no reader is in use.
/// *Thread safety*: the source is shared by threads, a reader is used by one thread at a time.
public interface Source extends AutoCloseable {
    /// How many drivers can share the work. A source whose order matters answers 1; with 0 there is nothing to read
    /// and the pipeline has ended.
    int driversMax();

    Reader reader(DriverContext driver);

    /// Whether a reader keeps the page it passed last as it is until it is asked for the next morsel. If not, no
    /// operator stops in the middle of one.
    default boolean keepsPages() {
        return true;
    }

    /// Called once when all readers are closed and there will be no more of them: whoever makes what nobody reads can
    /// stop. The memory of pages that were passed on may still be in use.
    default void stop() {}

    @Override
    default void close() {}

    /// The part of a source that one driver reads.
    interface Reader extends AutoCloseable {
        /// Takes the next morsel, of about 64 Ki rows at most, and pushes its pages downstream. Never waits:
        /// answers {@link Step.Blocked} instead. If {@link Downstream#wantsMore} turns false on the way, it
        /// keeps its place and the page it passed last, and answers {@link Step#MORE}.
        Step next(Downstream downstream);

        /// Called once, also after a failure or when nothing more was wanted.
        @Override
        default void close() {}
    }
}
