package io.colonnade.planner.lower;

import java.util.HashMap;
import java.util.Map;

/// Numbers the nodes of a plan and keeps the estimated rows of each.
public final class NodeIds {
    private final Map<Integer, Double> estimates = new HashMap<>();
    private final Map<Integer, Double> partnerShares = new HashMap<>();
    private int next;

    /// A new id for a node with about `rows` rows.
    public int next(double rows) {
        estimates.put(next, rows);
        return next++;
    }

    public double rows(int id) {
        return estimates.getOrDefault(id, 1.0);
    }

    /// Notes which share of the probe rows of a join has a partner, where its rows do not tell.
    void notePartnerShare(int id, double share) {
        partnerShares.put(id, share);
    }

    /// The share of the probe rows of a join that has a partner, more than 1 if they have several; NaN if it
    /// was not noted.
    double partnerShare(int id) {
        return partnerShares.getOrDefault(id, Double.NaN);
    }

    public Map<Integer, Double> estimates() {
        return estimates;
    }
}
