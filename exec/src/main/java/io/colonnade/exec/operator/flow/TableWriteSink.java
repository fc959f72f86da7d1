package io.colonnade.exec.operator.flow;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SlotPlacement;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.kernel.KeyHash;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import io.colonnade.exec.task.TaskContext;
import io.colonnade.storage.load.Appender;
import io.colonnade.storage.load.LoadJob;
import io.colonnade.storage.load.LoadRequest;
import io.colonnade.storage.load.LoadSession;
import io.colonnade.storage.load.SlotFunction;
import io.colonnade.storage.node.NodeStorage;
import java.util.ArrayList;
import java.util.List;

/// Loads rows into new segments of this node and reports the segments with the task.
///
/// When the task fails, what was written is removed again.
public final class TableWriteSink implements Sink {
    private final TaskContext task;
    private final LoadSession session;
    private final Figures figures;
    private boolean finished;

    public TableWriteSink(TableWriteNode node, NodeStorage storage, TaskContext task) {
        this.task = task;
        this.figures = task.figures(node.id());
        // Half of what the query may have is for rows that wait to be sorted; the rest for parsing and encoding.
        long buffered = Math.max(1, task.settings().memoryBytes() / 2);
        this.session = storage.load(new LoadRequest(
                node.table(), slots(node.table(), storage.node()), task.memory(), buffered, task::checkCancelled));
    }

    private static SlotFunction slots(TableDefinition table, int node) {
        return switch (table.distribution()) {
            case Distribution.Replicated r -> SlotFunction.all(SlotFunction.REPLICATED);
            case Distribution.Hashed hashed -> {
                int[] columns =
                        hashed.columnIds().stream().mapToInt(table::position).toArray();
                int count = hashed.slots();
                yield columns.length == 0
                        ? SlotFunction.all(Math.min(SlotPlacement.firstSlot(node), count - 1))
                        : (page, slots) -> hashedSlots(page, columns, count, slots);
            }
        };
    }

    private static void hashedSlots(Page page, int[] columns, int slotCount, int[] slots) {
        int rows = page.rows();
        long[] hashes = new long[rows];
        KeyHash.hash(page.column(columns[0]), page.selection(), hashes);
        for (int i = 1; i < columns.length; i++) {
            KeyHash.combine(page.column(columns[i]), page.selection(), hashes);
        }
        for (int i = 0; i < rows; i++) {
            slots[i] = KeyHash.slot(hashes[i], slotCount);
        }
    }

    @Override
    public Local local(DriverContext driver) {
        return new WriteLocal(session.appender());
    }

    /// The rows of one driver.
    private record WriteLocal(Appender appender) implements Local {
        @Override
        public void accept(Page page) {
            appender.append(page);
        }

        @Override
        public void close() {
            appender.close();
        }
    }

    @Override
    public List<Job> finish() {
        if (finished) {
            figures.spilledBytes = session.spilledBytes();
            return List.of();
        }
        finished = true;
        List<Job> jobs = new ArrayList<>();
        for (LoadJob job : session.finish()) {
            jobs.add(() -> task.addWritten(job.run()));
        }
        return jobs;
    }

    @Override
    public void close() {
        if (task.isCancelled()) {
            session.abort();
        } else {
            session.close();
        }
    }
}
