package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Merges one partition on disk after the other and passes on its groups.
///
/// *Thread safety*: one thread at a time; the readers of a source share the queue of partitions.
final class SpilledGroupReader implements Source.Reader {
    private final AggregateSink sink;
    private final MergeQueue queue;
    private final Scratch scratch;
    private final Figures figures;
    private final int pageRows;
    private @Nullable PartitionMerge merge;
    /// Groups that were passed on.
    private int passed;

    SpilledGroupReader(AggregateSink sink, MergeQueue queue, DriverContext driver) {
        this.sink = sink;
        this.queue = queue;
        this.scratch = new Scratch(driver.memory());
        this.figures = driver.figures(sink.node().id());
        this.pageRows = driver.task().settings().pageRows();
    }

    @Override
    public Step next(Downstream downstream) {
        PartitionMerge current = merge;
        if (current == null) {
            MergeQueue.Turn turn = queue.take();
            if (turn.partition() == null) {
                return turn.until() == null ? Step.FINISHED : new Step.Blocked(turn.until());
            }
            current = new PartitionMerge(sink, turn.partition(), figures);
            merge = current;
        }
        switch (current.advance()) {
            case WORKING -> {}
            case GROUPS -> pass(current, downstream);
            case REFUSED -> {
                if (queue.handBack(current.partition())) {
                    merge = null;
                    current.close();
                } else {
                    current.split();
                }
            }
            case PARTS -> end(current, current.parts());
        }
        return Step.MORE;
    }

    private void pass(PartitionMerge current, Downstream downstream) {
        Groups groups = current.groups();
        int end = Math.min(groups.size(), passed + Page.BLOCK_ROWS);
        // Pages that were passed on may lie in the groups, so these go only when the next morsel is asked for.
        if (passed == groups.size()) {
            passed = 0;
            if (!current.continueAfterGroups()) {
                end(current, List.of());
            }
            return;
        }
        while (passed < end) {
            int count = Math.min(pageRows, end - passed);
            scratch.reset();
            downstream.accept(groups.rows(passed, count, scratch));
            passed += count;
            if (!downstream.wantsMore()) {
                break;
            }
        }
    }

    private void end(PartitionMerge current, List<SpilledPartition> parts) {
        merge = null;
        current.close();
        queue.done(current.partition(), parts);
    }

    @Override
    public void close() {
        if (merge != null) {
            end(merge, List.of());
        }
        scratch.close();
    }
}
