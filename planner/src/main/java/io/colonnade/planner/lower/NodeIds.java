package io.colonnade.planner.lower;

import java.util.HashMap;
import java.util.Map;

/// Numbers the nodes of a plan and keeps the estimated rows of each.
public final class NodeIds {
    private final Map<Integer, Double> estimates = new HashMap<>();
    private int next;

    /// A new id for a node with about `rows` rows.
    public int next(double rows) {
        estimates.put(next, rows);
        return next++;
    }

    public double rows(int id) {
        return estimates.getOrDefault(id, 1.0);
    }

    public Map<Integer, Double> estimates() {
        return estimates;
    }
}
