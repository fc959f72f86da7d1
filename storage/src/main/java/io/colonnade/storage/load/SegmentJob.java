package io.colonnade.storage.load;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.ColumnStatistics;
import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.storage.image.ColumnRows;
import io.colonnade.storage.segment.Zone;
import io.colonnade.storage.statistics.DistinctSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes one segment of slices of runs: orders the rows by the sort key, then takes column after column.
final class SegmentJob {
    private final LoadRequest request;
    private final SegmentTarget target;
    private final int slot;
    private final int partition;
    private final List<RunSlice> slices;

    SegmentJob(LoadRequest request, SegmentTarget target, int slot, int partition, List<RunSlice> slices) {
        this.request = request;
        this.target = target;
        this.slot = slot;
        this.partition = partition;
        this.slices = slices;
    }

    SegmentEntry run() {
        return run(order -> {});
    }

    /// `ordered` hears which row of the slices comes at each place; null if they come in their order.
    SegmentEntry run(Consumer<int @Nullable []> ordered) {
        TableDefinition table = request.table();
        MemoryPool pool = request.pool();
        try (ColumnAssembler assembler = new ColumnAssembler(table.columns(), slices, pool);
                SegmentWriter writer =
                        target.create(request, assembler.rows(), assembler.flatBytes(SegmentTarget.INLINE_BYTES))) {
            int[] order = order(table, assembler, request.cancelCheck());
            ordered.accept(order);
            List<ColumnStatistics> statistics = new ArrayList<>();
            List<byte[]> sketches = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                request.cancelCheck().run();
                ColumnRows rows = assembler.assemble(i, order);
                byte[] sketch = DistinctSketch.of(rows);
                double distinctCount = DistinctSketch.estimate(sketch);
                rows = assembler.withDictionary(rows, distinctCount);
                Zone zone = writer.column(column, rows).zone();
                statistics.add(
                        new ColumnStatistics(column.id(), zone.min(), zone.max(), zone.nullCount(), distinctCount));
                sketches.add(sketch);
            }
            SegmentWriter.Written written = writer.finish();
            return new SegmentEntry(
                    written.segmentId(),
                    table.id(),
                    target.node(),
                    slot,
                    partition,
                    assembler.rows(),
                    !table.sortKey().isEmpty(),
                    written.fileBytes(),
                    written.fileChecksum(),
                    written.imageBytes(),
                    written.imageChecksum(),
                    written.inline(),
                    statistics,
                    sketches,
                    DeletedRows.NONE);
        }
    }

    /// The order by the sort key of the table, null if the rows lie in it.
    static int @Nullable [] order(TableDefinition table, ColumnAssembler assembler, Runnable cancelCheck) {
        List<Integer> keys = table.sortKey();
        if (keys.isEmpty()) {
            return null;
        }
        RowOrder order = new RowOrder(assembler.rows(), cancelCheck);
        for (int i = keys.size() - 1; i >= 0; i--) {
            order.by(assembler.assemble(table.position(keys.get(i)), null));
        }
        return order.isIdentity() ? null : order.rows();
    }
}
