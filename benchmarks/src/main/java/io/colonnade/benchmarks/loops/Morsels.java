package io.colonnade.benchmarks.loops;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Deals pieces of 64 Ki rows to a fixed number of threads and adds up what they return.
final class Morsels implements AutoCloseable {
    private static final int ROWS = 65_536;

    private final int threads;
    private final ExecutorService pool;

    Morsels(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /// One thread's part of a query.
    interface Part {
        /// Adds rows `from` to `to` to its sums.
        void add(int from, int to);

        long[] sums();
    }

    /// What parts returns, added up slot by slot.
    long[] sum(int rows, Callable<Part> parts) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        int morsels = (rows + ROWS - 1) / ROWS;
        List<Future<Part>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            running.add(pool.submit(() -> {
                Part part = parts.call();
                for (int morsel = next.getAndIncrement(); morsel < morsels; morsel = next.getAndIncrement()) {
                    part.add(morsel * ROWS, Math.min(rows, (morsel + 1) * ROWS));
                }
                return part;
            }));
        }
        long[] total = running.getFirst().get().sums();
        for (Future<Part> other : running.subList(1, running.size())) {
            long[] sums = other.get().sums();
            for (int i = 0; i < total.length; i++) {
                total[i] += sums[i];
            }
        }
        return total;
    }

    @Override
    public void close() {
        pool.close();
    }
}
