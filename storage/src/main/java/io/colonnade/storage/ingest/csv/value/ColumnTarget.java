package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/// The memory of one column of the page that is being made, used again for the next page.
public final class ColumnTarget {
    public final Type type;
    public final MemorySegment values;
    private final MemorySegment validity;
    private final List<MemorySegment> heap;
    private boolean nulls;

    /// `heap` is where long strings lie: the bytes of the chunk, as heap buffer 0.
    public ColumnTarget(Type type, SegmentAllocator allocator, MemorySegment heap) {
        this.type = type;
        this.values = allocator.allocate(type.layout().bytes(Page.ROWS_MAX));
        this.validity = allocator.allocate(Layout.BIT.bytes(Page.ROWS_MAX));
        this.heap = type.layout() == Layout.VIEW ? List.of(heap) : List.of();
        validity.fill((byte) -1);
    }

    /// The value becomes 0, so that it is safe to read.
    public void setNull(int row) {
        nulls = true;
        Lanes.setBit(validity, row, false);
        switch (type.layout()) {
            case BIT -> Lanes.setBit(values, row, false);
            case INT32 -> values.set(Lanes.INT, row * 4L, 0);
            case INT64, FLOAT64 -> values.set(Lanes.LONG, row * 8L, 0);
            case INT128, VIEW -> {
                values.set(Lanes.LONG, row * 16L, 0);
                values.set(Lanes.LONG, row * 16L + 8, 0);
            }
        }
    }

    /// Rows from `row` on are written again.
    public void retry(int row) {
        if (nulls) {
            for (int i = row; i < Page.ROWS_MAX; i++) {
                Lanes.setBit(validity, i, true);
            }
        }
    }

    /// The column; the next page begins with {@link #clear}.
    public Column.Plain column(int rows) {
        return new Column.Plain(type, rows, values, nulls ? validity : null, heap);
    }

    public void clear() {
        if (nulls) {
            validity.fill((byte) -1);
            nulls = false;
        }
    }
}
