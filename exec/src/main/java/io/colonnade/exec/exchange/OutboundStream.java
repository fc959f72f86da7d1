package io.colonnade.exec.exchange;

import io.colonnade.core.error.EngineException;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.Payload;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The sending end of a stream: frames wait here for credit and for the link.
///
/// ```text
/// OPEN -> CREDIT(window) -> PAGES PAGES -> CREDIT -> PAGES -> FINISH          the normal way
///                    STOP at any time: what waits is dropped, what comes is refused
/// ```
///
/// *Bound*: who submits asks {@link #backlog} and waits; each driver may add one more frame after that.
/// *Thread safety*: any thread.
final class OutboundStream {
    private final StreamId id;
    private final Link link;
    private final Deque<Payload> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<?> drained;
    private @Nullable EngineException failure;
    private long credit;
    private long window;
    private long framesSent;
    private boolean needSent;
    private boolean finishing;
    private boolean ended;

    OutboundStream(StreamId id, Link link) {
        this.id = id;
        this.link = link;
    }

    StreamId id() {
        return id;
    }

    /// Whether it sends by this link.
    boolean uses(Link other) {
        return link == other;
    }

    void open() {
        link.send(FrameKind.OPEN, id, 0);
    }

    /// Takes one reference to the payload.
    void submit(Payload payload) {
        CompletableFuture<?> done;
        synchronized (this) {
            if (failure != null) {
                payload.release();
                throw failure;
            }
            if (ended) {
                payload.release();
                return;
            }
            waiting.add(payload);
            done = pump();
        }
        complete(done);
    }

    /// Not null while frames wait; fails when the stream does.
    synchronized @Nullable CompletableFuture<?> backlog() {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (waiting.isEmpty()) {
            return null;
        }
        if (drained == null) {
            drained = new CompletableFuture<>();
        }
        return drained;
    }

    /// False when the receiver wants no more.
    synchronized boolean wantsMore() {
        return !ended;
    }

    /// After the last submit: FINISH follows the frames that wait.
    void finish() {
        CompletableFuture<?> done;
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            finishing = true;
            done = pump();
        }
        complete(done);
    }

    void granted(long bytes) {
        CompletableFuture<?> done;
        synchronized (this) {
            if (window == 0) {
                window = bytes;
            }
            // More than all can be no harm, but an overflow would stop the stream for ever.
            credit = Math.min(Long.MAX_VALUE / 2, credit) + Math.min(Long.MAX_VALUE / 2, bytes);
            done = pump();
        }
        complete(done);
    }

    /// The link takes frames again.
    void resume() {
        CompletableFuture<?> done;
        synchronized (this) {
            done = pump();
        }
        complete(done);
    }

    /// The receiver wants nothing more, or the query is over.
    void stop() {
        CompletableFuture<?> done;
        synchronized (this) {
            ended = true;
            done = drop();
        }
        complete(done);
    }

    void fail(EngineException reason) {
        CompletableFuture<?> done;
        synchronized (this) {
            if (ended) {
                return;
            }
            failure = reason;
            ended = true;
            done = drop();
        }
        if (done != null) {
            done.completeExceptionally(reason);
        }
    }

    synchronized String describe() {
        return "  stream " + id + ": " + waiting.size() + " frames wait, " + framesSent + " sent, credit " + credit
                + " of " + window + (finishing ? ", finishing" : "") + (ended ? ", ended" : "")
                + (needSent ? ", asked for more" : "") + (link.isWritable() ? "" : ", link full") + "\n";
    }

    synchronized boolean isEnded() {
        return ended;
    }

    private static void complete(@Nullable CompletableFuture<?> done) {
        if (done != null) {
            done.complete(null);
        }
    }

    private @Nullable CompletableFuture<?> drop() {
        waiting.forEach(Payload::release);
        waiting.clear();
        return takeDrained();
    }

    private @Nullable CompletableFuture<?> takeDrained() {
        CompletableFuture<?> done = drained;
        drained = null;
        return done;
    }

    /// Sends what credit and link allow. Answers the future to complete, outside the lock, if nothing waits any more.
    private @Nullable CompletableFuture<?> pump() {
        if (ended) {
            return takeDrained();
        }
        while (true) {
            Payload next = waiting.peek();
            if (next == null) {
                break;
            }
            if (credit < next.charge()) {
                if (window > 0 && next.charge() > window && !needSent) {
                    needSent = true;
                    link.send(FrameKind.NEED, id, next.charge());
                }
                return null;
            }
            if (!link.isWritable()) {
                return null;
            }
            waiting.remove();
            if (next.charge() > window) {
                needSent = false;
            }
            credit -= next.charge();
            link.send(new FrameHeader(FrameKind.PAGES, next.length(), next.check(), id, framesSent++), next.segment());
            next.release();
        }
        if (finishing) {
            ended = true;
            link.send(FrameKind.FINISH, id, framesSent);
        }
        return takeDrained();
    }
}
