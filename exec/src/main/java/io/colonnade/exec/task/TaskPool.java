package io.colonnade.exec.task;

import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.system.Clock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The threads of a process that run tasks: one per core, shared by all nodes of a JVM.
///
/// ```text
/// queue   [q7 0.2 ms used] [q7 0.2 ms] [q3 900 ms used]  ->  thread 0, thread 1
/// ```
///
/// Whose query has used the least processor time runs next; the time at which work was queued counts too, so that a
/// long query waits for newer ones no longer than it has itself worked. Work leaves its thread after a page when it has
/// had it for a slice of time and other work is due. What cannot leave its thread so soon, such as a job that sorts or
/// merges, calls {@link #giveWay}: then work of another query runs on top of it, on the same thread.
/// Nothing here waits for anything but work.
///
/// ```text
/// thread 0   | sort job of q3 ......  giveWay() ........ giveWay() ... |
///                                     | q7 || q8 |
/// ```
///
/// The logger `io.colonnade.exec.task.stretches`, if its level is DEBUG when the first pool is made, tells which work
/// used the processor for long without looking whether other work was due, and where it looked again.
///
/// A pool made without threads leaves it to a simulation to run its work, one piece at a time, in an order of its own.
///
/// *Thread safety*: any thread may submit.
public final class TaskPool implements AutoCloseable {
    /// How often, at most, deadlines are looked at.
    private static final long DEADLINE_CHECK_NANOS = 10_000_000;
    /// What work may have at least, before other work that is due gets its thread.
    private static final long SLICE_NANOS = 1_000_000;
    /// Work that runs on top of other work may be interrupted in turn, but only so often.
    private static final int DEPTH_MAX = 3;
    /// Work that does not ask for so much processor time whether other work is due is reported.
    private static final long STRETCH_NANOS = 5_000_000;

    private static final System.Logger STRETCHES = System.getLogger("io.colonnade.exec.task.stretches");
    private static final boolean WATCHED = STRETCHES.isLoggable(System.Logger.Level.DEBUG);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition workIsThere = lock.newCondition();
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final Map<QueryId, Share> shares = new HashMap<>();
    private final Set<TaskExecution> executions = new LinkedHashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private long sequence;
    private long deadlinesChecked;
    private boolean closed;
    private volatile long headKey = Long.MAX_VALUE;
    private final ThreadLocal<Lane> lanes = new ThreadLocal<>();

    /// The processor time that all tasks of a query have used in this process.
    static final class Share {
        final AtomicLong usedNanos = new AtomicLong();
        private int tasks;
    }

    private static final Share NOBODY = new Share();

    /// What a thread of the pool knows of the work on it.
    private static final class Lane {
        private int depth;
        /// Since when the work at hand has had the thread.
        private long since;
        /// The thread's processor time when it last asked whether other work is due.
        private long asked;
        /// The key of the work that the work at hand interrupts.
        private long below = Long.MAX_VALUE;

        void begin(long now) {
            since = now;
            if (WATCHED) {
                asked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
        }

        void asks() {
            if (WATCHED) {
                long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                if (now - asked > STRETCH_NANOS) {
                    String text = (now - asked) / 1_000_000 + " ms without looking for other work";
                    STRETCHES.log(System.Logger.Level.DEBUG, text, new Throwable("here it looks again"));
                }
                asked = now;
            }
        }
    }

