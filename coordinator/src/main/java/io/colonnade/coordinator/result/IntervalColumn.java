package io.colonnade.coordinator.result;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.temporal.IntervalText;
import io.colonnade.core.type.Interval;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/// Intervals as clients get them: text.
final class IntervalColumn {
    private IntervalColumn() {}

    static Column.Plain text(Column.Plain column, int rows, SegmentAllocator allocator) {
        ColumnBuilder builder = new ColumnBuilder(Type.VARCHAR, Math.max(1, rows), allocator);
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                builder.appendNull();
            } else {
                String text = IntervalText.of(Interval.of(Lanes.int128(column.values(), row)));
                builder.appendBytes(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return builder.build();
    }
}
