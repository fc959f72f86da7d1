package io.colonnade.exec.operator.join;

import io.colonnade.core.page.Page;
import io.colonnade.exec.spill.KeyPartition;
import io.colonnade.exec.spill.SpillFile;
import io.colonnade.exec.spill.SpillWriter;

/// Sets rows of one side of a join aside, by partition.
///
/// *Thread safety*: one thread.
final class PartitionWriter implements AutoCloseable {
    /// What is kept free for a writer that may be needed.
    static final long MEMORY_BYTES = 96 << 10;

    private final KeyPartition partition;
    private final SpillWriter writer;

    PartitionWriter(KeyPartition partition, SpillWriter writer) {
        this.partition = partition;
        this.writer = writer;
    }

    /// Sets all rows of a page aside that count.
    void append(Page page) {
        split(page);
        for (int p = 0; p < partition.partitions(); p++) {
            if (partition.rows(p) > 0) {
                write(p, page);
            }
        }
    }

    /// Finds the partition of each row; {@link #rows}, {@link #part} and {@link #write} are about this page then.
    void split(Page page) {
        partition.split(page);
    }

    int rows(int number) {
        return partition.rows(number);
    }

    Page part(Page page, int number) {
        return partition.part(page, number);
    }

    void write(int number, Page page) {
        writer.append(number, partition.part(page, number));
    }

    SpillFile finish() {
        return writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
