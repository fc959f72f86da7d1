package io.colonnade.exec.task;

/// Work of a pool that no query waits for: it begins when the queries that came before it, and those of the next
/// while, leave a thread to it, and gives way to them while it runs.
///
/// *Thread safety*: any thread.
public final class BackgroundWork {
    /// How much newer than it queries may be that still go first.
    private static final long PATIENCE_NANOS = 2_000_000_000;

    private final TaskPool pool;

    /// A piece of work; {@link #run} calls `giveWay` often, so that work of queries that is due runs first.
    public interface Piece {
        void run(Runnable giveWay);
    }

    public BackgroundWork(TaskPool pool) {
        this.pool = pool;
    }

    /// Queues work, which throws nothing; if it is `urgent`, in its turn.
    public void submit(boolean isUrgent, Piece work) {
        TaskPool.Share share = new TaskPool.Share();
        share.usedNanos.set(isUrgent ? 0 : PATIENCE_NANOS);
        pool.submit(share, new Runnable() {
            @Override
            public void run() {
                work.run(() -> pool.giveWay(share));
            }

            @Override
            public String toString() {
                return work.toString();
            }
        });
    }
}
