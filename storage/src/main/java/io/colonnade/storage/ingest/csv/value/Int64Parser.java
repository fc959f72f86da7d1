package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;

/// BIGINT.
final class Int64Parser extends FieldParser {
    Int64Parser(ColumnDefinition column) {
        super(column);
    }

    @Override
    public void parse(FieldIndex fields, int index, int rows, ColumnTarget target, int targetRow) {
        MemorySegment bytes = fields.bytes;
        MemorySegment values = target.values;
        int stride = fields.columns;
        int nullLength = fields.nullLength();
        for (int row = 0, field = index; row < rows; row++, field += stride) {
            int start = fields.starts[field];
            int length = fields.ends[field] - start;
            if (length == nullLength && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            long value = Digits.parse(bytes, start, length);
            if (value < 0) {
                value = WholeNumbers.parse(bytes, start, start + length, row, column.type());
            }
            values.set(Lanes.LONG, (targetRow + row) * 8L, value);
        }
    }
}
