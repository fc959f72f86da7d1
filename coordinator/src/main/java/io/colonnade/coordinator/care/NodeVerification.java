package io.colonnade.coordinator.care;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.task.BackgroundWork;
import io.colonnade.storage.node.NodeStorage;
import io.colonnade.storage.verify.Fault;
import io.colonnade.storage.verify.SegmentReport;
import io.colonnade.storage.verify.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// The segments of a table on one node, one after the other: each is a piece of work for the pool.
///
/// *Threads*: pieces run one at a time; the findings are there when they have ended.
final class NodeVerification {
    private final NodeStorage storage;
    private final TableDefinition table;
    private final CatalogSnapshot snapshot;
    private final List<SegmentEntry> segments;
    private final BackgroundWork work;
    private final MemoryPool pool;
    private final Runnable cancelCheck;
    private final AtomicBoolean stopped;
    private final VerifyProgress progress;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    // Of the pieces, which follow each other.
    private final List<Finding> findings = new ArrayList<>();
    private int next;
    private long liveRows;
    private long contentHash;
    private boolean whole = true;

    /// `stopped` is shared with the other nodes: an error on one stops all.
    NodeVerification(
            NodeStorage storage,
            TableDefinition table,
            CatalogSnapshot snapshot,
            List<SegmentEntry> segments,
            BackgroundWork work,
            MemoryPool pool,
            Runnable cancelCheck,
            AtomicBoolean stopped,
            VerifyProgress progress) {
        this.storage = storage;
        this.table = table;
        this.snapshot = snapshot;
        this.segments = segments;
        this.work = work;
        this.pool = pool;
        this.cancelCheck = cancelCheck;
        this.stopped = stopped;
        this.progress = progress;
    }

    int node() {
        return storage.node();
    }

    List<Finding> findings() {
        return findings;
    }

    long liveRows() {
        return liveRows;
    }

    long contentHash() {
        return contentHash;
    }

    /// Whether all values could be read.
    boolean isWhole() {
        return whole;
    }

    /// Done when all segments were read, or with the error that stopped it.
    CompletableFuture<Void> start() {
        if (segments.isEmpty()) {
            end.complete(null);
        } else {
            submit();
        }
        return end;
    }

    private void submit() {
        work.submit(false, new BackgroundWork.Piece() {
            @Override
            public void run(Runnable giveWay) {
                piece(giveWay);
            }

            @Override
            public String toString() {
                return "verification on node " + storage.node();
            }
        });
    }

    private void piece(Runnable giveWay) {
        try {
            verify(segments.get(next++), giveWay);
        } catch (CancellationException e) {
            end.complete(null);
            return;
        } catch (RuntimeException | Error e) {
            stopped.set(true);
            end.completeExceptionally(e);
            return;
        }
        if (next == segments.size()) {
            end.complete(null);
        } else {
            submit();
        }
    }

    private void verify(SegmentEntry segment, Runnable giveWay) {
        int home = table.distribution() instanceof Distribution.Hashed hashed
                ? snapshot.nodeOfSlot(segment.slot(), hashed.slots())
                : segment.node();
        SegmentReport report;
        try (MemoryPool own = pool.child("segment " + segment.id())) {
            report = storage.verify(new VerifyRequest(table, segment, home, own, () -> {
                if (stopped.get()) {
                    throw new CancellationException();
                }
                cancelCheck.run();
                giveWay.run();
            }));
        }
        for (Fault fault : report.faults()) {
            findings.add(new Finding(storage.node(), segment.id(), fault));
        }
        liveRows += report.liveRows();
        contentHash += report.contentHash();
        whole &= report.isWhole();
        progress.add(report.rows(), report.bytes());
    }
}
