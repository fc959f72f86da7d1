package io.colonnade.coordinator.embedded;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.storage.directory.NodeStorage;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.segment.SegmentStore;
import java.util.List;

/// The storage of a coordinator beside workers: none. A task that asks for it was placed wrongly.
record NoStorage(int node) implements NodeStorage {
    @Override
    public SegmentStore segments() {
        return id -> {
            throw misplaced();
        };
    }

    @Override
    public LoadSession load(LoadRequest request) {
        throw misplaced();
    }

    @Override
    public void discard(List<SegmentEntry> segments) {
        throw misplaced();
    }

    private static EngineException misplaced() {
        return EngineException.internal("the coordinator holds no data");
    }
}
