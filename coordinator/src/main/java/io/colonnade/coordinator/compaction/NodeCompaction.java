package io.colonnade.coordinator.compaction;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.task.BackgroundWork;
import io.colonnade.storage.compaction.MergeChoice;
import io.colonnade.storage.load.MergedSegment;
import io.colonnade.storage.meta.MetaLog;
import io.colonnade.storage.meta.PinnedSnapshot;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.segment.SegmentHealth;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The merges of one node, one after the other: each is a piece of work for the pool, and the next one waits in the
/// queue again.
///
/// ```text
/// request(table) --> waiting tables --> piece: choose, merge, commit --> piece ... --> nothing to do: idle
/// ```
///
/// A table whose merge failed is left alone until it is asked for again, and so is the slot of a red segment: only
/// OPTIMIZE says that it cannot be merged. *Thread safety*: any thread.
final class NodeCompaction {
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private final NodeStorage storage;
    private final MetaLog log;
    private final SegmentHealth health;
    private final LongSupplier transactionIds;
    private final BackgroundWork work;
    private final MemoryPool pool;
    private final LongConsumer inShape;

    // Guarded by `this`.
    private final Set<Long> waiting = new LinkedHashSet<>();
    private final Map<Long, CompletableFuture<Void>> optimizing = new LinkedHashMap<>();
    private boolean working;
    private CompletableFuture<Void> piece = CompletableFuture.completedFuture(null);
    private volatile boolean stopped;

    /// `inShape` hears of tables of which nothing has to be merged here.
    NodeCompaction(
            NodeStorage storage,
            MetaLog log,
            SegmentHealth health,
            LongSupplier transactionIds,
            BackgroundWork work,
            MemoryPool pool,
            LongConsumer inShape) {
        this.storage = storage;
        this.log = log;
        this.health = health;
        this.transactionIds = transactionIds;
        this.work = work;
        this.pool = pool;
        this.inShape = inShape;
    }

    synchronized void request(long tableId, boolean isUrgent) {
        if (!stopped) {
            waiting.add(tableId);
            if (!working) {
                working = true;
                submit(isUrgent);
            }
        }
    }

    /// Done when the table has the best shape that it can have here, or a merge failed.
    synchronized CompletableFuture<Void> optimize(long tableId) {
        if (stopped) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> end = optimizing.computeIfAbsent(tableId, id -> new CompletableFuture<>());
        if (!working) {
            working = true;
            submit(true);
        }
        return end;
    }

    /// Done with the merge that runs or is about to.
    synchronized CompletableFuture<Void> merge() {
        return piece;
    }

    /// No merge begins any more; done when none runs.
    synchronized CompletableFuture<Void> stop() {
        stopped = true;
        return piece;
    }

    private synchronized void submit(boolean isUrgent) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        piece = done;
        work.submit(isUrgent, new BackgroundWork.Piece() {
            @Override
            public void run(Runnable giveWay) {
                // Whoever waits for this piece may find the next one queued.
                next(giveWay);
                done.complete(null);
            }

            @Override
            public String toString() {
                return "compaction on node " + storage.node();
            }
        });
    }

    private void next(Runnable giveWay) {
        long tableId;
        boolean isOptimizing;
        synchronized (this) {
            isOptimizing = !optimizing.isEmpty();
            Iterator<Long> tables = isOptimizing ? optimizing.keySet().iterator() : waiting.iterator();
            if (stopped || !tables.hasNext()) {
                working = false;
                optimizing.values().forEach(end -> end.complete(null));
                optimizing.clear();
                return;
            }
            tableId = tables.next();
        }
        boolean more;
        try {
            more = mergeOnce(tableId, isOptimizing, giveWay);
        } catch (CancellationException e) {
            more = false;
        } catch (RuntimeException e) {
            more = false;
            failed(tableId, e);
        }
        synchronized (this) {
            if (!more) {
                CompletableFuture<Void> end = isOptimizing ? optimizing.remove(tableId) : null;
                if (end != null) {
                    end.complete(null);
                } else if (!isOptimizing) {
                    waiting.remove(tableId);
                }
            }
            submit(!optimizing.isEmpty());
        }
        if (!more) {
            inShape.accept(tableId);
        }
    }

    private void failed(long tableId, RuntimeException e) {
        CompletableFuture<Void> end;
        synchronized (this) {
            end = optimizing.remove(tableId);
        }
        if (end != null) {
            end.completeExceptionally(e);
        } else if (!(e instanceof EngineException known && known.code() == ErrorCode.OUT_OF_MEMORY)) {
            LOGGER.log(System.Logger.Level.WARNING, "segments of table " + tableId + " could not be merged", e);
        }
    }

    /// False if there is nothing to be merged.
    private boolean mergeOnce(long tableId, boolean toTheEnd, Runnable giveWay) {
        try (PinnedSnapshot pin = log.pin()) {
            CatalogSnapshot snapshot = pin.snapshot();
            TableDefinition table = snapshot.table(tableId).orElse(null);
            if (table == null) {
                return false;
            }
            List<SegmentEntry> here = snapshot.segments(tableId).stream()
                    .filter(segment -> segment.node() == storage.node())
                    .toList();
            MergeChoice choice = new MergeChoice(table);
            List<SegmentEntry> readable = MergeChoice.without(here, segment -> health.isRed(segment.id()));
            List<SegmentEntry> inputs = toTheEnd ? choice.nextForBest(readable) : choice.next(readable);
            if (inputs.isEmpty()) {
                if (toTheEnd) {
                    here.forEach(segment -> health.checkReadable(segment.id()));
                }
                return false;
            }
            MergedSegment merged = storage.merge(table, inputs, pool, () -> {
                if (stopped) {
                    throw new CancellationException();
                }
                giveWay.run();
            });
            commit(merged);
            return true;
        }
    }

    private void commit(MergedSegment merged) {
        boolean listed = false;
        boolean known = true;
        try {
            listed = log.rewrite(transactionIds.getAsLong(), merged.entry(), merged.moved());
        } catch (EngineException e) {
            // A segment that the log may list stays.
            known = e.code() != ErrorCode.IO;
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
        } finally {
            if (!listed && known) {
                storage.discard(List.of(merged.entry()));
            }
        }
    }
}
