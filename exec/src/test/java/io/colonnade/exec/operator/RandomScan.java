package io.colonnade.exec.operator;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import io.colonnade.storage.segment.PositionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/// A segment of random blocks, and what a scan of it gives: some rows may have been deleted, and now and then
/// columns are read that the segment does not store, behind those of `types`.
final class RandomScan {
    private final int id;
    private final HandMadeSegment segment;
    private final Random random;
    private final List<List<Datum>> rows = new ArrayList<>();
    private final List<ScanColumn> columns = new ArrayList<>();
    private final DeletedRows deleted;

    RandomScan(
            int id,
            long segmentId,
            List<Type> types,
            RandomData data,
            FuzzRun run,
            int distinct,
            IntSupplier blockRows) {
        this.id = id;
        this.segment = new HandMadeSegment(segmentId);
        this.random = data.random;
        for (int i = 0; i < types.size(); i++) {
            columns.add(new ScanColumn(i, "c" + i, types.get(i)));
        }
        if (random.nextInt(4) == 0) {
            Type type = data.type();
            columns.add(new ScanColumn(types.size(), "added", type, data.datum(type, distinct, 20)));
            columns.add(new ScanColumn(ScanColumn.SEGMENT_ID, "segment", Type.BIGINT));
            columns.add(new ScanColumn(ScanColumn.ROW_POSITION, "row", Type.BIGINT));
        }
        // None, a few, many or all rows of a block.
        int deletedOneIn = random.nextBoolean() ? 0 : List.of(100, 10, 2, 1).get(random.nextInt(4));
        PositionSet gone = PositionSet.empty();
        int position = 0;
        for (int block = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3); block > 0; block--) {
            int count = Math.max(1, blockRows.getAsInt());
            List<List<Datum>> drawn = new ArrayList<>(data.rows(types, count, distinct, random.nextInt(3) * 5));
            if (random.nextBoolean()) {
                drawn.sort((a, b) -> RandomData.order(true, false).compare(a.getFirst(), b.getFirst()));
            }
            segment.block(data, types, drawn);
            Page page = new Page(count, segment.columns(segment.blockCount() - 1));
            run.page(page);
            // What is in the pages: dictionaries have one zero.
            for (List<Datum> row : RandomData.rows(page)) {
                if (deletedOneIn > 0 && random.nextInt(deletedOneIn) == 0) {
                    gone.add(position);
                } else {
                    rows.add(withRest(row, position));
                }
                position++;
            }
        }
        this.deleted = gone.toDeletedRows();
    }

    private List<Datum> withRest(List<Datum> row, int position) {
        List<Datum> whole = new ArrayList<>(row);
        for (ScanColumn column : columns.subList(row.size(), columns.size())) {
            whole.add(
                    switch (column.columnId()) {
                        case ScanColumn.SEGMENT_ID -> Datum.of(segment.id());
                        case ScanColumn.ROW_POSITION -> Datum.of((long) position);
                        default -> column.initial();
                    });
        }
        return whole;
    }

    int id() {
        return id;
    }

    HandMadeSegment segment() {
        return segment;
    }

    DeletedRows deleted() {
        return deleted;
    }

    List<ScanColumn> columns() {
        return columns;
    }

    /// The rows that are left, with all columns.
    List<List<Datum>> rows() {
        return rows;
    }
}
