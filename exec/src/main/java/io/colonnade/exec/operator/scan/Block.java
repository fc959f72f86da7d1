package io.colonnade.exec.operator.scan;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.exec.kernel.Gather;
import io.colonnade.exec.task.Figures;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// The block at hand: its columns are touched when they are first asked for, and only then counted as read.
final class Block {
    private final ScanNode node;
    private final Segment segment;
    private final int block;
    private final Figures figures;
    private final @Nullable Column[] columns;
    private final @Nullable Zone[] zones;
    final int rows;

    Block(ScanNode node, Segment segment, int block, Figures figures) {
        this.node = node;
        this.segment = segment;
        this.block = block;
        this.figures = figures;
        this.columns = new Column[node.columns().size()];
        this.zones = new Zone[columns.length];
        this.rows = segment.blockRows(block);
    }

    Zone zone(int position) {
        Zone zone = zones[position];
        if (zone == null) {
            zone = segment.zone(node.columns().get(position).columnId(), block);
            zones[position] = zone;
        }
        return zone;
    }

    Column column(int position) {
        Column column = columns[position];
        if (column == null) {
            int id = node.columns().get(position).columnId();
            column = segment.column(id, block);
            columns[position] = column;
            figures.bytes += segment.columnBytes(id, block);
        }
        return column;
    }

    /// Rows `from` to `from + length` of a column, copied only where its form leaves no choice.
    Column part(int position, int from, int length, SegmentAllocator scratch) {
        Column column = column(position);
        if (length == rows) {
            return column;
        }
        if (column.sliceable(from)) {
            return column.slice(from, length);
        }
        int[] positions = new int[length];
        for (int i = 0; i < length; i++) {
            positions[i] = from + i;
        }
        return Gather.rows(column, new Selection(positions, length), scratch);
    }
}
