package io.colonnade.core.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// How a thread of a client waits for what the engine does; the engine's own threads never wait.
///
/// *Contract*: no lock is held while waiting. A simulation lets other work run meanwhile.
@FunctionalInterface
public interface Waiting {
    Waiting PARKED = until -> {
        try {
            until.get();
        } catch (ExecutionException e) {
            // How it ended is the business of whoever waited.
        }
    };

    /// Returns when the future is done, whether well or not.
    void await(CompletableFuture<?> until) throws InterruptedException;
}
