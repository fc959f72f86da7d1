package io.colonnade.exec.exchange;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.PageReader;
import io.colonnade.exec.exchange.frame.Payload;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Link;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Where a task receives what the tasks of one fragment send: the receiving end of one stream for each sender.
///
/// *Memory*: a window per sender is reserved when the inbox is made; only that is granted as credit, so what arrives
/// always fits and an event loop never waits. *Thread safety*: any thread; frames arrive on event loops, readers
/// take them on the task pool.
final class Inbox implements AutoCloseable {
    private final StreamId.Edge edge;
    private final long windowBytes;
    private final MemoryPool pool;
    private final MemoryPool window;
    private final Map<Integer, Inbound> streams = new LinkedHashMap<>();
    private final Deque<Frame> arrived = new ArrayDeque<>();
    private final Object decoding = new Object();
    private @Nullable CompletableFuture<?> arrival;
    private @Nullable EngineException failure;
    private int unfinished;
    private boolean stopped;
    private boolean closed;

    Inbox(
            StreamId.Edge edge,
            int receiver,
            List<Integer> senders,
            List<Type> types,
            MemoryPool pool,
            long windowBytes,
            IntFunction<Link> links) {
        this.edge = edge;
        this.windowBytes = windowBytes;
        this.pool = pool;
        this.window = pool.reserved(pool.name() + " window", windowBytes * senders.size());
        for (int sender : senders) {
            StreamId id = new StreamId(edge.query(), edge.attempt(), edge.fragment(), sender, receiver);
            streams.put(sender, new Inbound(id, links.apply(sender), new PageReader(types, pool)));
        }
        this.unfinished = senders.size();
    }

    /// One sender's stream.
    static final class Inbound {
        private final StreamId id;
        private final Link link;
        private final PageReader reader;
        private final Deque<Frame> own = new ArrayDeque<>();
        private @Nullable Buffer oversize;
        private long outstanding;
        private long toReturn;
        private long framesArrived;
        private boolean opened;
        private boolean finished;

        private Inbound(StreamId id, Link link, PageReader reader) {
            this.id = id;
            this.link = link;
            this.reader = reader;
        }
    }

    /// A frame that arrived; its reader releases it when its pages have been used.
    final class Frame {
        private final Inbound stream;
        private final Buffer buffer;
        private final int length;
        private final long charge;

        private Frame(Inbound stream, Buffer buffer, int length, long charge) {
            this.stream = stream;
            this.buffer = buffer;
            this.length = length;
            this.charge = charge;
        }

        int length() {
            return length;
        }

        private List<Page> pages() {
            return stream.reader.read(buffer.segment().asSlice(0, length));
        }

        void release() {
            buffer.close();
            long grant = 0;
            synchronized (Inbox.this) {
                stream.outstanding -= charge;
                stream.toReturn += charge;
                boolean due = stream.toReturn >= windowBytes / 2 || stream.outstanding == 0;
                if (due && stream.toReturn > 0 && !stream.finished && !stopped) {
                    grant = stream.toReturn;
                    stream.toReturn = 0;
                }
            }
            if (grant > 0) {
                stream.link.send(FrameKind.CREDIT, stream.id, grant);
            }
        }
    }

    /// The pages of a frame, with the frame that holds their memory.
    record Delivery(Frame frame, List<Page> pages) {}

    StreamId.Edge edge() {
        return edge;
    }

    List<Inbound> inbounds() {
        return new ArrayList<>(streams.values());
    }

    synchronized String describe() {
        StringBuilder text = new StringBuilder("  inbox " + edge + ": " + arrived.size() + " frames of a window of "
                + windowBytes + (stopped ? ", stopped" : "") + (failure == null ? "" : ", failed") + "\n");
        streams.forEach((sender, stream) -> text.append("    from ")
                .append(sender)
                .append(": ")
                .append(stream.finished ? "finished, " : stream.opened ? "open, " : "not open, ")
                .append(stream.framesArrived)
                .append(" frames arrived, ")
                .append(stream.own.size())
                .append(" wait, ")
                .append(stream.outstanding)
                .append(" bytes in use, ")
                .append(stream.toReturn)
                .append(" bytes to be granted again\n"));
        return text.toString();
    }

    /// The senders that are answered by another link than `links` gives now.
    List<Integer> sendersNotBy(IntFunction<Link> links) {
        List<Integer> found = new ArrayList<>();
        streams.forEach((sender, stream) -> {
            if (stream.link != links.apply(sender)) {
                found.add(sender);
            }
        });
        return found;
    }

    // --- what arrives ---

    void opened(int sender) {
        Inbound stream = stream(sender);
        boolean wanted;
        synchronized (this) {
            if (stream == null || stream.opened || closed) {
                return;
            }
            stream.opened = true;
            wanted = !stopped;
        }
        if (wanted) {
            stream.link.send(FrameKind.CREDIT, stream.id, windowBytes);
        } else {
            stream.link.send(FrameKind.STOP, stream.id, 0);
        }
    }

    /// Copies the payload.
    void pages(int sender, long number, MemorySegment payload) {
        Inbound stream = stream(sender);
        CompletableFuture<?> done;
        synchronized (this) {
            if (stream == null || stopped || failure != null) {
                return;
            }
            if (number != stream.framesArrived || stream.finished) {
                done = failed(FrameHeader.corrupt(
                        "frame " + number + " of " + stream.id + " instead of frame " + stream.framesArrived));
            } else {
                stream.framesArrived++;
                done = store(stream, payload);
            }
        }
        signal(done);
    }

