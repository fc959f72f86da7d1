package io.colonnade.planner.lower;

import java.util.HashMap;
import java.util.Map;

/// Numbers the nodes of a plan and keeps the estimated rows of each.
public final class NodeIds {
    private record JoinKey(int id, int key) {}

    private final Map<Integer, Double> estimates = new HashMap<>();
    private final Map<JoinKey, Double> partnerShares = new HashMap<>();
    private int next;

    /// A new id for a node with about `rows` rows.
    public int next(double rows) {
        estimates.put(next, rows);
        return next++;
    }

    public double rows(int id) {
        return estimates.getOrDefault(id, 1.0);
    }

    /// Notes which share of the probe rows of a join has a partner by one of its keys, where the rows of the
    /// join do not tell.
    void notePartnerShare(int id, int key, double share) {
        partnerShares.put(new JoinKey(id, key), share);
    }

    /// What was noted for a key, or `usual`.
    double partnerShare(int id, int key, double usual) {
        return partnerShares.getOrDefault(new JoinKey(id, key), usual);
    }

    public Map<Integer, Double> estimates() {
        return estimates;
    }
}
