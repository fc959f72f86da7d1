package io.colonnade.coordinator.compaction;

import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Waiting;
import io.colonnade.exec.task.BackgroundWork;
import io.colonnade.storage.compaction.MergeChoice;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.meta.MetaCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/// Merges small segments into larger ones, and takes deleted rows out, while statements go on.
///
/// ```text
/// commits --a few of a table--> the table waits on each node --one merge at a time--> a commit of its own
///    `---- too many: the writer waits for one merge
/// ```
///
/// It never makes a statement fail: what is deleted from its inputs meanwhile is deleted from what it makes
/// ({@link io.colonnade.storage.meta.MetaLog#rewrite}), and if its inputs are gone, what it made is thrown
/// away. A query reads the segments of its snapshot, merged since or not. Each node has its own copy of a
/// replicated table, and compacts it.
///
/// *Threads*: none; merges are work of the task pool that gives way to queries. *Closing*: when no statement runs.
public final class Compaction implements AutoCloseable {
    /// Segments that may come to a table before compaction has looked at it again; then writers wait for it.
    private static final int BACKLOG_MAX = 256;

    private final Database database;
    private final Waiting waiting;
    private final MemoryPool pool;
    private final List<NodeCompaction> nodes = new ArrayList<>();

    // Guarded by `this`: segments that came to tables since they were last in good shape.
    private final Map<Long, Integer> arrived = new HashMap<>();

    /// `pool` pays for merges and is closed with it; without `automatic` only {@link #optimize} merges.
    public Compaction(
            Database database,
            LongSupplier transactionIds,
            BackgroundWork work,
            Waiting waiting,
            MemoryPool pool,
            boolean automatic) {
        this.database = database;
        this.waiting = waiting;
        this.pool = pool;
        for (int node = 0; node < database.nodeCount(); node++) {
            nodes.add(new NodeCompaction(
                    database.node(node),
                    database.metaLog(),
                    database.health(),
                    transactionIds,
                    work,
                    pool,
                    this::inShape));
        }
        if (automatic) {
            database.metaLog().snapshot().tables().forEach(table -> request(table.id(), false));
            database.metaLog().onCommit(this::committed);
        }
    }

    private void request(long tableId, boolean isUrgent) {
        nodes.forEach(node -> node.request(tableId, isUrgent));
    }

    private synchronized void inShape(long tableId) {
        arrived.remove(tableId);
    }

    private void committed(MetaCommand.Commit commit) {
        Set<Long> due = new HashSet<>();
        boolean late = false;
        synchronized (this) {
            for (SegmentEntry add : commit.adds()) {
                int count = arrived.merge(add.tableId(), 1, Integer::sum);
                if (count % MergeChoice.TIER_SEGMENTS == 0) {
                    due.add(add.tableId());
                }
                late |= count > BACKLOG_MAX * nodes.size();
            }
        }
        commit.deletes().forEach(deletion -> due.add(deletion.tableId()));
        for (long tableId : due) {
            request(tableId, late);
        }
        if (late) {
            commit.adds().stream().map(SegmentEntry::node).distinct().forEach(this::awaitMerge);
        }
    }

    /// Slows a writer down; what it wrote is committed already.
    private void awaitMerge(int node) {
        try {
            waiting.await(nodes.get(node).merge());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Brings a table into the best shape that it can have; returns when it is. Rows that come meanwhile may be
    /// left as they came. *Errors*: what a merge failed with.
    public void optimize(long tableId) throws InterruptedException {
        List<CompletableFuture<?>> ends = nodes.stream()
                .<CompletableFuture<?>>map(node -> node.optimize(tableId))
                .toList();
        for (CompletableFuture<?> end : ends) {
            waiting.await(end);
        }
        try {
            ends.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException known ? known : e;
        }
    }

    /// Returns when the merges that run now have ended.
    public void awaitMerges() throws InterruptedException {
        for (NodeCompaction node : nodes) {
            waiting.await(node.merge());
        }
    }

    @Override
    public void close() {
        database.metaLog().onCommit(commit -> {});
        boolean interrupted = false;
        for (NodeCompaction node : nodes) {
            CompletableFuture<?> end = node.stop();
            while (!end.isDone()) {
                try {
                    waiting.await(end);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
