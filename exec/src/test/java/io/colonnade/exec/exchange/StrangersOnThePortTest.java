package io.colonnade.exec.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.exchange.tcp.IncomingConnection;
import io.colonnade.exec.exchange.tcp.NettyTransport;
import io.colonnade.exec.task.TaskExecution;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a node does when someone connects to its port who is no node, or a node that has gone mad: it says why in its
/// log, ends that connection, and nothing else notices.
@Timeout(60)
class StrangersOnThePortTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] NOTHING = {};

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            log.add(event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("io.colonnade").addHandler(handler);
        Logger.getLogger("io.colonnade").setUseParentHandlers(false);
    }

    @AfterEach
    void silence() {
        Logger.getLogger("io.colonnade").removeHandler(handler);
        Logger.getLogger("io.colonnade").setUseParentHandlers(true);
    }

    @Test
    void eachIsTurnedAwayWithAReasonWhileQueriesGoOn() throws Exception {
        List<Type> types = List.of(Type.BIGINT);
        List<List<Datum>> received = ExchangeCluster.rowList();
        CountDownLatch over = new CountDownLatch(1);
        try (ExchangeCluster cluster = new ExchangeCluster(3, 2, types, ExchangeSettings.DEFAULT);
                Arena arena = Arena.ofShared()) {
            // A query that runs until all strangers have been there.
            Page page = page(types, arena);
            TaskExecution receiver = cluster.collect(0, List.of(1), List.of(), received, () -> null, Long.MAX_VALUE);
            int[] sent = {0};
            TaskExecution sender = cluster.send(1, new Output.Gather(), List.of(0), 1, () -> {
                try {
                    if (over.await(1, TimeUnit.MILLISECONDS)) {
                        return null;
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                sent[0]++;
                return page;
            });
            for (Map.Entry<String, byte[]> stranger : strangers().entrySet()) {
                log.clear();
                visit(cluster.endpoints.get(0), stranger.getValue());
                await(() -> log.stream().anyMatch(line -> line.contains(stranger.getKey())), stranger.getKey());
                assertThat(log).singleElement().asString().startsWith("node 0 closes its connection with ");
                assertThat(receiver.completion()).isNotDone();
            }
            over.countDown();
            ExchangeCluster.await(sender);
            ExchangeCluster.await(receiver);
            assertThat(received).hasSize(sent[0]);
            // Closing the cluster finds what a stranger has left in memory.
        }
    }

    @Test
    void whoDoesNotGreetInTimeIsTurnedAway() {
        AtomicReference<Transport.Receiver> arrivals = new AtomicReference<>();
        Transport.Factory network = (receiver, pool) -> {
            arrivals.set(receiver);
            return NettyTransport.knowing(SECRET).open(receiver, pool);
        };
        ExchangeEndpoint.ControlReceiver nobody = new ExchangeEndpoint.ControlReceiver() {
            @Override
            public void received(int sender, byte[] message) {}

            @Override
            public void lost(int peer, EngineException reason) {}
        };
        try (MemoryPool pool = MemoryPool.root("test", 1 << 20);
                ExchangeEndpoint endpoint = new ExchangeEndpoint(0, network, ExchangeSettings.DEFAULT, pool, nobody)) {
            IncomingConnection connection = new IncomingConnection(arrivals.get(), SECRET, pool);
            assertThat(endpoint.node()).isZero();
            connection.pass(9);
            assertThat(connection.isOpen()).isTrue();
            connection.pass(2);
            assertThat(connection.isOpen()).isFalse();
            assertThat(log).anyMatch(line -> line.contains("no greeting in 10 seconds"));
        }
    }

    /// What they send, by the words that the log has for it.
    private static Map<String, byte[]> strangers() {
        StreamId hello = new StreamId(0, 0, 0, 2, 0);
        StreamId stream = new StreamId(7, 1, ExchangeCluster.FRAGMENT, 2, 0);
        byte[] greeting = frame(FrameKind.HELLO, hello, 2, SECRET);
        byte[] pages = frame(FrameKind.PAGES, stream, 0, new byte[100_000]);
        byte[] oversize = header(FrameKind.PAGES, stream, 0, NOTHING);
        MemorySegment.ofArray(oversize).set(Lanes.INT, 4, FrameHeader.LENGTH_MAX + 1);
        checked(oversize);
        byte[] wrongSum = pages.clone();
        wrongSum[5000] ^= 1;
        Map<String, byte[]> strangers = new LinkedHashMap<>();
        strangers.put(
                "bytes that begin no frame",
                "GET / HTTP/1.1\r\nHost: colonnade\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        strangers.put("half a frame", Arrays.copyOf(greeting, 30));
        strangers.put("no greeting", pages);
        strangers.put("a greeting with another secret", frame(FrameKind.HELLO, hello, 2, new byte[] {1, 2, 4}));
        strangers.put("a greeting of node 77", frame(FrameKind.HELLO, hello, 77, SECRET));
        // From here on the secret is known.
        strangers.put("a frame of kind 4 and 16777217 bytes", joined(greeting, oversize));
        strangers.put("node 2 at", joined(greeting, Arrays.copyOf(pages, 60_000)));
        strangers.put("a frame with a wrong checksum", joined(greeting, wrongSum));
        strangers.put("a second greeting", joined(greeting, greeting));
        strangers.put(
                "from node 2 to node 0",
                joined(greeting, frame(FrameKind.OPEN, new StreamId(7, 1, 1, 1, 0), 0, NOTHING)));
        strangers.put("about -5", joined(greeting, frame(FrameKind.CREDIT, new StreamId(7, 1, 1, 0, 2), -5, NOTHING)));
        return strangers;
    }

    private static byte[] header(FrameKind kind, StreamId stream, long argument, byte[] payload) {
        return new FrameHeader(kind, payload.length, FrameHeader.check(ByteBuffer.wrap(payload)), stream, argument)
                .toBytes();
    }

    private static byte[] frame(FrameKind kind, StreamId stream, long argument, byte[] payload) {
        return joined(header(kind, stream, argument, payload), payload);
    }

    private static void checked(byte[] header) {
        MemorySegment.ofArray(header).set(Lanes.INT, 8, FrameHeader.headerCheck(header));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Sends all and waits until the node has closed the connection.
    private static void visit(ExchangeEndpoint node, byte[] bytes) throws IOException {
        try (Socket socket =
                new Socket(node.address().getAddress(), node.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            // Closed before all was read.
        }
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static Page page(List<Type> types, Arena arena) {
        List<Column> columns = new ArrayList<>();
        for (Type type : types) {
            ColumnBuilder builder = new ColumnBuilder(type, 1, arena);
            builder.append(Datum.of(17));
            columns.add(builder.build());
        }
        return new Page(1, columns.toArray(Column[]::new));
    }
}
