package io.colonnade.coordinator.care;

import java.util.List;

/// What became of a table that was read again. `rows` are its live rows, of a replicated table those of one copy.
public record VerifiedTable(int segments, long rows, List<Finding> findings) {
    public VerifiedTable {
        findings = List.copyOf(findings);
    }
}
