package io.colonnade.coordinator.care;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.Waiting;
import io.colonnade.exec.task.BackgroundWork;
import io.colonnade.storage.directory.Database;
import io.colonnade.storage.verify.Check;
import io.colonnade.storage.verify.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads the tables of a database again, segment by segment, while statements go on.
///
/// ```text
/// table --segments of node 0--> piece, piece, ...   each reads a segment, and gives way to queries
///       --segments of node 1--> piece, ...          at the same time
///       --all reports---------> copies of replicated tables are compared
/// ```
///
/// *Threads*: none; pieces are work of the task pool, one at a time on each node. *Memory*: a page of each
/// column of a segment and node, from `pool`, which is closed with it. *Closing*: when no statement runs.
public final class Verification implements AutoCloseable {
    private final Database database;
    private final BackgroundWork work;
    private final Waiting waiting;
    private final MemoryPool pool;

    public Verification(Database database, BackgroundWork work, Waiting waiting, MemoryPool pool) {
        this.database = database;
        this.work = work;
        this.waiting = waiting;
        this.pool = pool;
    }

    /// Reads a table as `snapshot` lists it, which stays pinned meanwhile. `cancelCheck` is called by any
    /// thread and throws to stop it. *Errors*: those of `cancelCheck`, OUT_OF_MEMORY; faults of the table are
    /// findings.
    public VerifiedTable verify(
            TableDefinition table, CatalogSnapshot snapshot, Runnable cancelCheck, VerifyProgress progress)
            throws InterruptedException {
        AtomicBoolean stopped = new AtomicBoolean();
        List<NodeVerification> nodes = new ArrayList<>();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        List<SegmentEntry> segments = snapshot.segments(table.id());
        for (int node = 0; node < database.nodeCount(); node++) {
            int number = node;
            List<SegmentEntry> here = segments.stream()
                    .filter(segment -> segment.node() == number)
                    .toList();
            NodeVerification verification = new NodeVerification(
                    database.node(node), table, snapshot, here, work, pool, cancelCheck, stopped, progress);
            nodes.add(verification);
            ends.add(verification.start());
        }
        await(ends, stopped);
        List<Finding> findings = new ArrayList<>();
        nodes.forEach(node -> findings.addAll(node.findings()));
        boolean replicated = table.distribution() instanceof Distribution.Replicated;
        if (replicated) {
            compareCopies(nodes, findings);
        }
        long rows = replicated
                ? nodes.getFirst().liveRows()
                : nodes.stream().mapToLong(NodeVerification::liveRows).sum();
        return new VerifiedTable(segments.size(), rows, findings);
    }

    /// All pieces have ended when this returns or throws, so that nothing reads what is no longer pinned.
    private void await(List<CompletableFuture<Void>> ends, AtomicBoolean stopped) throws InterruptedException {
        InterruptedException interrupt = null;
        for (CompletableFuture<Void> end : ends) {
            while (!end.isDone()) {
                try {
                    waiting.await(end);
                } catch (InterruptedException e) {
                    stopped.set(true);
                    interrupt = e;
                } catch (CompletionException e) {
                    // Told below.
                }
            }
        }
        if (interrupt != null) {
            throw interrupt;
        }
        for (CompletableFuture<Void> end : ends) {
            try {
                end.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }

    /// Each node has a copy of its own; that of the first whose values could all be read is taken for the
    /// right one.
    private static void compareCopies(List<NodeVerification> nodes, List<Finding> findings) {
        List<NodeVerification> whole =
                nodes.stream().filter(NodeVerification::isWhole).toList();
        for (NodeVerification other : whole) {
            NodeVerification first = whole.getFirst();
            if (other.liveRows() != first.liveRows() || other.contentHash() != first.contentHash()) {
                findings.add(new Finding(
                        other.node(),
                        null,
                        new Fault(
                                Check.COPIES,
                                other.liveRows(),
                                "the copy on node " + other.node() + " has " + other.liveRows()
                                        + " rows, and not those of node " + first.node() + ", which has "
                                        + first.liveRows()
                                        + "; queries may read either: empty the table and load it anew")));
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
