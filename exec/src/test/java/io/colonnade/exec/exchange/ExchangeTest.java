package io.colonnade.exec.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomValues;
import io.colonnade.exec.task.TaskExecution;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExchangeTest {
    private static final List<Integer> NODES = List.of(0, 1, 2);

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hashedRowsOfThreeNodesArriveOnceAndWhereTheirKeyBelongs(long seed) throws Exception {
        List<Type> types = List.of(Type.VARCHAR, Type.INTEGER, Type.decimal(12, 2));
        List<List<Datum>> sent = ExchangeCluster.rowList();
        List<List<List<Datum>>> received = new ArrayList<>();
        // One small frame of credit for each sender, and consumers that let every page wait.
        try (ExchangeCluster cluster = new ExchangeCluster(3, 2, types, ExchangeSettings.oneFrame(2048))) {
            List<TaskExecution> tasks = new ArrayList<>();
            for (int node : NODES) {
                tasks.add(cluster.send(node, new Output.Hash(List.of(0)), NODES, 2, pages(seed + node, types, sent)));
            }
            for (int node : NODES) {
                received.add(ExchangeCluster.rowList());
                tasks.add(cluster.collect(
                        node, NODES, List.of(), received.get(node), ExchangeTest::laterOn, Long.MAX_VALUE));
            }
            for (TaskExecution task : tasks) {
                ExchangeCluster.await(task);
            }
        }
        List<List<Datum>> all = new ArrayList<>();
        for (int node : NODES) {
            for (List<Datum> row : received.get(node)) {
                assertThat(KeyHash.slot(KeyHash.hash(types.get(0), row.get(0)), 3))
                        .isEqualTo(node);
            }
            all.addAll(received.get(node));
        }
        assertThat(counted(all)).isEqualTo(counted(sent));
    }

    @Test
    void aBroadcastReachesEveryNode() throws Exception {
        List<Type> types = RandomValues.TYPES;
        List<List<Datum>> sent = ExchangeCluster.rowList();
        List<List<List<Datum>>> received = new ArrayList<>();
        try (ExchangeCluster cluster = new ExchangeCluster(3, 2, types, ExchangeSettings.oneFrame(4096))) {
            List<TaskExecution> tasks = new ArrayList<>();
            for (int node : NODES) {
                received.add(ExchangeCluster.rowList());
                tasks.add(cluster.collect(
                        node, List.of(1), List.of(), received.get(node), ExchangeTest::laterOn, Long.MAX_VALUE));
            }
            tasks.add(cluster.send(1, new Output.Broadcast(), NODES, 2, pages(5, types, sent)));
            for (TaskExecution task : tasks) {
                ExchangeCluster.await(task);
            }
        }
        for (int node : NODES) {
            assertThat(counted(received.get(node))).isEqualTo(counted(sent));
        }
    }

    @Test
    void sortedStreamsAreMergedInOrder() throws Exception {
        List<Type> types = List.of(Type.BIGINT, Type.VARCHAR);
        List<List<Datum>> received = ExchangeCluster.rowList();
        List<List<Datum>> expected = new ArrayList<>();
        try (ExchangeCluster cluster = new ExchangeCluster(4, 2, types, ExchangeSettings.oneFrame(512))) {
            List<TaskExecution> tasks = new ArrayList<>();
            for (int node = 1; node < 4; node++) {
                Random random = new Random(node);
                List<List<Datum>> rows = new ArrayList<>();
                for (int i = 0; i < 3000; i++) {
                    Datum key = random.nextInt(10) == 0 ? Datum.NULL : Datum.of(random.nextInt(1000));
                    rows.add(List.of(key, Datum.of("text of some length " + random.nextInt(5))));
                }
                rows.sort((a, b) -> order(a).compareTo(order(b)));
                expected.addAll(rows);
                tasks.add(cluster.send(node, new Output.Gather(), List.of(0), 1, pages(rows, types, 100)));
            }
            tasks.add(cluster.collect(
                    0,
                    List.of(1, 2, 3),
                    List.of(new SortKey(0, true, false), new SortKey(1, false, false)),
                    received,
                    () -> null,
                    Long.MAX_VALUE));
            for (TaskExecution task : tasks) {
                ExchangeCluster.await(task);
            }
        }
        expected.sort((a, b) -> order(a).compareTo(order(b)));
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void aFrameLargerThanTheWindowIsAnnouncedAndArrives() throws Exception {
        List<Type> types = List.of(Type.VARCHAR);
        List<List<Datum>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(List.of(Datum.of(("" + i).repeat(i * 20_000))));
        }
        List<List<Datum>> received = ExchangeCluster.rowList();
        try (ExchangeCluster cluster = new ExchangeCluster(2, 2, types, ExchangeSettings.oneFrame(4096))) {
            TaskExecution receiver = cluster.collect(1, List.of(0), List.of(), received, () -> null, Long.MAX_VALUE);
            TaskExecution sender = cluster.send(0, new Output.Gather(), List.of(1), 1, pages(rows, types, 3));
            ExchangeCluster.await(sender);
            ExchangeCluster.await(receiver);
        }
        assertThat(counted(received)).isEqualTo(counted(rows));
    }

    @Test
    void aReceiverThatHasEnoughStopsItsSenders() throws Exception {
        List<Type> types = List.of(Type.BIGINT);
        List<List<Datum>> received = ExchangeCluster.rowList();
        try (ExchangeCluster cluster = new ExchangeCluster(3, 2, types, ExchangeSettings.oneFrame(1024))) {
            List<TaskExecution> tasks = new ArrayList<>();
            for (int node = 1; node < 3; node++) {
                Page page = page(types, List.of(List.of(Datum.of(node))));
                tasks.add(cluster.send(node, new Output.Gather(), List.of(0), 2, () -> page));
            }
            tasks.add(cluster.collect(0, List.of(1, 2), List.of(), received, () -> null, 50));
            for (TaskExecution task : tasks) {
                ExchangeCluster.await(task);
            }
            assertThat(received.size()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void cancelMidWayFreesEverything() throws Exception {
        List<Type> types = List.of(Type.BIGINT);
        List<List<Datum>> received = ExchangeCluster.rowList();
        try (ExchangeCluster cluster = new ExchangeCluster(3, 2, types, ExchangeSettings.oneFrame(1024))) {
            Page page = page(types, List.of(List.of(Datum.of(1))));
            List<TaskExecution> tasks = new ArrayList<>();
            for (int node : NODES) {
                tasks.add(cluster.send(node, new Output.Hash(List.of(0)), NODES, 2, () -> page));
                // Consumers that never take a second page, so that all senders are blocked.
                tasks.add(cluster.collect(node, NODES, List.of(), received, CompletableFuture::new, Long.MAX_VALUE));
            }
            Thread.sleep(100);
            EngineException reason = new EngineException(ErrorCode.CANCELLED, "enough");
            tasks.forEach(task -> task.cancel(reason));
            for (TaskExecution task : tasks) {
                assertThatThrownBy(() -> ExchangeCluster.await(task)).hasCause(reason);
            }
        }
    }

    @Test
    void aLostConnectionFailsTasksOnBothSidesWithItsCause() throws Exception {
        List<Type> types = List.of(Type.BIGINT);
        List<List<Datum>> received = ExchangeCluster.rowList();
        try (ExchangeCluster cluster = new ExchangeCluster(2, 2, types, ExchangeSettings.oneFrame(1024))) {
            Page page = page(types, List.of(List.of(Datum.of(1))));
            TaskExecution sender = cluster.send(0, new Output.Gather(), List.of(1), 1, () -> page);
            TaskExecution receiver = cluster.collect(1, List.of(0), List.of(), received, () -> null, Long.MAX_VALUE);
            Thread.sleep(50);
            cluster.endpoints.get(0).link(1).cut();
            for (TaskExecution task : List.of(sender, receiver)) {
                assertThatThrownBy(() -> ExchangeCluster.await(task))
                        .cause()
                        .isInstanceOfSatisfying(
                                EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_FAILED));
            }
        }
    }

    @Test
    void strangersAndNoiseOnThePortAreRefusedAndHarmNobody() throws Exception {
        List<Type> types = List.of(Type.BIGINT);
        List<List<Datum>> received = ExchangeCluster.rowList();
        Random random = new Random(3);
        try (ExchangeCluster cluster = new ExchangeCluster(2, 2, types, ExchangeSettings.DEFAULT)) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket(
                        cluster.endpoints.get(0).address().getAddress(),
                        cluster.endpoints.get(0).address().getPort())) {
                    socket.setSoTimeout(5000);
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    OutputStream out = socket.getOutputStream();
                    if (i % 2 == 0) {
                        out.write(FrameHeader.bare(FrameKind.OPEN, new StreamId(7, 1, 1, 1, 0), 0)
                                .toBytes());
                    }
                    out.write(noise);
                    socket.shutdownOutput();
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                } catch (java.net.SocketException e) {
                    // Refused before all was written.
                }
            }
            List<List<Datum>> rows = List.of(List.of(Datum.of(17)));
            TaskExecution receiver = cluster.collect(1, List.of(0), List.of(), received, () -> null, Long.MAX_VALUE);
            ExchangeCluster.await(cluster.send(0, new Output.Gather(), List.of(1), 1, pages(rows, types, 1)));
            ExchangeCluster.await(receiver);
            assertThat(received).isEqualTo(rows);
        }
    }

    private static CompletableFuture<?> laterOn() {
        return new CompletableFuture<>().completeOnTimeout(null, 200, TimeUnit.MICROSECONDS);
    }

    private static String order(List<Datum> row) {
        // Ascending keys with NULL last, then text descending.
        String key = row.get(0) instanceof Datum.Int i ? String.format("%06d", i.value()) : "~";
        int last =
                row.get(1) instanceof Datum.Text t ? t.value().charAt(t.value().length() - 1) : 0;
        return key + (char) (200 - last);
    }

    private static Map<List<Datum>, Long> counted(List<List<Datum>> rows) {
        return rows.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private java.util.function.Supplier<Page> pages(long seed, List<Type> types, List<List<Datum>> sent) {
        RandomData pages = new RandomData(new Random(seed), arena);
        int[] left = {100};
        return () -> {
            if (left[0]-- <= 0) {
                return null;
            }
            Page page = pages.next(types, 300);
            sent.addAll(RandomData.rows(page));
            return page;
        };
    }

    private java.util.function.Supplier<Page> pages(List<List<Datum>> rows, List<Type> types, int pageRows) {
        int[] from = {0};
        return () -> {
            int begin = from[0];
            if (begin >= rows.size()) {
                return null;
            }
            from[0] = Math.min(rows.size(), begin + pageRows);
            return page(types, rows.subList(begin, from[0]));
        };
    }

    private Page page(List<Type> types, List<List<Datum>> rows) {
        ColumnBuilder[] builders = new ColumnBuilder[types.size()];
        SegmentAllocator memory = arena;
        for (int i = 0; i < builders.length; i++) {
            builders[i] = new ColumnBuilder(types.get(i), rows.size(), memory);
            for (List<Datum> row : rows) {
                builders[i].append(row.get(i));
            }
        }
        return new Page(
                rows.size(),
                java.util.Arrays.stream(builders)
                        .map(ColumnBuilder::build)
                        .toArray(io.colonnade.core.page.Column[]::new));
    }
}
