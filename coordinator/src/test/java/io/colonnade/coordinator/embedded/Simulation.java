package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.session.Session;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.system.Waiting;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.planner.QueryPlanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A whole cluster of the real code in which nothing happens but by a seed: which piece of work runs next,
/// how long it takes, when a message arrives, when a client goes on.
///
/// ```text
/// loop:  a piece of work of the pool, chosen by the seed         time passes whenever somebody looks at the clock
///     or the next event: a message arrives, a task is started, a client goes on
///     or, with neither, the next deadline; without one it is over: whoever still waits, waits for ever
/// ```
///
/// Clients have threads of their own, because they wait in the middle of a call, but only one thread runs at
/// any time: the loop hands the turn to a client and gets it back when the client waits or has ended.
final class Simulation implements AutoCloseable {
    private static final QueryPlanner PLANNER = new QueryPlanner();
    /// What looking at the clock takes at most.
    private static final int LOOK_NANOS = 4_000;
    private static final long STEPS_MAX = 20_000_000;

    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    private final TaskPool pool = new TaskPool(new VirtualClock());
    private final SimulatedNetwork network = new SimulatedNetwork(this);
    private final EmbeddedEngine engine;
    private final boolean inTurn;
    private long now;
    private long sequence;
    private long steps;
    private long deadline;

    @Nullable
    SimulatedClient running;

    /// Time goes on by a little each time somebody looks: so work takes time, and the seed says how much.
    private final class VirtualClock implements Clock {
        @Override
        public long wallMillis() {
            return 1_700_000_000_000L + nanos() / 1_000_000;
        }

        @Override
        public long nanos() {
            now += random.nextInt(LOOK_NANOS);
            return now;
        }
    }

    /// Of events at the same time the seed chooses.
    private record Event(long time, int tie, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Long.compare(time, other.time);
            order = order == 0 ? Integer.compare(tie, other.tie) : order;
            return order == 0 ? Long.compare(sequence, other.sequence) : order;
        }
    }

    Simulation(long seed, int nodes, @Nullable Path directory, ExchangeSettings exchange) {
        random = new Random(seed);
        // Half of the seeds keep to the order of the pool, the others take any piece of work.
        inTurn = random.nextBoolean();
        AtomicLong queries = new AtomicLong(1);
        Chance chance = random::nextBytes;
        Waiting waiting = this::await;
        Surroundings surroundings = new Surroundings(
                new VirtualClock(),
                chance,
                FileSystem.LOCAL,
                Path.of("").toAbsolutePath(),
                waiting,
                pool,
                queries::getAndIncrement,
                start -> after("a task starts", start),
                () -> network::open,
                exchange,
                bytes -> false,
                PLANNER);
        engine = new EmbeddedEngine(
                "simulation of seed " + seed,
                directory,
                new EngineSettings(nodes, 1L << 30, false, new RunSettings(64, 2, Long.MAX_VALUE, false)),
                surroundings);
    }

    Random random() {
        return random;
    }

    SimulatedNetwork network() {
        return network;
    }

    long now() {
        return now;
    }

    /// What happened so far.
    String trace() {
        return trace.toString();
    }

    void note(String what) {
        trace.append(now).append(' ').append(what).append('\n');
    }

    /// A user who begins at a time of the seed's choice; started by {@link #run}.
    SimulatedClient client(String name, SimulatedClient.Script script) {
        Session session =
                new Session(engine.engine(), new RunSettings(64, 2, Long.MAX_VALUE, false), List.of(), () -> {});
        SimulatedClient client = new SimulatedClient(this, name, session, script);
        clients.add(client);
        at(now + random.nextInt(3_000_000), () -> client.resume("begins"));
        return client;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), random.nextInt(), sequence++, action));
    }

    /// Soon, by way of an event that is noted.
    void after(String what, Runnable action) {
        at(now + random.nextInt(300_000), () -> {
            note(what);
            action.run();
        });
    }

    private void await(CompletableFuture<?> until) {
        SimulatedClient client = running;
        if (client == null) {
            throw new IllegalStateException("only clients wait");
        }
        if (until.isDone()) {
            return;
        }
        until.whenComplete((value, error) -> at(now + random.nextInt(50_000), () -> client.resume("goes on")));
        client.pause();
    }

    /// Goes on until nothing is left to do; then all clients have ended.
    void run() {
        while (step()) {
            if (++steps > STEPS_MAX) {
                throw new AssertionError("no end is in sight\n" + describe());
            }
        }
        if (!clients.stream().allMatch(SimulatedClient::hasEnded)) {
            throw new AssertionError("nothing can happen any more, but somebody waits\n" + describe());
        }
        clients.forEach(SimulatedClient::close);
        if (!pool.isIdle() || !engine.describe().isEmpty()) {
            throw new AssertionError("something of a query is left\n" + describe());
        }
        clients.clear();
    }

    private boolean step() {
        if (now >= deadline) {
            lookAtDeadlines();
        }
        Event head = events.peek();
        int queued = pool.queued();
        if (queued > 0 && (head == null || head.time() > now || random.nextBoolean())) {
            int number = inTurn ? 0 : random.nextInt(queued);
            long begin = now;
            String what = pool.run(number);
            trace.append(begin)
                    .append(" +")
                    .append(now - begin)
                    .append(' ')
                    .append(what)
                    .append('\n');
            return true;
        }
        if (head == null || head.time() > now) {
            lookAtDeadlines();
            if (pool.queued() > 0) {
                return true;
            }
            if (deadline < Long.MAX_VALUE && (head == null || deadline < head.time())) {
                now = Math.max(now, deadline);
                return true;
            }
        }
        if (head == null) {
            return false;
        }
        events.remove();
        now = Math.max(now, head.time());
        head.action().run();
        return true;
    }

    private void lookAtDeadlines() {
        long left = pool.timeOut();
        deadline = left == Long.MAX_VALUE ? left : now + left;
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (SimulatedClient client : clients) {
            if (!client.hasEnded()) {
                text.append(client).append('\n');
            }
        }
        text.append(pool.describe()).append(engine.describe());
        int from = Boolean.getBoolean("colonnade.simulation.trace") ? 0 : Math.max(0, trace.length() - 4000);
        return text.append("...").append(trace.substring(from)).toString();
    }

    /// Fails if memory is left on a node.
    @Override
    public void close() {
        clients.forEach(SimulatedClient::abandon);
        engine.close();
        pool.close();
    }
}
