package io.colonnade.storage.node;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.MergedSegment;
import io.colonnade.storage.segment.SegmentStore;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;

/// What one node of a database stores.
public interface NodeStorage {
    /// The number of the node, from 0.
    int node();

    SegmentStore segments();

    LoadSession load(LoadRequest request);

    /// Makes one segment of the rows of several that lie on this node, of one slot and partition of a table.
    /// `cancelCheck` is called often and throws to stop it; then nothing is left of it.
    default MergedSegment merge(
            TableDefinition table, List<SegmentEntry> inputs, MemoryPool pool, Runnable cancelCheck) {
        throw EngineException.internal("node " + node() + " holds no segments");
    }

    /// Reads a segment of this node again and proves it. *Errors*: what the request's `cancelCheck` throws,
    /// OUT_OF_MEMORY.
    default SegmentReport verify(VerifyRequest request) {
        throw EngineException.internal("node " + node() + " holds no segments");
    }

    /// Where rows to write get identity numbers.
    default IdentityNumbers identities() {
        throw EngineException.internal("node " + node() + " has no identity numbers");
    }

    /// Where temporary files lie.
    FileSystem files();

    /// A new name for a temporary file. Who makes the file deletes it; what a killed process leaves is deleted when
    /// the database is opened next.
    Path temporaryFile();

    /// Removes segments of a transaction that is known not to have committed.
    void discard(List<SegmentEntry> segments);
}