    private record Entry(long key, long sequence, Share share, Runnable work) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return key != other.key ? Long.compare(key, other.key) : Long.compare(sequence, other.sequence);
        }
    }

    /// Starts `threadCount` threads made by `factory`.
    public TaskPool(int threadCount, ThreadFactory factory, Clock clock) {
        this.clock = clock;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
        }
    }

    /// A pool without threads: work waits until {@link #run} is called.
    public TaskPool(Clock clock) {
        this.clock = clock;
    }

    /// How many pieces of work wait for a thread.
    public int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// Runs a piece of work that waits on the caller's thread; number 0 is the one whose turn it is. Answers what it
    /// was.
    public String run(int number) {
        Entry chosen;
        lock.lock();
        try {
            List<Entry> passed = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                passed.add(queue.remove());
            }
            chosen = queue.remove();
            queue.addAll(passed);
            headKey = queue.isEmpty() ? Long.MAX_VALUE : queue.element().key();
        } finally {
            lock.unlock();
        }
        Lane lane = new Lane();
        lane.begin(clock.nanos());
        lanes.set(lane);
        String what = chosen.work().toString();
        try {
            chosen.work().run();
        } finally {
            lanes.remove();
        }
        return what;
    }

    /// Stops the tasks whose time is over; answers the nanoseconds until the next one's is, Long.MAX_VALUE if none has
    /// a limit. The threads of a pool do this themselves.
    public long timeOut() {
        List<TaskExecution> late = new ArrayList<>();
        long next = Long.MAX_VALUE;
        lock.lock();
        try {
            for (TaskExecution execution : executions) {
                long left = execution.nanosLeft();
                if (left <= 0) {
                    late.add(execution);
                } else {
                    next = Math.min(next, left);
                }
            }
        } finally {
            lock.unlock();
        }
        late.forEach(TaskExecution::timeOut);
        return next;
    }

    /// What is queued, and which tasks are here with what they wait for; for whoever looks at a pool that does not
    /// move.
    public String describe() {
        StringBuilder text = new StringBuilder();
        List<TaskExecution> here;
        lock.lock();
        try {
            here = List.copyOf(executions);
            text.append(queue.size()).append(" queued, ").append(here.size()).append(" tasks\n");
        } finally {
            lock.unlock();
        }
        here.forEach(execution -> text.append(execution.describe()));
        return text.toString();
    }

    /// Whether nothing is queued and no task is here.
    public boolean isIdle() {
        lock.lock();
        try {
            return queue.isEmpty() && executions.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public int threadCount() {
        return threads.size();
    }

    Clock clock() {
        return clock;
    }

    Share enter(TaskExecution execution, QueryId query) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the task pool is closed");
            }
            executions.add(execution);
            Share share = shares.computeIfAbsent(query, id -> new Share());
            share.tasks++;
            return share;
        } finally {
            lock.unlock();
        }
    }

    void leave(TaskExecution execution, QueryId query) {
        lock.lock();
        try {
            executions.remove(execution);
            Share share = shares.get(query);
            if (share != null && --share.tasks == 0) {
                shares.remove(query);
            }
        } finally {
            lock.unlock();
        }
    }

    void submit(Share share, Runnable work) {
        lock.lock();
        try {
            queue.add(new Entry(key(share), sequence++, share, work));
            headKey = queue.element().key();
            workIsThere.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the work of `share` at hand has had its slice and other work is due.
    boolean shouldYield(Share share) {
        Lane lane = lanes.get();
        if (lane == null) {
            return headKey < key(share);
        }
        long now = clock.nanos();
        lane.asks();
        return now - lane.since >= SLICE_NANOS && Math.min(headKey, lane.below) < share.usedNanos.get() + now;
    }

    /// Runs work of other queries that is due before that of `share`, whose work calls this on a thread of the pool.
    /// It holds no lock that work of another query could want.
    void giveWay(Share share) {
        Lane lane = lanes.get();
        if (lane == null) {
            return;
        }
        long now = clock.nanos();
        lane.asks();
        if (lane.depth == DEPTH_MAX) {
            return;
        }
        if (now - lane.since < SLICE_NANOS || headKey >= share.usedNanos.get() + now) {
            return;
        }
        long below = lane.below;
        lane.depth++;
        try {
            while (true) {
                lane.below = Math.min(below, key(share));
                Entry entry = pollBefore(lane.below, share);
                if (entry == null) {
                    break;
                }
                lane.begin(clock.nanos());
                entry.work().run();
            }
        } finally {
            lane.depth--;
            lane.below = below;
            lane.begin(clock.nanos());
            share.usedNanos.addAndGet(now - lane.since);
        }
    }

    /// Takes the foremost work of another query, if its key is less than `key`.
    private @Nullable Entry pollBefore(long key, Share own) {
        lock.lock();
        try {
            Entry found = null;
            for (Entry entry : queue) {
                if (entry.share() != own && entry.key() < key && (found == null || entry.compareTo(found) < 0)) {
                    found = entry;
                }
            }
            if (found != null) {
                queue.remove(found);
                headKey = queue.isEmpty() ? Long.MAX_VALUE : queue.element().key();
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private long key(Share share) {
        return share.usedNanos.get() + clock.nanos();
    }

    private void work() {
        Lane lane = new Lane();
        lanes.set(lane);
        while (true) {
            checkDeadlines();
            Entry entry = take();
            if (entry == null) {
                return;
            }
            lane.begin(clock.nanos());
            entry.work().run();
            lane.asks();
        }
    }

    /// The next work; null when the pool is closed.
    private @Nullable Entry take() {
        lock.lock();
        try {
            while (true) {
                Entry entry = queue.poll();
                if (entry != null) {
                    headKey = queue.isEmpty() ? Long.MAX_VALUE : queue.element().key();
                    return entry;
                }
                if (closed) {
                    return null;
                }
                long nanos = Long.MAX_VALUE;
                for (TaskExecution execution : executions) {
                    nanos = Math.min(nanos, execution.nanosLeft());
                }
                if (nanos == Long.MAX_VALUE) {
                    workIsThere.awaitUninterruptibly();
                } else if (nanos <= 0 || !awaitWork(nanos)) {
                    return new Entry(0, 0, NOBODY, () -> {});
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// False when the time is over.
    private boolean awaitWork(long nanos) {
        try {
            return workIsThere.awaitNanos(nanos) > 0;
        } catch (InterruptedException e) {
            // Nobody but close ends these threads.
            return true;
        }
    }

    /// Stops tasks all of whose drivers are blocked past their deadline; those that run notice it themselves.
    private void checkDeadlines() {
        List<TaskExecution> late = List.of();
        lock.lock();
        try {
            long now = clock.nanos();
            if (now - deadlinesChecked < DEADLINE_CHECK_NANOS && !queue.isEmpty()) {
                return;
            }
            deadlinesChecked = now;
            for (TaskExecution execution : executions) {
                if (execution.nanosLeft() <= 0) {
                    late = late.isEmpty() ? new ArrayList<>() : late;
                    late.add(execution);
                }
            }
        } finally {
            lock.unlock();
        }
        late.forEach(TaskExecution::timeOut);
    }

    /// Lets queued work run to its end and then the threads end; tasks should have been cancelled before.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            workIsThere.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread != Thread.currentThread() && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
