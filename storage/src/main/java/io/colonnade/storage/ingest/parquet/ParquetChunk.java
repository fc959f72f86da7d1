package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.storage.ingest.rows.Chunk;
import io.colonnade.storage.ingest.rows.PageConsumer;

/// A row group. It takes memory only while it is read.
record ParquetChunk(ParquetFile file, int rowGroup, FileScanNode scan, MemoryPool pool) implements Chunk {
    @Override
    public void read(Scratch scratch, PageConsumer consumer) {
        try (RowGroupReader reader = file.rowGroup(rowGroup, scan.columns(), pool)) {
            for (Page page = reader.next(scratch); page != null; page = reader.next(scratch)) {
                consumer.accept(page);
            }
        }
    }

    @Override
    public void close() {}
}
