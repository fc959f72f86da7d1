package io.colonnade.coordinator.result;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The frames of a result, bytes or something else, between the tasks that make them and the thread that reads them.
///
/// ```text
/// pool threads  offer(frame) -> [f][f][f][f] -> next()  the client's thread
///               blocked() while four wait                waits for a frame or the end
/// ```
///
/// *Bound*: each driver may add one frame after {@link #blocked} has said that enough wait.
/// *Thread safety*: any threads offer, one at a time reads.
public final class ResultStream<F> {
    private static final int FRAMES_MAX = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Waiting waiting;
    private final Deque<F> frames = new ArrayDeque<>();
    private final long rowsMax;
    private @Nullable CompletableFuture<?> room;
    private @Nullable CompletableFuture<?> changed;
    private @Nullable EngineException failure;
    private long rowsTaken;
    private boolean ended;
    private boolean abandoned;

    /// `rowsMax` 0 stands for no limit.
    public ResultStream(long rowsMax, Waiting waiting) {
        this.waiting = waiting;
        this.rowsMax = rowsMax == 0 ? Long.MAX_VALUE : rowsMax;
    }

    /// How many of `rows` rows are still wanted; they count as taken.
    int claim(int rows) {
        lock.lock();
        try {
            int wanted = abandoned ? 0 : (int) Math.min(rows, rowsMax - rowsTaken);
            rowsTaken += wanted;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    public boolean wantsMore() {
        lock.lock();
        try {
            return !abandoned && rowsTaken < rowsMax;
        } finally {
            lock.unlock();
        }
    }

    public void offer(F frame) {
        CompletableFuture<?> news = null;
        lock.lock();
        try {
            if (!abandoned) {
                frames.add(frame);
                news = takeChanged();
            }
        } finally {
            lock.unlock();
        }
        complete(news);
    }

    public @Nullable CompletableFuture<?> blocked() {
        lock.lock();
        try {
            if (frames.size() < FRAMES_MAX || abandoned) {
                return null;
            }
            if (room == null) {
                room = new CompletableFuture<>();
            }
            return room;
        } finally {
            lock.unlock();
        }
    }

    /// No frame follows; with a failure those not read are dropped.
    public void end(@Nullable EngineException reason) {
        CompletableFuture<?> news;
        lock.lock();
        try {
            ended = true;
            failure = reason;
            news = takeChanged();
        } finally {
            lock.unlock();
        }
        complete(news);
    }

    /// The next frame, or null after the last. Throws what the query failed with.
    public @Nullable F next() throws InterruptedException {
        F frame;
        CompletableFuture<?> done = null;
        awaitFrameOrEnd();
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            frame = frames.poll();
            if (frames.size() < FRAMES_MAX) {
                done = room;
                room = null;
            }
        } finally {
            lock.unlock();
        }
        complete(done);
        return frame;
    }

    /// Waits for the end and drops what comes before it.
    public void awaitEnd() throws InterruptedException {
        while (true) {
            CompletableFuture<?> until;
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                until = changed();
            } finally {
                lock.unlock();
            }
            waiting.await(until);
        }
    }

    private void awaitFrameOrEnd() throws InterruptedException {
        while (true) {
            CompletableFuture<?> until;
            lock.lock();
            try {
                if (!frames.isEmpty() || ended) {
                    return;
                }
                until = changed();
            } finally {
                lock.unlock();
            }
            waiting.await(until);
        }
    }

    /// Done at the next frame or the end.
    private CompletableFuture<?> changed() {
        if (changed == null) {
            changed = new CompletableFuture<>();
        }
        return changed;
    }

    private @Nullable CompletableFuture<?> takeChanged() {
        CompletableFuture<?> news = changed;
        changed = null;
        return news;
    }

    private static void complete(@Nullable CompletableFuture<?> future) {
        if (future != null) {
            future.complete(null);
        }
    }

    /// Nobody reads any more.
    public void abandon() {
        CompletableFuture<?> done;
        lock.lock();
        try {
            abandoned = true;
            frames.clear();
            done = room;
            room = null;
        } finally {
            lock.unlock();
        }
        complete(done);
    }

    public static EngineException tooWide() {
        return new EngineException(ErrorCode.LIMIT_EXCEEDED, "a page of the result takes more than 2 GB");
    }
}
