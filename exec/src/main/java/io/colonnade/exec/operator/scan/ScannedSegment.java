package io.colonnade.exec.operator.scan;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.PositionSet;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.Zone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A segment as a snapshot has it: which of its rows were deleted, and columns that it does not store.
///
/// ```text
/// SEGMENT_ID, ROW_POSITION   say where a row lies
/// a column added later       its initial value in every row
/// ```
///
/// *Thread safety*: any thread.
final class ScannedSegment {
    private static final int NUMBER_BYTES = Short.BYTES;

    /// 0 to 65,535 as unsigned numbers of 16 bits: the positions of any block's rows behind its first one.
    private static final MemorySegment NUMBERS = numbers();

    private final Segment segment;
    private final @Nullable PositionSet deleted;
    /// The position of the first row of each block, and behind the last row of all.
    private final int[] firstRows;

    ScannedSegment(Segment segment, DeletedRows deleted) {
        this.segment = segment;
        this.deleted = deleted.isEmpty() ? null : PositionSet.of(deleted);
        this.firstRows = new int[segment.blockCount() + 1];
        for (int block = 0; block < segment.blockCount(); block++) {
            firstRows[block + 1] = firstRows[block] + segment.blockRows(block);
        }
    }

    private static MemorySegment numbers() {
        MemorySegment numbers = Arena.global().allocate((long) Page.BLOCK_ROWS * NUMBER_BYTES, Long.BYTES);
        for (int i = 0; i < Page.BLOCK_ROWS; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
        }
        return numbers;
    }

    Segment segment() {
        return segment;
    }

    int deletedRows(int block) {
        return deleted == null ? 0 : deleted.count(firstRows[block], firstRows[block + 1]);
    }

    long[] deletedBits(int block) {
        int rows = firstRows[block + 1] - firstRows[block];
        long[] bits = new long[(rows + Long.SIZE - 1) / Long.SIZE];
        if (deleted != null) {
            deleted.forEach(
                    firstRows[block], firstRows[block + 1], row -> bits[row / Long.SIZE] |= 1L << row % Long.SIZE);
        }
        return bits;
    }

    /// Whether the segment stores the column.
    boolean has(ScanColumn column) {
        return column.columnId() >= 0 && segment.has(column.columnId());
    }

    /// A column that the segment does not store.
    Column column(ScanColumn column, int block) {
        int rows = firstRows[block + 1] - firstRows[block];
        return switch (column.columnId()) {
            case ScanColumn.SEGMENT_ID -> new Column.Constant(Type.BIGINT, rows, Datum.of(segment.id()));
            case ScanColumn.ROW_POSITION ->
                new Column.Narrow(
                        Type.BIGINT,
                        rows,
                        firstRows[block],
                        NUMBER_BYTES,
                        NUMBERS.asSlice(0, (long) rows * NUMBER_BYTES),
                        null);
            default -> new Column.Constant(column.type(), rows, column.initial());
        };
    }

    /// The zone of a column that the segment does not store.
    Zone zone(ScanColumn column, int block) {
        int rows = firstRows[block + 1] - firstRows[block];
        return switch (column.columnId()) {
            case ScanColumn.SEGMENT_ID -> Zone.of(rows, 0, Datum.of(segment.id()), Datum.of(segment.id()));
            case ScanColumn.ROW_POSITION ->
                Zone.of(rows, 0, Datum.of((long) firstRows[block]), Datum.of(firstRows[block] + rows - 1L));
            default -> {
                Datum initial = column.initial();
                yield Zone.of(rows, initial.isNull() ? rows : 0, initial, initial);
            }
        };
    }
}
