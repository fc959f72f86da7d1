package io.colonnade.coordinator.embedded;

import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.system.Waiting;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.exchange.tcp.NettyTransport;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.planner.QueryPlanner;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all engines of a JVM share: the threads that run tasks, and the planner, which is expensive to warm up.
final class SharedParts {
    private SharedParts() {}

    /// Made when the first engine is opened. The pool tells queries apart by their ids, whatever engine they
    /// belong to.
    private static final class Pool {
        static final AtomicLong QUERY = new AtomicLong(1);
        static final AtomicInteger NUMBER = new AtomicInteger();
        static final TaskPool POOL = new TaskPool(
                Runtime.getRuntime().availableProcessors(),
                work -> {
                    Thread thread = new Thread(work, "colonnade-task-" + NUMBER.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                },
                Clock.SYSTEM);
    }

    /// Made when the first engine is opened, and warmed up beside what its user does next.
    private static final class Planner {
        static final QueryPlanner PLANNER = new QueryPlanner();

        static {
            Thread warmUp = new Thread(Planner::warmUp, "colonnade-warm-up");
            warmUp.setDaemon(true);
            warmUp.setPriority(Thread.MIN_PRIORITY);
            warmUp.start();
        }

        /// What becomes of a plan next is that it is written and read.
        private static void pass(PlanFragment fragment) {
            TaskId id = new TaskId(new QueryId(0), 1, fragment.id(), 0);
            TaskSettings settings = new TaskSettings(1, 1, 0, false, 0, false);
            PlanCodec.decode(PlanCodec.encode(
                    new TaskSpec(id, fragment, List.of(), List.of(), List.of(), List.of(), List.of(), settings)));
        }

        private static void warmUp() {
            try {
                PLANNER.warmUp(planned -> planned.fragments().forEach(Planner::pass));
            } catch (RuntimeException e) {
                System.getLogger("io.colonnade").log(System.Logger.Level.WARNING, "the planner is not warm", e);
            }
        }
    }

    /// Begins to warm up, unless that has begun.
    static void prepare() {
        Objects.requireNonNull(Planner.PLANNER);
    }

    /// The machine itself.
    static Surroundings surroundings() {
        return new Surroundings(
                Clock.SYSTEM,
                Chance.SYSTEM,
                FileSystem.LOCAL,
                Path.of("").toAbsolutePath(),
                Waiting.PARKED,
                Pool.POOL,
                Pool.QUERY::getAndIncrement,
                Thread::startVirtualThread,
                SharedParts::network,
                ExchangeSettings.DEFAULT,
                bytes -> false,
                Planner.PLANNER);
    }

    private static Transport.Factory network() {
        byte[] secret = new byte[32];
        Chance.SYSTEM.fill(secret);
        return NettyTransport.knowing(secret);
    }
}
