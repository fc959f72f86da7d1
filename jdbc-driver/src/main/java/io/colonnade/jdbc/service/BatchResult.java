package io.colonnade.jdbc.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a batch came.
///
/// @param updateCounts of the statements that were carried out, in order; after a failure these stay carried out
/// @param failure of the statement after them, or null when all were carried out
public record BatchResult(List<Long> updateCounts, @Nullable EngineFailure failure) {

    public BatchResult {
        updateCounts = List.copyOf(updateCounts);
    }
}
