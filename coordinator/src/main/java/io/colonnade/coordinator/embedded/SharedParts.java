package io.colonnade.coordinator.embedded;

import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.exec.local.LocalPlanner;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.exec.worker.TaskStarter;
import io.colonnade.planner.QueryPlanner;
import io.colonnade.storage.directory.NodeStorage;
import java.util.concurrent.atomic.AtomicInteger;

/// What all engines of a JVM share: the threads that run tasks, and the planner, which is expensive to warm up.
final class SharedParts {
    private SharedParts() {}

    /// Made when the first engine runs its first task.
    private static final class Pool {
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

        private static void warmUp() {
            try {
                PLANNER.warmUp();
            } catch (RuntimeException e) {
                System.getLogger("io.colonnade").log(System.Logger.Level.WARNING, "the planner is not warm", e);
            }
        }
    }

    static QueryPlanner planner() {
        return Planner.PLANNER;
    }

    static TaskStarter starter(NodeStorage storage) {
        return context -> LocalPlanner.start(context, storage, FileSystem.LOCAL, Pool.POOL);
    }
}
