package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Page;
import io.colonnade.storage.parquet.RowGroup;
import io.colonnade.storage.parquet.RowGroupEncoder;
import java.util.HashSet;
import java.util.List;

/// Rows on their way to a Parquet file, as many as a row group takes, in accounted memory.
///
/// ```text
/// append append append -> isFull() -> take(): a RowGroup, and it is empty again
/// ```
///
/// *Threads*: one.
public final class RowGroupRows implements AutoCloseable {
    /// Two blocks, so that a file has enough row groups for readers that deal these to threads.
    private static final int ROWS_MAX = 2 * Page.BLOCK_ROWS;
    private static final long BYTES_MAX = 32L << 20;

    private final List<ColumnDefinition> columns;
    private final MemoryPool pool;
    private final Scratch scratch;
    private Chunk chunk;

    /// A page has these columns. Memory is taken from `memory`.
    public RowGroupRows(List<ColumnDefinition> columns, MemoryPool memory) {
        this.columns = List.copyOf(columns);
        this.pool = memory.child("row group");
        this.scratch = new Scratch(pool);
        this.chunk = new Chunk("rows", columns, new HashSet<>(), pool);
    }

    public void append(Page page) {
        scratch.reset();
        chunk.reserve(page.rows());
        chunk.append(page, page.selection(), page.rows(), scratch);
    }

    public boolean isEmpty() {
        return chunk.rows() == 0;
    }

    public boolean isFull() {
        return chunk.rows() + Page.ROWS_MAX > ROWS_MAX || pool.allocatedBytes() > BYTES_MAX;
    }

    /// Takes all rows out, encoded.
    public RowGroup take(Runnable cancelCheck) {
        Chunk taken = chunk;
        try (RowGroupEncoder encoder = new RowGroupEncoder(columns, taken.rows());
                ChunkRun run = new ChunkRun(taken, null);
                ColumnAssembler assembler =
                        new ColumnAssembler(columns, List.of(new RunSlice(run, 0, taken.rows())), pool)) {
            for (int i = 0; i < columns.size(); i++) {
                encoder.column(assembler.assemble(i, null), cancelCheck);
            }
            return encoder.finish();
        } finally {
            chunk = new Chunk("rows", columns, new HashSet<>(), pool);
        }
    }

    @Override
    public void close() {
        chunk.close();
        scratch.close();
        pool.close();
    }
}
