package io.colonnade.benchmarks.loops;

import io.colonnade.benchmarks.Answer;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// A query of the benchmark by hand, from the columns to the ordered answer.
///
/// ```text
/// dimensions -> bits by key \
/// fact columns ------------- > 4096 rows at a time: positions narrowed condition by condition -> sums by code
/// ```
///
/// The order of the conditions, the widths, and that keys are dense and complete are known in advance: that is what
/// the engine has to find out.
abstract class HandQuery {
    static final int BATCH = 4096;

    final Star star;
    final Supplier<Conditions> conditions;

    HandQuery(Star star, Supplier<Conditions> conditions) {
        this.star = star;
        this.conditions = conditions;
    }

    /// Such as `q2.1`.
    abstract String name();

    abstract Answer run(Morsels morsels) throws InterruptedException, ExecutionException;

    /// One thread's part: goes over its rows in batches.
    abstract static class Batches implements Morsels.Part {
        final int[] positions = new int[BATCH + Conditions.SLACK];
        final long[] sums;

        Batches(int slots) {
            this.sums = new long[slots];
        }

        @Override
        public final void add(int from, int to) {
            for (int start = from; start < to; start += BATCH) {
                addBatch(start, Math.min(to, start + BATCH));
            }
        }

        abstract void addBatch(int from, int to);

        @Override
        public final long[] sums() {
            return sums;
        }
    }
}
