package io.colonnade.coordinator.transaction;

import io.colonnade.core.catalog.CatalogSnapshot;
import java.util.concurrent.CompletableFuture;

/// The snapshot that a statement works on, held until the statement is done: when this is closed, or later if
/// something that goes on needs it. It is `committed`, or that with what the transaction staged.
///
/// *Thread safety*: one thread.
public final class HeldSnapshot implements AutoCloseable {
    private final CatalogSnapshot snapshot;
    private final CatalogSnapshot committed;
    private final Runnable release;
    private boolean passedOn;

    HeldSnapshot(CatalogSnapshot snapshot, CatalogSnapshot committed, Runnable release) {
        this.snapshot = snapshot;
        this.committed = committed;
        this.release = release;
    }

    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    /// The committed snapshot that it begins from.
    public CatalogSnapshot committed() {
        return committed;
    }

    /// Closing has no effect from now on; the snapshot is released when `end` is done.
    public void holdUntil(CompletableFuture<?> end) {
        passedOn = true;
        end.whenComplete((result, error) -> release.run());
    }

    @Override
    public void close() {
        if (!passedOn) {
            release.run();
        }
    }
}
