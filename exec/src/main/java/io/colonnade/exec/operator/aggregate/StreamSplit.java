package io.colonnade.exec.operator.aggregate;

import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import io.colonnade.exec.spill.KeyPartition;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillSpace;
import io.colonnade.exec.spill.SpillWriter;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.TaskContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows on disk, written once more in smaller partitions.
///
/// *Thread safety*: one thread.
final class StreamSplit implements AutoCloseable {
    private final TaskContext task;
    private final SpilledPages pages;
    private final KeyPartition split;
    private final SpillWriter writer;
    private @Nullable SpillFile finished;

    StreamSplit(
            List<SpilledPartition.Streams> rows,
            List<Type> types,
            KeyPartition split,
            SpillLayout layout,
            TaskContext task,
            SpillSpace space,
            Figures figures) {
        this.task = task;
        this.split = split;
        this.pages = new SpilledPages(rows, task.memory());
        this.writer = space.writer(types, split.partitions(), task.memory(), layout.bufferBytes(), figures);
    }

    /// Works for about a morsel; answers the file when it is complete, null before.
    @Nullable
    SpillFile advance() {
        for (int rows = 0; rows < Page.BLOCK_ROWS && finished == null; ) {
            task.checkCancelled();
            Page page = pages.next();
            if (page == null) {
                pages.close();
                finished = writer.finish();
            } else {
                GroupWriter.append(split, page, writer);
                rows += page.rows();
            }
        }
        return finished;
    }

    @Override
    public void close() {
        pages.close();
        writer.close();
    }
}
