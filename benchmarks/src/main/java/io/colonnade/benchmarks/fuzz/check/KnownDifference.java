package io.colonnade.benchmarks.fuzz.check;

import java.util.Optional;

/// Where DuckDB fails and Colonnade need not, each with its reason. What else differs is a fault.
public enum KnownDifference {
    /// DuckDB computes with HUGEINT or DECIMAL(38) in between and refuses what does not fit.
    DECIMAL_WIDTH("Could not cast value", "DuckDB widens a decimal beyond what its value needs"),
    /// Its optimizer evaluates constants of branches that are never taken.
    ORACLE_BROKEN("INTERNAL Error", "DuckDB says itself that it is at fault");

    private final String message;
    private final String reason;

    KnownDifference(String message, String reason) {
        this.message = message;
        this.reason = reason;
    }

    /// The one that explains why DuckDB failed, if any does.
    static Optional<KnownDifference> of(Outcome.Failed theirs) {
        for (KnownDifference known : values()) {
            if (theirs.message().contains(known.message)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    String reason() {
        return reason;
    }
}
