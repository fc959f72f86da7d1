package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogChange;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.SegmentEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command of the metadata log. The state after it depends on nothing but the state before and the command.
public sealed interface MetaCommand {
    /// All that a transaction does, at once or not at all. `baseVersion` is the version of the snapshot that the
    /// transaction worked on.
    ///
    /// Changes are applied in their order, then removes, deletes and adds. Adds never conflict, unless their
    /// keys were checked ({@link KeyCheck}) and others came meanwhile. With `rewrite` the same rows are only
    /// stored in another way, as compaction does: then no key or reference can have been broken by it.
    record Commit(
            long transactionId,
            long baseVersion,
            boolean rewrite,
            List<CatalogChange> changes,
            List<SegmentEntry> adds,
            List<Deletion> deletes,
            List<RemovedSegment> removes,
            List<KeyCheck> checks,
            @Nullable LoadLabel label)
            implements MetaCommand {
        public Commit {
            changes = List.copyOf(changes);
            adds = List.copyOf(adds);
            deletes = List.copyOf(deletes);
            removes = List.copyOf(removes);
            checks = List.copyOf(checks);
        }

        /// A commit that changes definitions and adds segments, no more.
        public Commit(long transactionId, long baseVersion, List<CatalogChange> changes, List<SegmentEntry> adds) {
            this(transactionId, baseVersion, false, changes, adds, List.of(), List.of(), List.of(), null);
        }
    }

    /// Sets `count` ids apart that no one else gets, ever.
    record ReserveIds(IdKind kind, int count) implements MetaCommand {}

    /// Sets `count` identity numbers of a table apart.
    record ReserveIdentity(long tableId, int count) implements MetaCommand {}

    /// Makes all that another database lists the content of this one, which has no tables and views: `state` is
    /// its state as a snapshot file has it. What the two have set apart stays set apart, and versions go on.
    record Restore(byte[] state) implements MetaCommand {}

    /// Rows that the transaction deletes from a segment, beside those that were deleted before. Conflicts if the
    /// segment is no longer listed or one of the rows was deleted meanwhile.
    record Deletion(long tableId, long segmentId, DeletedRows rows) {}

    /// A segment that leaves its table. Conflicts if it is no longer listed, or other than `deletedCount` of
    /// its rows are deleted by now.
    record RemovedSegment(long tableId, long segmentId, int deletedCount) {}

    /// What was checked of the rows that the commit adds to a table, among the rows of snapshot `version`: that
    /// their primary keys are new, if `primaryKey`, and the foreign keys of these names. The commit conflicts
    /// with {@link io.colonnade.core.error.ErrorCode#KEYS_UNCHECKED} if primary keys came to the table after
    /// `version`: then they are to be checked again. Foreign keys that were not checked are no longer validated
    /// afterwards.
    record KeyCheck(long tableId, long version, boolean primaryKey, List<String> foreignKeys) {
        public KeyCheck {
            foreignKeys = List.copyOf(foreignKeys);
        }
    }

    /// What ids name.
    enum IdKind {
        TABLE,
        SEGMENT,
        TRANSACTION
    }
}
