package io.colonnade.storage.meta;

import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;

/// A command of the metadata log. The state after it depends on nothing but the state before and the command.
public sealed interface MetaCommand {
    /// All that a transaction does, at once or not at all. `baseVersion` is the version of the snapshot that the
    /// transaction worked on. Adds never conflict; a remove conflicts if the segment is no longer listed.
    /// Changes are applied in their order, before adds and removes.
    record Commit(
            long transactionId,
            long baseVersion,
            List<CatalogChange> changes,
            List<SegmentEntry> adds,
            List<RemovedSegment> removes)
            implements MetaCommand {
        public Commit {
            changes = List.copyOf(changes);
            adds = List.copyOf(adds);
            removes = List.copyOf(removes);
        }
    }

    /// Sets `count` ids apart that no one else gets, ever.
    record ReserveIds(IdKind kind, int count) implements MetaCommand {}

    /// A segment that leaves its table.
    record RemovedSegment(long tableId, long segmentId) {}

    /// What ids name.
    enum IdKind {
        TABLE,
        SEGMENT,
        TRANSACTION
    }
}