    private @Nullable CompletableFuture<?> store(Inbound stream, MemorySegment payload) {
        long charge = Payload.charge(payload.byteSize());
        Buffer buffer;
        if (charge > windowBytes) {
            buffer = stream.oversize;
            stream.oversize = null;
            charge = 0;
        } else {
            buffer = stream.outstanding + charge > windowBytes ? null : window.tryAllocate(charge);
        }
        if (buffer == null || buffer.bytes() < payload.byteSize()) {
            if (buffer != null) {
                buffer.close();
            }
            return failed(FrameHeader.corrupt("more than was granted to " + stream.id));
        }
        MemorySegment.copy(payload, 0, buffer.segment(), 0, payload.byteSize());
        stream.outstanding += charge;
        Frame frame = new Frame(stream, buffer, (int) payload.byteSize(), charge);
        stream.own.add(frame);
        arrived.add(frame);
        return takeArrival();
    }

    void needed(int sender, long bytes) {
        Inbound stream = stream(sender);
        CompletableFuture<?> done = null;
        boolean grant = false;
        synchronized (this) {
            if (stream == null || stopped || failure != null) {
                return;
            }
            if (bytes <= windowBytes || bytes > Payload.charge(FrameHeader.LENGTH_MAX) || stream.oversize != null) {
                done = failed(FrameHeader.corrupt("a demand of " + bytes + " bytes by " + stream.id));
            } else {
                try {
                    stream.oversize = pool.allocate(bytes);
                    grant = true;
                } catch (EngineException e) {
                    done = failed(e);
                }
            }
        }
        if (grant) {
            stream.link.send(FrameKind.CREDIT, stream.id, bytes);
        }
        signal(done);
    }

    void finished(int sender, long frames) {
        Inbound stream = stream(sender);
        CompletableFuture<?> done;
        synchronized (this) {
            if (stream == null || stopped || stream.finished) {
                return;
            }
            if (frames != stream.framesArrived) {
                done = failed(
                        FrameHeader.corrupt(stream.framesArrived + " of the " + frames + " frames of " + stream.id));
            } else {
                stream.finished = true;
                unfinished--;
                done = takeArrival();
            }
        }
        signal(done);
    }

    /// Fails readers unless the sender has finished.
    void senderLost(int sender, EngineException reason) {
        Inbound stream = stream(sender);
        CompletableFuture<?> done;
        synchronized (this) {
            if (stream == null || stopped || stream.finished || failure != null) {
                return;
            }
            done = failed(reason);
        }
        signal(done);
    }

    private @Nullable Inbound stream(int sender) {
        return streams.get(sender);
    }

    private @Nullable CompletableFuture<?> failed(EngineException reason) {
        if (failure == null) {
            failure = reason;
        }
        return takeArrival();
    }

    private @Nullable CompletableFuture<?> takeArrival() {
        CompletableFuture<?> done = arrival;
        arrival = null;
        return done;
    }

    private static void signal(@Nullable CompletableFuture<?> done) {
        if (done != null) {
            done.complete(null);
        }
    }

    // --- what readers take ---

    /// The next frame of any sender, or null if there is none now. Throws what broke the exchange.
    @Nullable
    Delivery poll() {
        return take(null);
    }

    /// The next frame of one sender.
    @Nullable
    Delivery poll(Inbound stream) {
        return take(stream);
    }

    private @Nullable Delivery take(@Nullable Inbound from) {
        // Frames of a stream are decoded in their order, since dictionaries come with the first that needs them.
        synchronized (decoding) {
            Frame frame;
            synchronized (this) {
                if (failure != null) {
                    throw failure;
                }
                frame = from == null ? arrived.poll() : from.own.poll();
                if (frame == null) {
                    return null;
                }
                if (from == null) {
                    frame.stream.own.remove();
                } else {
                    arrived.remove(frame);
                }
            }
            try {
                return new Delivery(frame, frame.pages());
            } catch (Throwable e) {
                frame.buffer.close();
                throw e;
            }
        }
    }

    /// Whether nothing more will come from anyone.
    synchronized boolean isFinished() {
        return failure == null && unfinished == 0 && arrived.isEmpty();
    }

    /// Whether nothing more will come from one sender.
    synchronized boolean isFinished(Inbound stream) {
        return failure == null && stream.finished && stream.own.isEmpty();
    }

    /// Done when there is something to take from `stream` (or anyone), it has finished or something failed; null if
    /// that is so already.
    synchronized @Nullable CompletableFuture<?> arrival(@Nullable Inbound stream) {
        boolean ready =
                stream == null ? !arrived.isEmpty() || unfinished == 0 : !stream.own.isEmpty() || stream.finished;
        if (ready || failure != null) {
            return null;
        }
        if (arrival == null) {
            arrival = new CompletableFuture<>();
        }
        return arrival;
    }

    /// No reader takes anything any more: tells the senders that are not done to stop, and frees what was not taken.
    /// Readers have released their frames. Dictionaries stay, since pages that were passed on may name them.
    void stop() {
        List<Inbound> left = new ArrayList<>();
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            for (Inbound stream : streams.values()) {
                if (!stream.finished) {
                    left.add(stream);
                }
                if (stream.oversize != null) {
                    stream.oversize.close();
                    stream.oversize = null;
                }
                stream.own.clear();
            }
            arrived.forEach(frame -> frame.buffer.close());
            arrived.clear();
            window.close();
        }
        for (Inbound stream : left) {
            stream.link.send(FrameKind.STOP, stream.id, 0);
        }
    }

    @Override
    public void close() {
        stop();
        synchronized (this) {
            if (!closed) {
                closed = true;
                streams.values().forEach(stream -> stream.reader.close());
            }
        }
    }
}
