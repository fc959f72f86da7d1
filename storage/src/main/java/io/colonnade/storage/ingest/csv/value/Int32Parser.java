package io.colonnade.storage.ingest.csv.value;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.lang.foreign.MemorySegment;

/// TINYINT, SMALLINT and INTEGER.
final class Int32Parser extends FieldParser {
    private final int min;
    private final int max;

    Int32Parser(ColumnDefinition column, int min, int max) {
        super(column);
        this.min = min;
        this.max = max;
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
            long value;
            if (length == nullLength && fields.isNull(field)) {
                putNull(row, target, targetRow);
                continue;
            }
            if (length - 1 >>> 3 == 0) {
                value = Digits.word(bytes.get(Lanes.LONG, start), length);
            } else {
                value = Digits.NONE;
            }
            if (value < 0) {
                value = WholeNumbers.parse(bytes, start, start + length, row, column.type());
            }
            if (value < min || value > max) {
                throw WholeNumbers.outOfRange(row, column.type());
            }
            values.set(Lanes.INT, (targetRow + row) * 4L, (int) value);
        }
    }
}
