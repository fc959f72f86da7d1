package io.colonnade.coordinator.transaction;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.HashSet;
import java.util.Set;

/// The labels of loads whose transactions are open, so that of two with the same label the later one fails before it
/// reads a row.
///
/// *Thread safety*: any thread.
final class RunningLabels {
    private final Set<String> running = new HashSet<>();

    /// *Errors*: CONFLICT if a load with this label runs.
    synchronized void claim(String label) {
        if (!running.add(label)) {
            throw new EngineException(
                    ErrorCode.CONFLICT,
                    "a load with the label '" + label + "' is running, or its transaction is open",
                    null,
                    "repeat the statement when it is over: then it tells the rows of that load",
                    null);
        }
    }

    synchronized void release(String label) {
        running.remove(label);
    }
}
