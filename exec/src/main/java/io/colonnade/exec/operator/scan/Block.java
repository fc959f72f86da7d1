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
    private final ScannedSegment input;
    private final Segment segment;
    private final int block;
    private final Figures figures;
    private final @Nullable Column[] columns;
    private final @Nullable Zone[] zones;
    final int rows;
    /// How many of the rows were deleted.
    final int deletedRows;

    Block(ScanNode node, ScannedSegment input, int block, Figures figures) {
        this.node = node;
        this.input = input;
        this.segment = input.segment();
        this.block = block;
        this.figures = figures;
        this.columns = new Column[node.columns().size()];
        this.zones = new Zone[columns.length];
        this.rows = segment.blockRows(block);
        this.deletedRows = input.deletedRows(block);
    }

    /// A bit for each deleted row, from bit 0 of word 0; there are some.
    long[] deletedBits() {
        return input.deletedBits(block);
    }

    Zone zone(int position) {
        Zone zone = zones[position];
        if (zone == null) {
            ScanNode.ScanColumn read = node.columns().get(position);
            zone = input.has(read) ? segment.zone(read.columnId(), block) : input.zone(read, block);
            zones[position] = zone;
        }
        return zone;
    }

    Column column(int position) {
        Column column = columns[position];
        if (column == null) {
            ScanNode.ScanColumn read = node.columns().get(position);
            if (input.has(read)) {
                column = segment.column(read.columnId(), block);
                figures.bytes += segment.columnBytes(read.columnId(), block);
            } else {
                column = input.column(read, block);
            }
            columns[position] = column;
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
