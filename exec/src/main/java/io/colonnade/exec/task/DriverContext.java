package io.colonnade.exec.task;

import io.colonnade.core.memory.MemoryPool;

/// What the parts of one driver know: their task, and the number of the driver within its pipeline.
public record DriverContext(TaskContext task, int number) {
    public MemoryPool memory() {
        return task.memory();
    }

    /// Counters of a node for this driver alone; they are summed when the task ends.
    public Figures figures(int nodeId) {
        return task.figures(nodeId);
    }

    /// As {@link TaskContext#checkCancelled}: for loops that run longer than a page takes.
    public void checkCancelled() {
        task.checkCancelled();
    }
}
