package io.colonnade.exec.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.FrameBuilder;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.PageReader;
import io.colonnade.exec.exchange.frame.PageWriter;
import io.colonnade.exec.exchange.frame.Payload;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Link;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.exchange.tcp.IncomingConnection;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.wire.ByteMutator;
import io.colonnade.exec.wire.Fuzz;
import io.colonnade.exec.worker.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// All that another node may send on a connection, damaged: with checksums left wrong, so that the connection ends,
/// and made right again, so that what is behind them is reached.
class DamagedConnectionTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final List<Type> TYPES = List.of(Type.INTEGER, Type.VARCHAR);
    private static final long WINDOW = 64 << 10;
    private static final int STREAM_BYTES_MAX = 256 << 10;
    /// A node's memory for one connection and one stream: the window, a frame being collected and one beyond the
    /// window.
    private static final long MEMORY = (2L << 20) + 2 * FrameHeader.LENGTH_MAX;

    private static final StreamId IN = new StreamId(7, 1, 1, 1, 0);
    private static final StreamId OUT = new StreamId(7, 1, 2, 0, 1);

    /// What arrives is dropped; what is said is counted.
    private static final class Silent implements Link {
        @Override
        public void send(FrameHeader header, @Nullable MemorySegment payload) {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void cut() {}
    }

    private static final class SilentTransport implements Transport {
        @Override
        public InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("node-0", 1);
        }

        @Override
        public Link connect(int peer, InetSocketAddress address) {
            return new Silent();
        }

        @Override
        public Link loopback() {
            return new Silent();
        }

        @Override
        public void close() {}
    }

    /// Passes everything on but greetings: the inbox is there before the connection, and must not fail with it.
    private record FirstGreeting(Transport.Receiver endpoint) implements Transport.Receiver {
        @Override
        public int node() {
            return endpoint.node();
        }

        @Override
        public boolean knows(long peer) {
            return endpoint.knows(peer);
        }

        @Override
        public void greeted(int peer) {}

        @Override
        public void received(int sender, FrameHeader header, MemorySegment payload) {
            endpoint.received(sender, header, payload);
        }

        @Override
        public void writable(int peer) {
            endpoint.writable(peer);
        }

        @Override
        public void lost(int peer, @Nullable Link link, @Nullable Throwable cause) {
            endpoint.lost(peer, link, cause);
        }
    }

    /// One frame: its header as bytes, and its payload.
    private record Sent(byte[] header, byte[] payload) {
        static Sent of(FrameKind kind, StreamId stream, long argument, byte[] payload) {
            return new Sent(new FrameHeader(kind, payload.length, check(payload), stream, argument).toBytes(), payload);
        }

        private static int check(byte[] payload) {
            return FrameHeader.check(ByteBuffer.wrap(payload));
        }

        /// The same with the checksums that its bytes ask for.
        Sent repaired() {
            MemorySegment fields = MemorySegment.ofArray(header);
            fields.set(Lanes.INT, 12, check(payload));
            // The check of a header does not depend on what its fields mean.
            fields.set(Lanes.INT, 8, FrameHeader.headerCheck(header));
            return this;
        }
    }

    private long pagesRead;

    @Test
    void aDamagedStreamEndsTheConnectionOrTheStreamAndNothingElse() {
        Level before = Logger.getLogger("io.colonnade").getLevel();
        Logger.getLogger("io.colonnade").setLevel(Level.OFF);
        List<byte[]> payloads = payloads();
        try (MemoryPool root = MemoryPool.root("test", MEMORY)) {
            MemoryPool node = root.child("node 0");
            AtomicReference<Transport.Receiver> arrivals = new AtomicReference<>();
            Transport.Factory network = (receiver, pool) -> {
                arrivals.set(new FirstGreeting(receiver));
                return new SilentTransport();
            };
            try (ExchangeEndpoint endpoint = endpoint(0, network, node)) {
                endpoint.addPeer(1, InetSocketAddress.createUnresolved("node-1", 1));
                Fuzz.Figures figures = Fuzz.run(
                        "connections", 0.35, random -> refuses(random, endpoint, arrivals.get(), node, payloads));
                assertThat(figures.refused()).isBetween(figures.inputs() / 5, figures.inputs() * 99 / 100);
                assertThat(pagesRead).isGreaterThan(figures.inputs() / 5);
            }
            node.close();
        } finally {
            Logger.getLogger("io.colonnade").setLevel(before);
        }
    }

    private static ExchangeEndpoint endpoint(int node, Transport.Factory network, MemoryPool pool) {
        return new ExchangeEndpoint(
                node, network, ExchangeSettings.oneFrame(WINDOW), pool, new ExchangeEndpoint.ControlReceiver() {
                    @Override
                    public void received(int sender, byte[] message) {
                        try {
                            ControlMessage.CODEC.decode(message);
                        } catch (MalformedBytesException e) {
                            throw new EngineException(ErrorCode.CORRUPT_DATA, "malformed", e);
                        }
                    }

                    @Override
                    public void lost(int peer, EngineException reason) {}
                });
    }

    private static List<byte[]> payloads() {
        List<byte[]> payloads = new ArrayList<>();
        try (MemoryPool pool = MemoryPool.root("test", 64 << 20);
                Arena arena = Arena.ofConfined();
                Scratch scratch = new Scratch(pool);
                FrameBuilder builder = new FrameBuilder(pool, FrameHeader.LENGTH_MAX)) {
            RandomData pages = new RandomData(new Random(7), arena);
            for (int i = 0; i < 50; i++) {
                new PageWriter().append(pages.next(TYPES, i % 25 == 0 ? 4096 : 40), builder, scratch);
                Payload payload = builder.take();
                payloads.add(payload.segment().toArray(Lanes.BYTE));
                payload.release();
            }
        }
        return payloads;
    }

    private boolean refuses(
            Random random,
            ExchangeEndpoint endpoint,
            Transport.Receiver arrivals,
            MemoryPool node,
            List<byte[]> payloads) {
        List<Sent> frames = frames(random, payloads);
        byte[] bytes = damaged(random, frames);
        long balance = node.allocatedBytes();
        MemoryPool query = node.child("query");
        Inbox inbox = new Inbox(IN.edge(), 0, List.of(1), TYPES, query, WINDOW, endpoint::link);
        endpoint.register(inbox);
        OutboundStream out = new OutboundStream(OUT, endpoint.link(1));
        endpoint.register(
                OUT.edge(),
                new ExchangeSink(
                        new Output.Gather(),
                        List.of(out),
                        query,
                        ExchangeSettings.DEFAULT.frameBytes(),
                        FrameHeader.LENGTH_MAX));
        out.submit(new Payload(query.allocate(100), 100));
        IncomingConnection connection = new IncomingConnection(arrivals, SECRET, node);
        long before = Fuzz.allocatedBytes();
        feed(random, connection, bytes);
        EngineException streamFailure = poll(inbox, query);
        assertThat(Fuzz.allocatedBytes() - before)
                .as("heap for " + bytes.length)
                .isLessThan((1 << 20)
                        + RecordCodec.allocationMax(bytes.length)
                        + 2 * PageReader.heapBytesMax(bytes.length, TYPES.size()));
        Throwable cause = connection.cause();
        if (connection.isOpen()) {
            assertThat(cause).isNull();
        } else {
            assertThat(cause).isInstanceOfSatisfying(EngineException.class, DamagedConnectionTest::expected);
        }
        assertThat(connection.close()).isTrue();
        endpoint.close(inbox);
        endpoint.forget(IN.query(), IN.attempt());
        query.close();
        assertThat(node.allocatedBytes()).isEqualTo(balance);
        return cause != null || streamFailure != null;
    }

    private static void expected(EngineException error) {
        assertThat(error.code())
                .as(error.message())
                .isIn(ErrorCode.CORRUPT_DATA, ErrorCode.OUT_OF_MEMORY, ErrorCode.NODE_FAILED);
    }

    /// A stream as another node sends it, each kind of frame in its place.
    private static List<Sent> frames(Random random, List<byte[]> payloads) {
        byte[] none = new byte[0];
        List<Sent> frames = new ArrayList<>();
        frames.add(Sent.of(FrameKind.HELLO, new StreamId(0, 0, 0, 1, 0), 1, SECRET));
        frames.add(Sent.of(FrameKind.OPEN, IN, 0, none));
        int count = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] payload = payloads.get(random.nextInt(payloads.size()));
            if (Payload.charge(payload.length) > WINDOW) {
                frames.add(Sent.of(FrameKind.NEED, IN, Payload.charge(payload.length), none));
            }
            frames.add(Sent.of(FrameKind.PAGES, IN, count++, payload));
        }
        if (random.nextInt(3) > 0) {
            frames.add(Sent.of(FrameKind.FINISH, IN, count, none));
        }
        if (random.nextInt(3) == 0) {
            byte[] message = ControlMessage.CODEC.encode(new ControlMessage.EndQuery(new QueryId(9), 1));
            frames.add(Sent.of(FrameKind.CONTROL, new StreamId(0, 0, 0, 1, 0), 0, message));
        }
        if (random.nextInt(3) == 0) {
            frames.add(Sent.of(random.nextBoolean() ? FrameKind.CREDIT : FrameKind.STOP, OUT, 4096, none));
        }
        return frames;
    }

    private static byte[] damaged(Random random, List<Sent> frames) {
        ByteMutator mutator = new ByteMutator(random);
        List<byte[]> payloads = frames.stream().map(Sent::payload).toList();
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(frames.size());
            Sent frame = frames.get(at);
            switch (random.nextInt(6)) {
                case 0 -> Collections.swap(frames, at, random.nextInt(frames.size()));
                case 1 -> frames.add(at, frame);
                case 2 -> frames.remove(frames.size() > 1 ? at : 0);
                case 3 -> {
                    byte[] header = mutator.mutate(List.of(frame.header()), FrameHeader.BYTES);
                    if (header.length == FrameHeader.BYTES) {
                        frames.set(at, new Sent(header, frame.payload()));
                    }
                }
                default -> {
                    byte[] payload = mutator.mutate(payloads, STREAM_BYTES_MAX);
                    byte[] header = frame.header().clone();
                    MemorySegment.ofArray(header).set(Lanes.INT, 4, payload.length);
                    frames.set(at, new Sent(header, payload));
                }
            }
            if (frames.isEmpty()) {
                break;
            }
        }
        boolean repair = random.nextInt(4) > 0;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Sent frame : frames) {
            Sent sent = repair ? frame.repaired() : frame;
            stream.writeBytes(sent.header());
            stream.writeBytes(sent.payload());
        }
        return random.nextInt(10) == 0
                ? mutator.mutate(List.of(stream.toByteArray()), STREAM_BYTES_MAX)
                : stream.toByteArray();
    }

    private static void feed(Random random, IncomingConnection connection, byte[] bytes) {
        int from = 0;
        while (from < bytes.length && connection.isOpen()) {
            int most = random.nextInt(4) == 0 ? 60 : bytes.length - from;
            int count = Math.min(bytes.length - from, 1 + random.nextInt(Math.max(1, most)));
            connection.feed(bytes, from, count);
            from += count;
        }
    }

    /// Takes what has arrived, and uses it.
    private @Nullable EngineException poll(Inbox inbox, MemoryPool pool) {
        try (Scratch scratch = new Scratch(pool)) {
            Inbox.Delivery delivery = inbox.poll();
            while (delivery != null) {
                assertThat(delivery.pages()).isNotEmpty();
                for (Page page : delivery.pages()) {
                    scratch.reset();
                    for (int i = 0; i < page.columnCount(); i++) {
                        Flatten.plain(page.column(i), null, scratch).datum(page.rows() - 1);
                    }
                    pagesRead++;
                }
                delivery.frame().release();
                delivery = inbox.poll();
            }
            return null;
        } catch (EngineException e) {
            expected(e);
            return e;
        }
    }
}
