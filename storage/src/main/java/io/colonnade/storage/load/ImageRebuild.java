package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.storage.image.ColumnEncoder;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.image.ImageFileWriter;
import io.colonnade.storage.statistics.DistinctSketch;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/// Makes the image of a segment from its rows, which come in their order: the same bytes that the load wrote.
public final class ImageRebuild implements AutoCloseable {
    private final List<ColumnDefinition> columns;
    private final MemoryPool pool;
    private final Chunk chunk;
    private final Scratch scratch;

    public ImageRebuild(TableDefinition table, int rowCount, MemoryPool pool) {
        this.columns = table.columns();
        this.pool = pool;
        this.scratch = new Scratch(pool);
        this.chunk = new Chunk(table, new HashSet<>(), pool);
        boolean reserved = false;
        try {
            chunk.reserve(rowCount);
            reserved = true;
        } finally {
            if (!reserved) {
                chunk.close();
            }
        }
    }

    public int rows() {
        return chunk.rows();
    }

    public void append(Page page) {
        scratch.reset();
        chunk.reserve(page.rows());
        chunk.append(page, page.selection(), page.rows(), scratch);
    }

    public void write(ImageFileWriter writer, long segmentId) throws IOException {
        List<RunSlice> whole = List.of(new RunSlice(new ChunkRun(chunk, null), 0, chunk.rows()));
        try (ColumnAssembler assembler = new ColumnAssembler(columns, whole, pool)) {
            for (int i = 0; i < columns.size(); i++) {
                ColumnRows rows = assembler.assemble(i, null);
                rows = assembler.withDictionary(rows, DistinctSketch.estimate(DistinctSketch.of(rows)));
                writer.column(new ColumnEncoder(columns.get(i).id(), rows, () -> {}), pool);
            }
            writer.finish(segmentId, chunk.rows(), true);
        }
    }

    @Override
    public void close() {
        chunk.close();
        scratch.close();
    }
}
