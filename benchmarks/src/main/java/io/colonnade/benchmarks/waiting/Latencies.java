package io.colonnade.benchmarks.waiting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Times of many runs, in milliseconds.
final class Latencies {
    private final List<Double> millis = new ArrayList<>();

    void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    int count() {
        return millis.size();
    }

    /// The least time that `share` of all runs did not exceed.
    double at(double share) {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.clamp((long) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
