package io.colonnade.coordinator.query;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.storage.meta.PinnedSnapshot;
import java.util.concurrent.CompletableFuture;

/// The snapshot that a statement works on, pinned until the statement is done: when this is closed, or later if
/// something that goes on needs it.
///
/// *Thread safety*: one thread.
final class HeldSnapshot implements AutoCloseable {
    private final PinnedSnapshot pin;
    private boolean passedOn;

    HeldSnapshot(PinnedSnapshot pin) {
        this.pin = pin;
    }

    CatalogSnapshot snapshot() {
        return pin.snapshot();
    }

    /// Closing has no effect from now on; the pin is released when `end` is done.
    void holdUntil(CompletableFuture<?> end) {
        passedOn = true;
        end.whenComplete((result, error) -> pin.close());
    }

    @Override
    public void close() {
        if (!passedOn) {
            pin.close();
        }
    }
}
