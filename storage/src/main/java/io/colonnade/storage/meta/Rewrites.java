package io.colonnade.storage.meta;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The segments that compaction replaced while older snapshots are still read, and where their rows are now: so that a
/// transaction that saw the old ones deletes the same rows all the same.
///
/// ```text
/// a transaction sees    S7 [a b c]                        deletes (S7, 1)
/// compaction            S7 [a b c] S8 [d]  ->  S9 [a b c d]
/// its commit            deletes (S9, 1)
/// ```
///
/// And the other way round: what was deleted from S7 while S9 was made is deleted from S9 by the same commit that
/// lists it. *Thread safety*: one thread at a time.
final class Rewrites {
    private final Map<Long, Rewritten> bySegment = new LinkedHashMap<>();

    /// Snapshots before `version` list the segment.
    private record Rewritten(long version, MovedRows moved) {}

    /// The commit of a rewrite on a state: later deletions are carried forward. The positions refer to `adds`.
    static MetaCommand.Commit carry(
            MetaState state, long transactionId, long baseVersion, SegmentEntry add, List<MovedRows> moves) {
        List<MetaCommand.RemovedSegment> removes = new ArrayList<>();
        PositionSet deleted = PositionSet.of(add.deleted());
        for (MovedRows move : moves) {
            SegmentEntry now = find(state, move.tableId(), move.from());
            if (now == null) {
                throw new EngineException(
                        ErrorCode.CONFLICT, "segment " + move.from() + " went while it was rewritten");
            }
            PositionSet later = PositionSet.of(now.deleted());
            later.removeAll(PositionSet.of(move.deleted()));
            deleted.addAll(move.map(later));
            removes.add(new MetaCommand.RemovedSegment(
                    move.tableId(), move.from(), now.deleted().count()));
        }
        SegmentEntry left = add.with(deleted.toDeletedRows());
        List<SegmentEntry> adds = left.liveRows() == 0 ? List.of() : List.of(left);
        return new MetaCommand.Commit(
                transactionId, baseVersion, true, List.of(), adds, List.of(), removes, List.of(), null);
    }

    private static @Nullable SegmentEntry find(MetaState state, long tableId, long segmentId) {
        for (TableState table : state.tables()) {
            if (table.definition().id() == tableId) {
                return table.segment(segmentId);
            }
        }
        return null;
    }

    /// Remembers what the commit with a version moved.
    void add(long version, List<MovedRows> moves) {
        moves.forEach(move -> bySegment.put(move.from(), new Rewritten(version, move)));
    }

    /// Forgets what no snapshot from `version` on lists; with `Long.MAX_VALUE` everything.
    void forgetUntil(long version) {
        bySegment.values().removeIf(rewritten -> rewritten.version() <= version);
    }

    /// A command with the segments that are listed now. What was removed as a whole becomes the deletion of its rows.
    MetaCommand translate(MetaState state, MetaCommand command) {
        if (bySegment.isEmpty()
                || !(command instanceof MetaCommand.Commit commit)
                || commit.rewrite()
                || commit.deletes().isEmpty() && commit.removes().isEmpty()) {
            return command;
        }
        Map<Long, Deleting> deletes = new LinkedHashMap<>();
        for (MetaCommand.Deletion deletion : commit.deletes()) {
            delete(state, deletion.tableId(), deletion.segmentId(), PositionSet.of(deletion.rows()), deletes);
        }
        List<MetaCommand.RemovedSegment> removes = new ArrayList<>();
        for (MetaCommand.RemovedSegment remove : commit.removes()) {
            Rewritten rewritten = bySegment.get(remove.segmentId());
            if (find(state, remove.tableId(), remove.segmentId()) != null || rewritten == null) {
                removes.add(remove);
            } else if (rewritten.moved().deleted().count() != remove.deletedCount()) {
                throw changedFirst();
            } else {
                MovedRows moved = rewritten.moved();
                delete(state, moved.tableId(), moved.to(), moved.all(), deletes);
            }
        }
        List<MetaCommand.Deletion> translated = new ArrayList<>();
        deletes.forEach((segment, deleting) ->
                translated.add(new MetaCommand.Deletion(deleting.tableId, segment, deleting.rows.toDeletedRows())));
        return new MetaCommand.Commit(
                commit.transactionId(),
                commit.baseVersion(),
                false,
                commit.changes(),
                commit.adds(),
                translated,
                removes,
                commit.checks(),
                commit.label());
    }

    /// Rows of a segment that a commit deletes.
    private static final class Deleting {
        private final long tableId;
        private final PositionSet rows = PositionSet.empty();

        Deleting(long tableId) {
            this.tableId = tableId;
        }
    }

    private void delete(MetaState state, long tableId, long segmentId, PositionSet rows, Map<Long, Deleting> deletes) {
        Rewritten rewritten = bySegment.get(segmentId);
        if (find(state, tableId, segmentId) != null || rewritten == null) {
            deletes.computeIfAbsent(segmentId, id -> new Deleting(tableId)).rows.addAll(rows);
            return;
        }
        PositionSet moved = rewritten.moved().map(rows);
        if (moved.count() != rows.count()) {
            throw changedFirst();
        }
        delete(state, tableId, rewritten.moved().to(), moved, deletes);
    }

    private static EngineException changedFirst() {
        return new EngineException(
                ErrorCode.CONFLICT,
                "another transaction changed the same rows first",
                null,
                "run the transaction again",
                null);
    }
}
