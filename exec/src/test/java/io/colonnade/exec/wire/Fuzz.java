package io.colonnade.exec.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/// Runs a target with one seed after the other for some seconds, each input under a watchdog.
///
/// `-Dcolonnade.fuzz.seconds=600` is the time of all targets of the engine together, of which each takes its share;
/// `-Dcolonnade.fuzz.seed=N` runs only the input that a failure named. The first half of the time goes to seeds that
/// are the same in every run, the second to new ones.
public final class Fuzz {
    /// Of all targets together when nothing else is said.
    private static final double SECONDS_IN_CI = 20;

    private static final double SECONDS =
            Double.parseDouble(System.getProperty("colonnade.fuzz.seconds", "" + SECONDS_IN_CI));
    private static final long HANG_NANOS = 20_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Target target;
    private volatile long seed;
    private volatile long startNanos;
    private volatile Throwable failure;
    private long inputs;
    private long refused;

    /// Makes one input and gives it to what is tested; answers whether it was refused, and throws where the answer
    /// was neither a value nor the error of the contract.
    @FunctionalInterface
    public interface Target {
        boolean refuses(Random random) throws Throwable;
    }

    /// What was run; most inputs should be refused, but not all, or the mutations are too wild to reach anything.
    public record Figures(long inputs, long refused) {}

    private Fuzz(String name, Target target) {
        this.name = name;
        this.target = target;
    }

    /// `share` is this target's part of the time.
    public static Figures run(String name, double share, Target target) {
        return new Fuzz(name, target).run((long) (share * SECONDS * 1e9));
    }

    private Figures run(long nanos) {
        Long only = Long.getLong("colonnade.fuzz.seed");
        long begin = System.nanoTime();
        startNanos = begin;
        // A thread as the event loops are: with the usual stack.
        Thread worker = new Thread(() -> work(only, begin, nanos), "fuzz of " + name);
        worker.setDaemon(true);
        worker.start();
        while (worker.isAlive()) {
            try {
                worker.join(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (worker.isAlive() && System.nanoTime() - startNanos > HANG_NANOS) {
                throw new AssertionError(place() + " hangs at " + Arrays.toString(worker.getStackTrace()));
            }
        }
        if (failure != null) {
            throw new AssertionError(place(), failure);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "fuzz of %s: %,d inputs, %,.0f per second, %.0f %% refused%n",
                name, inputs, inputs / seconds, 100.0 * refused / Math.max(1, inputs));
        return new Figures(inputs, refused);
    }

    private String place() {
        return "the fuzz of " + name + " at input " + inputs + ", again with -Dcolonnade.fuzz.seed=" + seed;
    }

    private void work(Long only, long begin, long nanos) {
        long fresh = System.nanoTime() << 20;
        try {
            long now = System.nanoTime();
            while (only == null ? now - begin < nanos : inputs == 0) {
                boolean known = now - begin < nanos / 2;
                seed = only != null ? only : known ? 20_261_121_000_000L + inputs : fresh + inputs;
                startNanos = now;
                if (target.refuses(new Random(seed))) {
                    refused++;
                }
                inputs++;
                now = System.nanoTime();
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    /// Bytes that this thread has allocated on the heap so far.
    public static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
