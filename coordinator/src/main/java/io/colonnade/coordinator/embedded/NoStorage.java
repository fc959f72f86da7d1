package io.colonnade.coordinator.embedded;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.node.IdentityNumbers;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.SegmentStore;
import java.nio.file.Path;
import java.util.List;

/// The storage of a coordinator beside workers: none. A task that asks for it was placed wrongly. Its
/// temporary files and identity numbers are those of `neighbour`.
record NoStorage(int node, NodeStorage neighbour) implements NodeStorage {
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
    public IdentityNumbers identities() {
        return neighbour.identities();
    }

    @Override
    public FileSystem files() {
        return neighbour.files();
    }

    @Override
    public Path temporaryFile() {
        return neighbour.temporaryFile();
    }

    @Override
    public void discard(List<SegmentEntry> segments) {
        throw misplaced();
    }

    private static EngineException misplaced() {
        return EngineException.internal("the coordinator holds no data");
    }
}
